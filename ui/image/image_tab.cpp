// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_tab.h"

#include "archive/image_name.h"
#include "session/session.h"
#include "ui/common/error_page.h"
#include "ui/common/progress_page.h"
#include "ui/export/export_dialog.h"
#include "ui/image/image_header.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_model.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/save_file.h"
#include "ui/tree/tree_view.h"

#include <QDir>
#include <QFileInfo>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// What opens quicker than this opens without a flash of progress.
constexpr int kProgressDelayMs = 150;

} // namespace

ImageTab::ImageTab(Session &session, Transfers &transfers, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_name(name)
    , m_header(new ImageHeader(session, this))
    , m_pages(new QStackedLayout)
    , m_blank(new QWidget(this))
    , m_progress(new ProgressPage(this))
    , m_error(new ErrorPage(this))
{
    m_pages->addWidget(m_blank);
    m_pages->addWidget(m_progress);
    m_pages->addWidget(m_error);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(m_pages, 1);
    m_header->hide();
    connect(m_header, &ImageHeader::chosen, this, &ImageTab::switchTo);
    connect(m_header, &ImageHeader::pullRequested, this, &ImageTab::pullRequested);
    connect(m_header, &ImageHeader::verifyRequested, this, &ImageTab::verifyAgain);
    connect(m_progress, &ProgressPage::cancelRequested, this, [this] { m_transfers.cancel(m_pull != 0 ? m_pull : m_opening); });
    connect(m_error, &ErrorPage::retryRequested, this, [this] {
        m_wasPulled = false;
        m_wasRestored = false;
        if (m_pull != 0)
            m_transfers.resume(m_pull);
        else
            open();
    });
    connect(m_error, &ErrorPage::closeRequested, this, &ImageTab::closeRequested);
    connect(m_error, &ErrorPage::chosen, this, [this](const ErrorPage::Choice &choice) { openAs(choice.name, choice.platform); });
    connect(&transfers, &Transfers::stateChanged, this, [this](int changed) {
        if (changed == m_pull)
            followState();
    });
    connect(&transfers, &Transfers::grew, this, [this](int grown) {
        if (grown == m_pull)
            followState();
    });
    connect(transfers.model(), &QAbstractItemModel::dataChanged, m_progress, [this](const QModelIndex &index) {
        const Transfer *const pull = m_pull == 0 || m_view ? nullptr : m_transfers.find(m_pull);
        if (pull && index.data(TransferModel::IdRole).toInt() == m_pull)
            m_progress->show(pull->progress);
    });
    m_stateTimer.setInterval(250);
    connect(&m_stateTimer, &QTimer::timeout, this, [this] {
        m_view->layerPane()->refreshStates();
        m_header->refreshState();
    });
}

ImageTab::~ImageTab()
{
    m_transfers.drop(m_opening);
    m_transfers.drop(m_verifying);
}

bool ImageTab::isOpening() const
{
    return m_transfers.isRunning(m_opening);
}

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
    m_transfers.drop(m_opening);
    m_opening = m_transfers.run<std::shared_ptr<const Image>>(
        this,
        {.kind = TransferKind::Open,
         .name = title(),
         .begin = [this] { return openingTask(); },
         .began = [this] { beginOpening(); },
         .progressed = [this](const Progress &progress) { m_progress->show(progress); },
         .done = [this](const Result<std::shared_ptr<const Image>> &image) { takeOpened(image); },
         .cancelled = [this] { Q_EMIT closeRequested(); }});
    Q_EMIT changed();
}

void ImageTab::openWhenShown()
{
    m_wasRestored = true;
    if (isVisible())
        return open();
    m_waitsToBeShown = true;
    Q_EMIT changed();
}

void ImageTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_waitsToBeShown, false))
        open();
}

void ImageTab::reload()
{
    if (m_pull != 0) // it is being brought up to date
        return;
    m_transfers.drop(m_verifying);
    if (m_verification)
        endVerification();
    m_wasPulled = true; // what is gone says so
    open();
}

void ImageTab::beginOpening()
{
    if (m_view)
        return;
    m_progress->begin(tr("Opening %1").arg(title()));
    m_pages->setCurrentWidget(m_blank);
    QTimer::singleShot(kProgressDelayMs, this, [this] {
        if (isOpening() && !m_view)
            m_pages->setCurrentWidget(m_progress);
    });
}

