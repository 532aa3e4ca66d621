// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_tab.h"

#include "archive/image_name.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/progress_page.h"
#include "ui/export/export_dialog.h"
#include "ui/image/compared_image.h"
#include "ui/image/ignore_button.h"
#include "ui/image/image_header.h"
#include "ui/image/image_opening.h"
#include "ui/image/image_view.h"
#include "ui/image/report_file.h"
#include "ui/layers/comparison_bar.h"
#include "ui/layers/layer_model.h"
#include "ui/mount/mount_bar.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// An image that opens faster than this opens without a flash of the progress page.
constexpr int kProgressDelayMs = 150;
constexpr int kStateIntervalMs = 250;

} // namespace

ImageTab::ImageTab(Session &session, Transfers &transfers, Mounts &mounts, const QString &name,
                   const std::optional<Platform> &platform, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_name(name)
    , m_header(new ImageHeader(session, this))
    , m_pages(new QStackedLayout)
    , m_blank(new QWidget(this))
    , m_progress(new ProgressPage(this))
    , m_error(new ErrorPage(this))
    , m_mount(new MountBar(session, transfers, mounts, this))
{
    m_options.platform = platform;
    m_pages->addWidget(m_blank);
    m_pages->addWidget(m_progress);
    m_pages->addWidget(m_error);
    makeColumn(this, {m_header, {m_pages, 1}, m_mount});
    connect(m_mount, &MountBar::changed, this, &ImageTab::changed);
    m_header->hide();
    connect(m_header, &ImageHeader::chosen, this, &ImageTab::switchTo);
    connect(m_header, &ImageHeader::pullRequested, this, &ImageTab::pullRequested);
    connect(m_header, &ImageHeader::importRequested, this, &ImageTab::importRequested);
    connect(m_header, &ImageHeader::exportRequested, this, [this] {
        if (m_view)
            openExportDialog();
    });
    connect(m_header, &ImageHeader::presetRequested, this, &ImageTab::exportAs);
    connect(m_header, &ImageHeader::verifyRequested, this, &ImageTab::verifyAgain);
    connect(m_progress, &ProgressPage::cancelRequested, this, [this] {
        const int pull = followedPull();
        m_transfers.cancel(pull != 0 ? pull : openingTransfer());
    });
    connect(m_error, &ErrorPage::retryRequested, this, &ImageTab::retry);
    connect(m_error, &ErrorPage::closeRequested, this, &ImageTab::closeRequested);
    connect(m_error, &ErrorPage::chosen, this,
            [this](int index) { openAs(m_choices.at(index).name, m_choices.at(index).platform); });
    const auto followIt = [this](int transfer) {
        if (transfer == followedPull())
            followPull();
    };
    connect(&transfers, &Transfers::stateChanged, this, followIt);
    connect(&transfers, &Transfers::grew, this, followIt);
    connect(transfers.model(), &QAbstractItemModel::dataChanged, m_progress, [this](const QModelIndex &index) {
        const int pull = followedPull();
        const Transfer *const transfer = m_transfers.find(pull);
        if (!transfer || index.data(TransferModel::IdRole).toInt() != pull)
            return;
        if (m_view)
            showComing(*transfer);
        else
            m_progress->show(transfer->progress);
    });
    m_stateTimer.setInterval(kStateIntervalMs);
    connect(&m_stateTimer, &QTimer::timeout, this, &ImageTab::refreshStates);
}

void ImageTab::setRestored(const SavedTab &tab)
{
    m_restored = tab;
    if (tab.other.isEmpty())
        return;
    const auto platform = Platform::parse(tab.otherPlatform);
    m_isOtherBefore = tab.isOtherBefore;
    m_restoredComparison = tab;
    beginComparison(tab.other, platform ? std::optional(*platform) : std::nullopt);
}

ImageTab::~ImageTab()
{
    leaveState();
}

QString ImageTab::imageTitle() const
{
    return m_view ? m_view->image()->title() : titleOf(m_name);
}

QString ImageTab::title() const
{
    if (!m_compared)
        return imageTitle();
    std::array<QString, 2> titles{imageTitle(), m_compared->title()};
    const auto side = [this](bool isOther) { return isOther ? m_compared->image() : m_view->image(); };
    if (m_view && m_compared->image())
        titles = comparedTitles(*side(m_isOtherBefore), *side(!m_isOtherBefore));
    else if (m_isOtherBefore)
        std::swap(titles[0], titles[1]);
    return tr("%1 ↔ %2").arg(titles[0], titles[1]);
}

QStringList ImageTab::qualifiers() const
{
    QString location;
    const auto name = ImageName::parse(m_name);
    if (name && name->isLocal() && !name->isFile())
        location = sourceKindName(*name->kind);
    else if (name && name->isLocal())
        location = QFileInfo(name->path).absoluteFilePath() + (name->selector.isEmpty() ? QString() : u':' + name->selector);
    else if (const auto reference = Reference::parse(m_name))
        location = reference->registry;
    const QString platform = m_view ? m_view->image()->config.platform.toString()
        : m_options.platform        ? m_options.platform->toString()
                                    : QString();
    return {location, platform};
}

SavedTab ImageTab::saved() const
{
    SavedTab tab = m_restored;
    tab.name = m_name;
    tab.platform = m_options.platform ? m_options.platform->toString() : QString();
    if (m_view)
        m_view->saveTo(tab);
    tab.other = m_compared ? m_compared->name() : QString();
    tab.otherPlatform = m_compared && m_compared->platform() ? m_compared->platform()->toString() : QString();
    tab.isOtherBefore = m_compared && m_isOtherBefore;
    if (m_compared && m_view && !m_view->isComparing()) { // it is still being opened
        tab.scope = m_restoredComparison.scope;
        tab.layer = m_restoredComparison.layer;
        tab.first = m_restoredComparison.first;
    }
    return tab;
}

QString ImageTab::toolTip() const
{
    if (!m_view)
        return m_name;
    const Image &image = *m_view->image();
    return title() + u'\n' + image.location + u'\n' + image.config.platform.toString() + u'\n' + verificationText(image);
}

int ImageTab::openingTransfer() const
{
    if (const auto *const opening = std::get_if<Opening>(&m_state))
        return opening->transfer;
    const auto *const failed = std::get_if<Failed>(&m_state);
    return failed && !failed->isPull ? failed->transfer : 0;
}

int ImageTab::followedPull() const
{
    if (const auto *const pulling = std::get_if<Pulling>(&m_state))
        return pulling->transfer;
    const auto *const failed = std::get_if<Failed>(&m_state);
    return failed && failed->isPull ? failed->transfer : 0;
}

/// Stops what belongs to the state. A pull goes on, as the tab merely follows it.
void ImageTab::leaveState()
{
    m_listing.drop();
    m_transfers.drop(openingTransfer());
    if (const auto *const shown = std::get_if<Shown>(&m_state)) {
        m_stateTimer.stop();
        m_transfers.drop(shown->verifying);
    }
    m_state = Unopened();
}

void ImageTab::open(IfMissing ifMissing)
{
    leaveState();
    if (m_compared && !m_compared->image() && !m_compared->error())
        m_compared->open(ifMissing == IfMissing::Pull);
    const int transfer
        = m_transfers.run<ImagePtr>(this,
                                    {.kind = TransferKind::Open,
                                     .name = imageTitle(),
                                     .begin = [this] { return openWithoutPulling(m_session, m_name, m_options); },
                                     .began = [this] { beginOpening(); },
                                     .progressed = [this](const Progress &progress) { m_progress->show(progress); },
                                     .done = [this, ifMissing](const Result<ImagePtr> &image) { finishOpening(image, ifMissing); },
                                     .cancelled = [this] { Q_EMIT closeRequested(); }});
    m_state = Opening{transfer};
    Q_EMIT changed();
}

void ImageTab::openWhenShown()
{
    if (isVisible())
        return open(IfMissing::OfferPull);
    m_state = Unopened{.opensWhenShown = true};
    Q_EMIT changed();
}

void ImageTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (const auto *const unopened = std::get_if<Unopened>(&m_state); unopened && unopened->opensWhenShown)
        open(IfMissing::OfferPull);
}

