// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/image_tab.h"

#include "session/image_name.h"
#include "session/session.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/models/layer_model.h"
#include "ui/transfers.h"
#include "ui/widgets/error_page.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/progress_page.h"
#include "ui/widgets/tree_view.h"

#include <QDir>
#include <QFileInfo>
#include <QStackedLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// What opens quicker than this opens without a flash of progress.
constexpr int kProgressDelayMs = 150;

QString prefixOf(ArchiveKind kind)
{
    switch (kind) {
    case ArchiveKind::DockerArchive:
        return u"docker-archive:"_s;
    case ArchiveKind::OciLayout:
        return u"oci:"_s;
    case ArchiveKind::OciArchive:
        return u"oci-archive:"_s;
    case ArchiveKind::Prebaked:
        return u"prebaked:"_s;
    }
    Q_UNREACHABLE();
}

/// What tells this image from the others of its archive.
QString selectorOf(const ArchivedImage &image)
{
    if (!image.names.isEmpty())
        return image.names.front();
    return image.manifest ? image.manifest->digest.toString() : image.config ? image.config->toString() : QString();
}

/// The images of an archive to choose from; where one was found but not for this machine, its platforms.
QList<ErrorPage::Choice> choicesOf(const LocalArchive &archive, const ImageName &name, bool byPlatform)
{
    QList<ErrorPage::Choice> choices;
    const QString base = prefixOf(archive.kind()) + archive.path();
    for (const ArchivedImage &image : archive.images()) {
        const QString selector = byPlatform && !name.selector.isEmpty() ? name.selector : selectorOf(image);
        const QString one = selector.isEmpty() ? base : base + u':' + selector;
        if (!byPlatform) {
            choices.append({image.toString(), one, {}});
            continue;
        }
        for (const Platform &platform : image.platforms)
            choices.append({platform.toString(), one, platform});
    }
    return choices;
}

} // namespace

