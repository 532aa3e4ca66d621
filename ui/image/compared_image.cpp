// SPDX-License-Identifier: Apache-2.0
#include "ui/image/compared_image.h"

#include "archive/image_name.h"
#include "ui/common/format.h"
#include "ui/image/image_opening.h"
#include "ui/transfers/transfers.h"

namespace stratoscope::ui {

ComparedImage::ComparedImage(Session &session, Transfers &transfers, const QString &name, const std::optional<Platform> &platform,
                             QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_name(name)
    , m_platform(platform)
{
    connect(&transfers, &Transfers::stateChanged, this, [this](int transfer) {
        if (transfer == m_pull)
            followPull();
    });
    connect(transfers.model(), &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &index) {
        const Transfer *const transfer = m_transfers.find(m_pull);
        if (transfer && transfer->state == TransferState::Running && index.data(TransferModel::IdRole).toInt() == m_pull)
            setStatus(progressText(transfer->progress));
    });
}

ComparedImage::~ComparedImage()
{
    m_transfers.drop(m_work);
}

QString ComparedImage::title() const
{
    return m_image ? m_image->title() : titleOf(m_name);
}

void ComparedImage::setStatus(const QString &status)
{
    m_status = status;
    Q_EMIT changed();
}

void ComparedImage::fail(const Error &error)
{
    m_error = error;
    setStatus({});
}

void ComparedImage::open(bool pulls)
{
    m_firstError.reset();
    start(m_name, pulls);
}

void ComparedImage::start(const QString &name, bool pulls)
{
    m_transfers.drop(m_work);
    m_error.reset();
    const auto begin = [&session = m_session, name, platform = m_platform] {
        OpenOptions options;
        options.platform = platform;
        return openWithoutPulling(session, name, options);
    };
    m_work = m_transfers.run<ImagePtr>(
        this,
        {.kind = TransferKind::Open,
         .name = title(),
         .begin = begin,
         .began =
             [this] {
                 m_error.reset(); // tried again from the list of transfers
                 setStatus({});
             },
         .progressed = [this](const Progress &progress) { setStatus(progressText(progress)); },
         .done = [this, name, pulls](const Result<ImagePtr> &image) { finishOpening(name, image, pulls); },
         .cancelled =
             [this] {
                 fail(Error{ErrorKind::NotFound, m_name, tr("opening was cancelled")});
             }});
}

void ComparedImage::finishOpening(const QString &name, const Result<ImagePtr> &image, bool pulls)
{
    const auto parsed = ImageName::parse(name);
    if (!image && image.error().kind == ErrorKind::Unsupported && parsed && parsed->isLocal() && !parsed->kind) {
        m_firstError = image.error();
        // After this callback, which belongs to the transfer.
        const QString rootfs = sourceKindName(SourceKind::Rootfs) + u':' + parsed->path;
        QMetaObject::invokeMethod(
            this, [this, rootfs, pulls] { start(rootfs, pulls); }, Qt::QueuedConnection);
        return;
    }
    if (!image && m_firstError)
        return fail(*m_firstError);
    if (!image) {
        const bool isMissing
            = isReference(m_name) && (image.error().kind == ErrorKind::NotFound || image.error().kind == ErrorKind::WrongPlatform);
        return isMissing && pulls ? pull() : fail(image.error());
    }
    m_image = *image;
    setStatus({});
    if (m_image->verification() == Verification::Pending)
        verify();
}

/// As in a tab of its own, but only the complete image is shown.
void ComparedImage::pull()
{
    m_transfers.drop(m_work);
    m_work = 0;
    const auto resolve = [&session = m_session, name = m_name](const std::stop_token &) -> Result<Reference> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        return registries.resolveName(name);
    };
    m_resolving.run(m_session, resolve, [this](const Result<Reference> &resolved) {
        const auto written = Reference::parse(m_name);
        if (!resolved && !written)
            return fail(resolved.error());
        m_pull = m_transfers.pull(resolved ? *resolved : *written, m_platform);
        followPull();
    });
}

void ComparedImage::followPull()
{
    const Transfer *const transfer = m_transfers.find(m_pull);
    if (!transfer || m_image)
        return;
    switch (transfer->state) {
    case TransferState::Done:
        m_pull = 0;
        return open(false);
    case TransferState::Failed:
        return fail(*transfer->error);
    case TransferState::Cancelled:
        return fail(Error{ErrorKind::NotFound, m_name, tr("the pull was cancelled")});
    default:
        m_error.reset();
        return setStatus(transferText(*transfer));
    }
}

void ComparedImage::verify()
{
    m_work = m_transfers.run<void>(this,
                                   {.kind = TransferKind::Verify,
                                    .name = title(),
                                    .begin = [&session = m_session, image = m_image] { return session.verify(image); },
                                    .done = [this](const Result<void> &) { Q_EMIT verified(); }});
}

} // namespace stratoscope::ui