void ImageTab::reload()
{
    if (followedPull() == 0) // otherwise it is being updated already
        open(IfMissing::Fail);
}

/// At the first attempt, and when the user retries a failed one in the list of transfers.
void ImageTab::beginOpening()
{
    if (const auto *const failed = std::get_if<Failed>(&m_state))
        m_state = Opening{failed->transfer};
    if (m_view)
        return;
    m_progress->begin(tr("Opening %1").arg(imageTitle()));
    m_pages->setCurrentWidget(m_blank);
    QTimer::singleShot(kProgressDelayMs, this, [this] {
        if (isOpening() && !m_view)
            m_pages->setCurrentWidget(m_progress);
    });
}

void ImageTab::finishOpening(const Result<ImagePtr> &image, IfMissing ifMissing)
{
    if (image) {
        m_state = Shown();
        showImage(*image);
        Q_EMIT opened();
        if (std::exchange(m_mountsWhenOpen, false))
            m_mount->mount(*image);
        if ((*image)->verification() == Verification::Pending)
            verify();
        return Q_EMIT changed();
    }
    const ErrorKind kind = image.error().kind;
    const bool isMissing = isReference(m_name) && (kind == ErrorKind::NotFound || kind == ErrorKind::WrongPlatform);
    if (isMissing && ifMissing == IfMissing::Pull) {
        leaveState(); // it has not failed: the pull takes its place
        Q_EMIT pullRequested();
    } else {
        m_state = Failed{.transfer = openingTransfer()};
        if (takeOtherSide(image.error()))
            return;
        showError(image.error(), isMissing && kind == ErrorKind::NotFound && ifMissing == IfMissing::OfferPull);
    }
    Q_EMIT changed();
}