ImageTab::ImageTab(Session &session, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_name(name)
    , m_pages(new QStackedLayout(this))
    , m_blank(new QWidget(this))
    , m_progress(new ProgressPage(this))
    , m_error(new ErrorPage(this))
{
    m_pages->addWidget(m_blank);
    m_pages->addWidget(m_progress);
    m_pages->addWidget(m_error);
    connect(m_progress, &ProgressPage::cancelRequested, this, [this] {
        if (m_transfer != 0)
            m_transfers->cancel(m_transfer);
        else
            m_opening.cancel();
    });
    connect(&m_opening, &LatestTask::progressed, m_progress, qOverload<const Progress &>(&ProgressPage::show));
    connect(&m_opening, &LatestTask::cancelled, this, &ImageTab::closeRequested);
    connect(m_error, &ErrorPage::retryRequested, this, [this] {
        m_wasPulled = false;
        if (m_transfer != 0)
            m_transfers->resume(m_transfer);
        else
            open();
    });
    connect(m_error, &ErrorPage::closeRequested, this, &ImageTab::closeRequested);
    connect(m_error, &ErrorPage::chosen, this, [this](const ErrorPage::Choice &choice) { openAs(choice.name, choice.platform); });

    connect(&m_verifying, &LatestTask::progressed, this, [this](const Progress &progress) {
        m_verification = progress;
        Q_EMIT changed();
    });
    m_stateTimer.setInterval(250);
    connect(&m_stateTimer, &QTimer::timeout, this, [this] { m_view->layerPane()->refreshStates(); });
}

ImageTab::~ImageTab() = default;

QString ImageTab::title() const
{
    if (m_view)
        return m_view->image()->title();
    const auto name = ImageName::parse(m_name);
    if (name && name->isLocal())
        return QFileInfo(name->path).fileName();
    const auto reference = Reference::parse(m_name);
    return reference ? reference->familiar() : m_name;
}

QString ImageTab::toolTip() const
{
    if (!m_view)
        return m_name;
    const Image &image = *m_view->image();
    return image.title() + u'\n' + image.location + u'\n' + image.platform.toString() + u'\n'
        + verificationText(image.verification());
}

void ImageTab::open()
{
    m_listing.drop();
    if (!m_view) {
        m_progress->begin(tr("Opening %1").arg(title()));
        m_pages->setCurrentWidget(m_blank);
        QTimer::singleShot(kProgressDelayMs, this, [this] {
            if (isOpening() && !m_view)
                m_pages->setCurrentWidget(m_progress);
        });
    }
    m_opening.start(openingTask(), [this](const Result<std::shared_ptr<const Image>> &image) {
        const bool isMissing
            = !image && (image.error().kind == ErrorKind::NotFound || image.error().kind == ErrorKind::WrongPlatform);
        if (image)
            showImage(*image);
        else if (isMissing && isReference() && !m_wasPulled)
            Q_EMIT pullRequested();
        else
            showError(image.error());
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

/// What is to be pulled is pulled among the transfers, not here. A sole image is opened whatever platform it is for.
std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> ImageTab::openingTask()
{
    if (!isReference())
        return m_session.open(m_name, m_options);
    return m_session.run<std::shared_ptr<const Image>>(
        [store = m_session.store(), reference = ImageName::parse(m_name)->reference, options = m_options](
            ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<std::shared_ptr<const Image>> {
            STRATOSCOPE_TRY(const StoredImage stored, store.findImage(reference, options.platform));
            options.platform = stored.platform;
            return openImage(stored.reference, options, store, progress, stop);
        });
}

bool ImageTab::isReference() const
{
    const auto name = ImageName::parse(m_name);
    return name && !name->isLocal() && Reference::parse(name->reference).has_value();
}

void ImageTab::follow(Transfers &transfers, int id)
{
    m_opening.drop();
    if (m_transfers)
        m_transfers->disconnect(this);
    m_transfers = &transfers;
    m_transfer = id;
    m_wasPulled = true;
    connect(&transfers, &Transfers::stateChanged, this, [this](int changed) {
        if (changed == m_transfer)
            followState();
    });
    connect(&transfers, &Transfers::grew, this, [this](int grown) {
        if (grown == m_transfer)
            followState();
    });
    connect(transfers.model(), &QAbstractItemModel::dataChanged, m_progress, [this](const QModelIndex &index) {
        const Transfer *const transfer = m_transfer == 0 ? nullptr : m_transfers->find(m_transfer);
        if (transfer && !m_view && index.data(TransferModel::IdRole).toInt() == m_transfer)
            m_progress->show(transfer->progress);
    });
    if (!m_view) {
        m_progress->begin(tr("Pulling %1").arg(title()));
        m_pages->setCurrentWidget(m_progress);
    }
    followState();
}

void ImageTab::followState()
{
    const Transfer *const transfer = m_transfers->find(m_transfer);
    if (!transfer)
        return;
    if (transfer->state == TransferState::Done) {
        m_transfer = 0;
        return open();
    }
    if (const auto image = m_transfers->partialImage(m_transfer)) {
        if (!m_view || m_view->image() != image)
            showImage(image);
    }
    if (m_view) {
        const QString state = transfer->state == TransferState::Running ? tr("The rest is on its way") : transferText(*transfer);
        m_view->setNote(tr("%1 of %2 layers").arg(transfer->layersReady).arg(transfer->layerCount), state);
    } else if (transfer->state == TransferState::Failed) {
        showError(*transfer->error);
    } else if (transfer->state == TransferState::Cancelled) {
        return Q_EMIT closeRequested();
    } else {
        m_pages->setCurrentWidget(m_progress);
    }
    Q_EMIT changed();
}

void ImageTab::openAs(const QString &name, const std::optional<Platform> &platform)
{
    m_name = name;
    m_options.platform = platform;
    open();
}

void ImageTab::showImage(const std::shared_ptr<const Image> &image)
{
    if (m_view) {
        m_view->setNote({});
        m_view->setImage(image);
        if (m_transfer == 0)
            Q_EMIT opened();
        return;
    }
    m_view = new ImageView(m_session, image, this);
    m_pages->addWidget(m_view);
    m_pages->setCurrentWidget(m_view);
    m_view->treeView()->setFocus();
    connect(m_view, &ImageView::statusChanged, this, &ImageTab::changed);
    connect(m_view, &ImageView::exportRequested, this, &ImageTab::startExport);
    if (m_transfer == 0)
        Q_EMIT opened();
    if (image->verification() == Verification::Pending)
        verify();
}

void ImageTab::showError(const Error &error)
{
    m_error->show(error);
    m_pages->setCurrentWidget(m_error);
    if (error.kind == ErrorKind::Ambiguous || error.kind == ErrorKind::WrongPlatform)
        findChoices(error.kind);
}

void ImageTab::findChoices(ErrorKind kind)
{
    const auto name = ImageName::parse(m_name);
    if (!name || !name->isLocal())
        return;
    const bool byPlatform = kind == ErrorKind::WrongPlatform;
    auto task = m_session.run<QList<ErrorPage::Choice>>(
        [name = *name, spool = m_session.store().temporaryDirectory(),
         byPlatform](ProgressMeter &progress, const std::stop_token &stop) -> Result<QList<ErrorPage::Choice>> {
            STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, spool, progress, stop));
            return choicesOf(*archive, name, byPlatform);
        });
    m_listing.start(std::move(task), [this](const Result<QList<ErrorPage::Choice>> &choices) {
        if (choices)
            m_error->offer(*choices);
    });
}

void ImageTab::verify()
{
    m_verification = Progress{.stage = Stage::Verify, .filename = {}};
    m_stateTimer.start();
    m_verifying.start(m_session.verify(m_view->image()), [this](const Result<void> &verified) {
        m_stateTimer.stop();
        m_verification.reset();
        m_view->refreshVerification(verified ? std::nullopt : std::optional(verified.error()));
        Q_EMIT changed();
    });
}

void ImageTab::startExport()
{
    if (!m_view)
        return;
    auto *const dialog = new ExportDialog(m_session, m_view->image(), m_view->choice(), m_view->selectedPaths(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace stratoscope::ui
