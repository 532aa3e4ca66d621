// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/image_tab.h"

#include "session/image_name.h"
#include "session/session.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/models/layer_model.h"
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
    connect(m_progress, &ProgressPage::cancelRequested, &m_opening, &LatestTask::cancel);
    connect(&m_opening, &LatestTask::progressed, m_progress, qOverload<const Progress &>(&ProgressPage::show));
    connect(&m_opening, &LatestTask::cancelled, this, &ImageTab::closeRequested);
    connect(m_error, &ErrorPage::retryRequested, this, &ImageTab::open);
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
    return name && name->isLocal() ? QFileInfo(name->path).fileName() : m_name;
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
    m_progress->begin(tr("Opening %1").arg(title()));
    m_pages->setCurrentWidget(m_blank);
    QTimer::singleShot(kProgressDelayMs, this, [this] {
        if (isOpening())
            m_pages->setCurrentWidget(m_progress);
    });
    m_opening.start(m_session.open(m_name, m_options), [this](const Result<std::shared_ptr<const Image>> &image) {
        if (image)
            showImage(*image);
        else
            showError(image.error());
        Q_EMIT changed();
    });
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
    m_view = new ImageView(m_session, image, this);
    m_pages->addWidget(m_view);
    m_pages->setCurrentWidget(m_view);
    m_view->treeView()->setFocus();
    connect(m_view, &ImageView::statusChanged, this, &ImageTab::changed);
    connect(m_view, &ImageView::exportRequested, this, &ImageTab::startExport);
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