void ImageTab::follow(int pull)
{
    leaveState();
    m_state = Pulling{pull};
    if (!m_view) {
        m_progress->begin(tr("Pulling %1").arg(imageTitle()));
        m_pages->setCurrentWidget(m_progress);
    }
    followPull();
}

void ImageTab::followPull()
{
    const int pull = followedPull();
    const Transfer *const transfer = m_transfers.find(pull);
    if (!transfer)
        return;
    if (transfer->state == TransferState::Done)
        return open(IfMissing::Fail);
    m_state = Pulling{pull};
    if (const auto image = m_transfers.partialImage(pull); image && (!m_view || m_view->image() != image))
        showImage(image);
    showComing(*transfer);
    if (m_view) {
        const QString layers = tr("%1 of %2 layers").arg(transfer->layersReady).arg(transfer->layerCount);
        m_view->setNote(transfer->state == TransferState::Running ? tr("%1; the rest is still downloading").arg(layers) : layers,
                        transfer->state == TransferState::Running ? QString() : transferText(*transfer));
    } else if (transfer->state == TransferState::Failed) {
        m_state = Failed{.transfer = pull, .isPull = true};
        if (takeOtherSide(*transfer->error))
            return;
        showError(*transfer->error);
    } else if (transfer->state == TransferState::Cancelled) {
        Q_EMIT closeRequested();
        return;
    } else {
        m_pages->setCurrentWidget(m_progress);
    }
    Q_EMIT changed();
}

/// The progress of the layers that the pull has yet to bring.
void ImageTab::showComing(const Transfer &transfer)
{
    const Image *const image = m_view ? m_view->image().get() : nullptr;
    if (!image || !isPartial(*image))
        return;
    const std::vector<Digest> listed = listedLayers(*image);
    std::vector<ComingLayer> coming;
    for (std::size_t i = image->layers.size(); i < listed.size(); ++i) {
        const auto &blobs = transfer.progress.blobs;
        const auto blob = std::ranges::find(blobs, listed[i].toString(), &BlobProgress::name);
        if (blob == blobs.end())
            break;
        coming.push_back({blobText(*blob), progressPermille({.current = blob->current, .total = blob->total})});
    }
    m_view->layerPane()->model().setComing(coming);
}

void ImageTab::retry()
{
    if (const int pull = followedPull(); pull != 0)
        m_transfers.resume(pull);
    else
        open();
}

void ImageTab::openAs(const QString &name, const std::optional<Platform> &platform)
{
    m_name = name;
    m_options.platform = platform;
    open();
}

void ImageTab::switchTo(const ImageChoice &choice)
{
    if (m_view && choice.name == m_view->image()->location && choice.platform == m_view->image()->config.platform)
        return;
    dropView();
    endComparison();
    m_restored = {};
    openAs(choice.name, choice.platform);
}

void ImageTab::dropView()
{
    if (!m_view)
        return;
    leaveState();
    m_mount->end();
    m_view->saveLayout();
    m_pages->removeWidget(m_view);
    m_view->deleteLater();
    m_view = nullptr;
}

void ImageTab::showImage(const ImagePtr &image)
{
    m_header->setImage(m_name, image);
    m_header->show();
    if (m_view) {
        m_view->setNote({});
        m_view->setImage(image);
        return m_pages->setCurrentWidget(m_view);
    }
    m_view = new ImageView(m_session, m_transfers, image, this);
    m_pages->addWidget(m_view);
    m_pages->setCurrentWidget(m_view);
    m_view->treeView()->setFocus();
    connect(m_view, &ImageView::statusChanged, this, &ImageTab::changed);
    connect(m_view, &ImageView::exportRequested, this, [this] { openExportDialog()->chooseSelected(); });
    connect(m_view, &ImageView::stateChanged, this, &ImageTab::stateChanged);
    const ComparisonBar &bar = m_view->layerPane()->comparisonBar();
    connect(&bar, &ComparisonBar::swapRequested, this, &ImageTab::swapSides);
    connect(&bar, &ComparisonBar::endRequested, this, &ImageTab::endComparison);
    connect(&bar, &ComparisonBar::retryRequested, this, [this] { m_compared->open(true); });
    if (!m_restored.name.isEmpty())
        m_view->restoreFrom(std::exchange(m_restored, {}));
    showComparison();
}