void ImageTab::takeOpened(const Result<std::shared_ptr<const Image>> &image)
{
    const bool isMissing = !image && (image.error().kind == ErrorKind::NotFound || image.error().kind == ErrorKind::WrongPlatform);
    if (image) {
        showImage(*image);
    } else if (isMissing && isReference() && !m_wasPulled && !m_wasRestored) {
        m_transfers.drop(m_opening); // it has not failed: the pull takes its place
        Q_EMIT pullRequested();
    } else {
        showError(image.error());
    }
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

void ImageTab::follow(int id)
{
    m_transfers.drop(m_opening);
    m_pull = id;
    m_wasPulled = true;
    if (!m_view) {
        m_progress->begin(tr("Pulling %1").arg(title()));
        m_pages->setCurrentWidget(m_progress);
    }
    followState();
}

void ImageTab::followState()
{
    const Transfer *const transfer = m_transfers.find(m_pull);
    if (!transfer)
        return;
    if (transfer->state == TransferState::Done) {
        m_pull = 0;
        return open();
    }
    if (const auto image = m_transfers.partialImage(m_pull)) {
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

/// In place of what is shown.
void ImageTab::switchTo(const ImageChoice &choice)
{
    if (m_view && choice.name == m_view->image()->location && choice.platform == m_view->image()->platform)
        return;
    m_pull = 0;
    m_wasPulled = false;
    dropView();
    openAs(choice.name, choice.platform);
}

void ImageTab::dropView()
{
    if (!m_view)
        return;
    m_transfers.drop(m_verifying);
    m_stateTimer.stop();
    m_verification.reset();
    m_view->saveLayout();
    m_pages->removeWidget(m_view);
    m_view->deleteLater();
    m_view = nullptr;
}

void ImageTab::verifyAgain()
{
    if (!m_view)
        return;
    if (m_view->image()->source == SourceKind::Store)
        return Q_EMIT recheckRequested();
    for (const ImageLayer &layer : m_view->image()->layers) {
        if (layer.check->state() == Verification::Failed)
            layer.check->setPending();
    }
    verify();
}

void ImageTab::showImage(const std::shared_ptr<const Image> &image)
{
    m_header->setImage(m_name, image);
    m_header->show();
    if (m_view) {
        m_view->setNote({});
        m_view->setImage(image);
        m_pages->setCurrentWidget(m_view);
        if (m_pull == 0)
            Q_EMIT opened();
        if (image->verification() == Verification::Pending)
            verify();
        return;
    }
    m_view = new ImageView(m_session, image, this);
    m_pages->addWidget(m_view);
    m_pages->setCurrentWidget(m_view);
    m_view->treeView()->setFocus();
    connect(m_view, &ImageView::statusChanged, this, &ImageTab::changed);
    connect(m_view, &ImageView::exportRequested, this, &ImageTab::startExport);
    connect(m_view->entryActions(), &EntryActions::saveRequested, this, &ImageTab::save);
    if (m_pull == 0)
        Q_EMIT opened();
    if (image->verification() == Verification::Pending)
        verify();
}

void ImageTab::showError(const Error &error)
{
    const bool canBePulled = m_wasRestored && isReference() && error.kind == ErrorKind::NotFound;
    m_error->show(error, canBePulled ? tr("Pull") : QString());
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
            return archiveChoices(*archive, name, byPlatform);
        });
    m_listing.start(std::move(task), [this](const Result<QList<ErrorPage::Choice>> &choices) {
        if (choices)
            m_error->offer(*choices);
    });
}

void ImageTab::verify()
{
    m_verification = Progress{.stage = Stage::Verify, .filename = {}};
    m_transfers.drop(m_verifying);
    m_verifying
        = m_transfers.run<void>(this,
                                {.kind = TransferKind::Verify,
                                 .name = title(),
                                 .begin = [&session = m_session, image = m_view->image()] { return session.verify(image); },
                                 .began = [this] { m_stateTimer.start(); },
                                 .progressed =
                                     [this](const Progress &progress) {
                                         m_verification = progress;
                                         Q_EMIT changed();
                                     },
                                 .done =
                                     [this](const Result<void> &verified) {
                                         endVerification();
                                         m_view->refreshVerification(verified ? std::nullopt : std::optional(verified.error()));
                                     },
                                 .cancelled = [this] { endVerification(); }});
}

void ImageTab::endVerification()
{
    m_stateTimer.stop();
    m_verification.reset();
    m_view->layerPane()->refreshStates();
    m_header->refreshState();
    Q_EMIT changed();
}

void ImageTab::startExport()
{
    if (!m_view)
        return;
    auto *const dialog
        = new ExportDialog(m_session, m_transfers, m_view->image(), m_view->choice(), m_view->selectedPaths(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::leftToTransfers, this, &ImageTab::leftToTransfers);
    dialog->show();
}

void ImageTab::save(const ImageFs &fs, NodeId node, const QString &path)
{
    auto *const actions = m_view->entryActions();
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Save,
                           .name = printable(fs.tree->path(node)),
                           .target = path,
                           .begin =
                               [&session = m_session, fs, node, path] {
                                   return session.run<void>([fs, node, path](ProgressMeter &progress, const std::stop_token &stop) {
                                       return saveFile(fs, node, path, progress, stop);
                                   });
                               },
                           .done =
                               [actions](const Result<void> &saved) {
                                   if (!saved)
                                       Q_EMIT actions->failed(tr("The file could not be saved"), saved.error().message());
                               }});
}

} // namespace stratoscope::ui