void ImageTab::compareWith(const QString &name, const std::optional<Platform> &platform)
{
    m_isOtherBefore = false;
    m_restoredComparison = {};
    beginComparison(absoluteImageName(name), platform);
    m_compared->open(true);
}

void ImageTab::beginComparison(const QString &name, const std::optional<Platform> &platform)
{
    delete m_compared;
    m_compared = new ComparedImage(m_session, m_transfers, name, platform, this);
    connect(m_compared, &ComparedImage::changed, this, &ImageTab::showComparison);
    connect(m_compared, &ComparedImage::verified, this, [this] {
        if (m_view)
            m_view->refreshVerification();
    });
    Q_EMIT changed();
    Q_EMIT stateChanged();
}

/// Compares the images once both are open; until then, says beside the layers why it does not.
void ImageTab::showComparison()
{
    Q_EMIT changed();
    if (!m_view)
        return;
    ComparisonBar &bar = m_view->layerPane()->comparisonBar();
    bar.setVisible(m_compared);
    if (!m_compared || !m_compared->image())
        m_view->endComparison();
    if (!m_compared)
        return;
    if (m_compared->error()) {
        if (!settings::showsLayers()) // and the bar above them
            m_view->showProblem(tr("Could not open %1").arg(m_compared->title()), m_compared->error()->message());
        return bar.showProblem(m_compared->title(), *m_compared->error());
    }
    if (!m_compared->image())
        return bar.showOpening(m_compared->title(), m_compared->status());
    bar.showReady();
    if (m_view->comparedWith() == m_compared->image())
        return;
    m_view->compareWith(m_compared->image(), m_isOtherBefore);
    if (!m_restoredComparison.name.isEmpty())
        m_view->restoreFrom(std::exchange(m_restoredComparison, {}));
}

void ImageTab::swapSides()
{
    if (!m_compared)
        return;
    m_isOtherBefore = !m_isOtherBefore;
    if (m_view)
        m_view->swapSides();
    Q_EMIT changed();
    Q_EMIT stateChanged();
}

void ImageTab::endComparison()
{
    if (!m_compared)
        return;
    m_compared->disconnect(this);
    m_compared->deleteLater(); // it may be the sender
    m_compared = nullptr;
    m_isOtherBefore = false;
    m_restoredComparison = {};
    showComparison();
    Q_EMIT stateChanged();
}

void ImageTab::saveReport()
{
    const auto compared = m_view ? m_view->compared() : nullptr;
    if (!compared)
        return;
    const TreeChoice layers = m_view->choice();
    const QString name = isComparing() ? tr("%1 to %2").arg(compared->before.image->title(), compared->after.image->title())
        : layers.isOneLayer()          ? tr("%1 layer %2").arg(imageTitle()).arg(layers.layer)
                                       : tr("%1 layers %2 to %3").arg(imageTitle()).arg(layers.first).arg(layers.layer);
    const QString suggested
        = QDir(settings::exportDirectory()).filePath(QString(name).replace(u'/', u'_').replace(u':', u'-') + u".html"_s);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save Report"), suggested, tr("Web page (*.html);;Markdown (*.md)"));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    const auto save = [compared, rules = comparisonRules(), path](ProgressMeter &, const std::stop_token &stop) {
        return ui::saveReport(compared->before, compared->after, rules, path, stop);
    };
    const auto finish = [this](const Result<void> &saved) {
        if (!saved && m_view)
            m_view->showProblem(tr("Could not save the report"), saved.error().message());
    };
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Save,
                           .name = title(),
                           .target = path,
                           .begin = [&session = m_session, save] { return session.run<void>(save); },
                           .done = finish});
}

/// If the image of a comparison cannot be opened, the other one is shown as the tab's, and the problem beside it.
bool ImageTab::takeOtherSide(const Error &error)
{
    if (!m_compared || m_compared->error() || m_view)
        return false;
    const QString missing = m_name;
    const auto platform = m_options.platform;
    const QString name = m_compared->name();
    const auto otherPlatform = m_compared->platform();
    m_isOtherBefore = !m_isOtherBefore;
    beginComparison(missing, platform);
    m_compared->fail(error);
    m_restored = {};
    openAs(name, otherPlatform);
    return true;
}

void ImageTab::showError(const Error &error, bool offersPull)
{
    m_error->show(error, offersPull ? tr("Pull") : QString());
    m_pages->setCurrentWidget(m_error);
    if (error.kind == ErrorKind::Ambiguous || error.kind == ErrorKind::WrongPlatform)
        findChoices(error.kind);
}

void ImageTab::findChoices(ErrorKind kind)
{
    const auto name = ImageName::parse(m_name);
    if (!name || !name->isFile())
        return;
    const bool byPlatform = kind == ErrorKind::WrongPlatform;
    auto task = m_session.run<QList<ImageChoice>>(
        [name = *name, spool = m_session.store().temporaryDirectory(),
         byPlatform](ProgressMeter &progress, const std::stop_token &stop) -> Result<QList<ImageChoice>> {
            STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, spool, progress, stop));
            return archiveChoices(*archive, name, byPlatform);
        });
    m_listing.start(std::move(task), [this](const Result<QList<ImageChoice>> &choices) {
        if (!choices)
            return;
        m_choices = *choices;
        QStringList labels;
        for (const ImageChoice &choice : m_choices)
            labels += choice.label;
        m_error->offer(labels);
    });
}

void ImageTab::verifyAgain()
{
    if (!m_view)
        return;
    if (m_view->image()->source == SourceKind::Store)
        return Q_EMIT verifyRequested();
    if (!std::holds_alternative<Shown>(m_state))
        return;
    for (const ImageLayer &layer : m_view->image()->layers)
        layer.check->reset();
    verify();
}

void ImageTab::verify()
{
    m_transfers.drop(std::get<Shown>(m_state).verifying);
    const auto finish = [this](const Result<void> &verified) {
        endVerification();
        m_view->refreshVerification();
        if (!verified)
            m_view->showProblem(tr("Digest mismatch: the contents shown may be wrong"), verified.error().message());
    };
    const int transfer
        = m_transfers.run<void>(this,
                                {.kind = TransferKind::Verify,
                                 .name = imageTitle(),
                                 .begin = [&session = m_session, image = m_view->image()] { return session.verify(image); },
                                 .began = [this] { m_stateTimer.start(); },
                                 .done = finish,
                                 .cancelled = [this] { endVerification(); }});
    std::get<Shown>(m_state).verifying = transfer;
}

void ImageTab::refreshStates()
{
    m_view->layerPane()->model().refreshStates();
    m_header->refreshState();
    Q_EMIT changed();
}

void ImageTab::endVerification()
{
    m_stateTimer.stop();
    refreshStates();
}

bool ImageTab::isComplete() const
{
    return m_view && !isPartial(*m_view->image());
}

bool ImageTab::isMounted() const
{
    return m_mount->isMounted();
}

void ImageTab::mount()
{
    if (isMounted())
        m_mount->openFolder();
    else if (isComplete())
        m_mount->mount(m_view->image());
    else
        m_mountsWhenOpen = true;
}

void ImageTab::unmount()
{
    m_mount->unmount();
}

ExportDialog *ImageTab::openExportDialog()
{
    const ExportSource source{m_name, m_options.platform, m_view->image()};
    const TreeChoice shown = m_view->isComparing() ? TreeChoice() : m_view->choice(); // a comparison is not exported
    auto *const dialog = new ExportDialog(m_session, m_transfers, source, shown, m_view->selectedPaths(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::leftToTransfers, this, &ImageTab::leftToTransfers);
    connect(dialog, &ExportDialog::fileRequested, this, [this](const QString &path) {
        if (m_view)
            m_view->showPath(QByteArray::fromPercentEncoding(path.toLatin1()).toStdString());
    });
    dialog->show();
    return dialog;
}

void ImageTab::startExport()
{
    if (m_view)
        openExportDialog();
}

void ImageTab::exportAs(const QString &preset)
{
    const auto chosen = exportPreset(preset);
    if (!m_view || !chosen)
        return;
    const ExportOptions options = optionsFor(chosen->format);
    const QString destination = usualDestination(*m_view->image(), options);
    const DestinationCheck check = checkDestination(destination, options.format, false);
    if (!check.problem.isEmpty() || !canHold(traitsOf(chosen->format), options))
        return openExportDialog()->setPreset(*chosen);
    const ExportSource source{m_name, m_options.platform, m_view->image()};
    Q_EMIT leftToTransfers(ui::startExport(m_session, m_transfers, this, source, destination, options));
}

} // namespace stratoscope::ui
