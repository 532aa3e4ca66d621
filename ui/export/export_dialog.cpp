// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_dialog.h"

#include "formats/volume_options.h"
#include "image/open_image.h"
#include "session/session.h"
#include "stream/compress.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/progress_page.h"
#include "ui/common/row_delegate.h"
#include "ui/export/export_format_model.h"
#include "ui/export/export_result.h"
#include "ui/export/form_row.h"
#include "ui/export/squash_choice.h"
#include "ui/export/vm_page.h"
#include "ui/layers/layer_model.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kFormatsShown = 6; ///< rows, at least
constexpr int kDialogWidth = 700;
constexpr int kDialogHeight = 620;

/// Opens the other platforms and exports them with the image.
std::unique_ptr<TaskOf<ExportReport>> exportPlatforms(Session &session, const ExportSource &source, const QString &destination,
                                                      const ExportOptions &options)
{
    const auto work = [store = session.store(), source, destination, all = ExportOptions(options)](
                          ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<ExportReport> {
        OpenOptions open;
        open.platform = source.platform ? source.platform : source.image->config.platform;
        STRATOSCOPE_TRY(const auto images, openPlatforms(source.name, open, store, progress, stop));
        all.otherPlatforms.assign(std::next(images.begin()), images.end());
        return exportImage(*images.front(), destination, all, store, progress, stop);
    };
    return session.run<ExportReport>(work);
}

/// Whether the image may be one of several platforms: of an index, or of the `index.json` of a layout.
bool mayHavePlatforms(const Image &image)
{
    return image.indexDigest || image.source == SourceKind::OciLayout || image.source == SourceKind::OciArchive;
}

/// Whether a size can be given to the file system, or to that of the virtual machine's disk.
bool takesSize(const ExportOptions &options)
{
    return traitsOf(options.format == ExportFormat::Vm ? options.vmRoot : options.format).parts & kSizePart;
}

TransferWork<ExportReport> exportWork(Session &session, const ExportSource &source, const QString &destination,
                                      const ExportOptions &options, bool allPlatforms = false)
{
    settings::exportPreset.set(presetFor(options.format).id);
    settings::exportDirectory.set(QFileInfo(destination).absolutePath());
    return {.kind = TransferKind::Export,
            .name = source.image->title(),
            .target = destination,
            .begin = [&session, source, destination, options, allPlatforms] {
                return allPlatforms ? exportPlatforms(session, source, destination, options)
                                    : session.exportImage(source.image, destination, options);
            }};
}

} // namespace

int startExport(Session &session, Transfers &transfers, QObject *owner, const ExportSource &source, const QString &destination,
                const ExportOptions &options)
{
    return transfers.run<ExportReport>(owner, exportWork(session, source, destination, options));
}

QString usualDestination(const Image &image, const ExportOptions &options, Compression compression)
{
    return QDir(settings::exportDirectory()).filePath(suggestedExportName(image.title(), options, compression));
}

ExportDialog::ExportDialog(Session &session, Transfers &transfers, ExportSource source, const TreeChoice &shown,
                           std::vector<std::string> selected, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_source(std::move(source))
    , m_shown(shown)
    , m_selected(std::move(selected))
    , m_pages(new QStackedWidget(this))
    , m_progress(new ProgressPage)
    , m_result(new ExportResult)
    , m_model(new ExportFormatModel(this))
{
    setWindowTitle(tr("Export %1").arg(m_source.image->title()));
    m_pages->addWidget(buildQuestions());
    m_pages->addWidget(buildProgress());
    m_pages->addWidget(m_result);
    makeColumn(this, {m_pages}, {.between = kUsualSpacing});
    connect(m_result, &ExportResult::closeRequested, this, &ExportDialog::reject);
    const QSize most = parent ? parent->screen()->availableSize() : screen()->availableSize();
    resize(QSize(kDialogWidth, kDialogHeight).boundedTo(most - QSize(40, 60)));

    connectQuestions();
    if (const auto last = exportPreset(settings::exportPreset()); last && canHold(traitsOf(last->format), selectedPart()))
        m_formats->setCurrentIndex(m_model->indexOf(last->format));
    else
        m_formats->setCurrentIndex(m_model->indexOf(ExportFormat::Directory));
    nameAnew();
}

void ExportDialog::chooseSelected()
{
    m_what->setCurrentIndex(m_what->findData(Selected));
    if (!canHold(traitsOf(format()), selectedPart()))
        m_formats->setCurrentIndex(m_model->indexOf(ExportFormat::Directory));
}

QWidget *ExportDialog::buildQuestions()
{
    auto *const page = new QWidget(this);
    auto *const body = new QWidget;
    m_preset = new QComboBox(body);
    m_preset->setObjectName(u"preset"_s);
    m_preset->addItem(tr("None"));
    for (const ExportPreset &preset : exportPresets()) {
        if (preset.isNamed)
            m_preset->addItem(preset.title, preset.id);
    }
    m_form = new QFormLayout(body);
    m_form->setContentsMargins(16, 16, 16, 4);
    m_form->setVerticalSpacing(10);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->addRow(tr("&Preset:"), m_preset);
    addFormRow(m_form, tr("E&xport:"), buildWhat(body));
    buildFormats(body);
    m_form->addRow(tr("F&ormat:"), m_formats);
    buildOptions(m_form, body);
    addFormRow(m_form, tr("&To:"), buildDestination(body));
    m_free = makeNote(body);
    m_form->addRow(QString(), m_free);
    m_form->addRow(tr("Command:"), buildCommand(body));

    auto *const scroll = new QScrollArea(page);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    scroll->setFocusPolicy(Qt::NoFocus);

    m_problem = makeProblemLabel(page);
    m_problem->setObjectName(u"problem"_s);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_replace = new QCheckBox(tr("O&verwrite existing files"), page);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, page);
    m_start = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    m_start->setIcon(icon(u"export"_s));
    m_start->setDefault(true);
    auto *const below = makeColumn(nullptr, {m_problem, m_replace, buttons}, {.around = {16, 0, 16, 12}, .between = 8});
    makeColumn(page, {{scroll, 1}, below}, {.between = 8});
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    return page;
}

QWidget *ExportDialog::buildWhat(QWidget *page)
{
    const Image &image = *m_source.image;
    auto *const row = new QWidget(page);
    m_what = new QComboBox(row);
    m_what->setObjectName(u"what"_s);
    m_what->addItem(isPartial(image) ? layerCountText(image) : tr("Whole image"), Whole);
    m_what->addItem(tr("Image up to a layer"), UpTo);
    m_what->addItem(tr("Changes of a layer"), OneLayer);
    if (!m_selected.empty())
        m_what->addItem(m_selected.size() == 1 ? tr("Selected item: %1").arg(printable(m_selected.front()))
                                               : tr("%Ln selected items", nullptr, int(m_selected.size())),
                        Selected);
    m_layer = new QComboBox(row);
    m_layer->setObjectName(u"layer"_s);
    m_layer->setAccessibleName(tr("Layer"));
    const QStringList commands = layerCommands(image);
    for (qsizetype i = 0; i < commands.size(); ++i)
        m_layer->addItem(tr("%1: %2").arg(QString::number(i), commands.at(i).simplified().left(80)));
    for (QComboBox *const box : {m_what, m_layer}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    m_layer->setCurrentIndex(m_shown.scope == TreeChoice::Whole ? m_layer->count() - 1 : m_shown.layer);
    if (m_shown.scope == TreeChoice::UpTo)
        m_what->setCurrentIndex(m_what->findData(UpTo));
    else if (m_shown.isOneLayer())
        m_what->setCurrentIndex(m_what->findData(OneLayer));
    makeRow(row, {{m_what, 1}, {m_layer, 1}}, {.between = 8});
    row->setFocusProxy(m_what);
    return row;
}

void ExportDialog::buildFormats(QWidget *page)
{
    m_formats = new QTreeView(page);
    m_formats->setObjectName(u"formats"_s);
    m_formats->setModel(m_model);
    m_formats->setItemDelegate(new RowDelegate(m_formats));
    m_formats->setRootIsDecorated(false);
    m_formats->setUniformRowHeights(true);
    m_formats->setAllColumnsShowFocus(true);
    m_formats->setAccessibleName(tr("Format"));
    QHeaderView &header = *m_formats->header();
    header.setStretchLastSection(false);
    header.setSectionResizeMode(ExportFormatModel::Title, QHeaderView::ResizeToContents);
    header.setSectionResizeMode(ExportFormatModel::Purpose, QHeaderView::Stretch);
    header.setSectionResizeMode(ExportFormatModel::Size, QHeaderView::ResizeToContents);
    header.setSectionsClickable(false);
    m_formats->setMinimumHeight((m_formats->fontMetrics().height() + 10) * (kFormatsShown + 1));
    m_formats->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ExportDialog::buildOptions(QFormLayout *form, QWidget *page)
{
    m_compression = new QComboBox(page);
    m_compression->setObjectName(u"compression"_s);
    m_compression->addItem(tr("None"), int(Compression::None));
    m_compression->addItem(tr("gzip (understood everywhere)"), int(Compression::Gzip));
    m_compression->addItem(tr("zstd (smaller and faster)"), int(Compression::Zstd));
    m_recompression = new QComboBox(page);
    m_recompression->setObjectName(u"recompression"_s);
    m_recompression->addItem(QString()); // see update()
    m_recompression->addItem(tr("Not compressed"), int(Compression::None));
    m_recompression->addItem(tr("gzip"), int(Compression::Gzip));
    m_recompression->addItem(tr("zstd"), int(Compression::Zstd));
    m_squash = new SquashChoice(int(m_source.image->layers.size()), page);
    m_platforms = new QCheckBox(tr("All available &platforms of the image"), page);
    m_size = new QSpinBox(page);
    m_size->setObjectName(u"size"_s);
    m_size->setRange(0, std::numeric_limits<int>::max());
    m_size->setSuffix(tr(" MiB"));
    m_size->setSpecialValueText(tr("As large as necessary"));
    m_label = new QLineEdit(page);
    m_label->setObjectName(u"label"_s);
    m_label->setPlaceholderText(tr("None"));
    form->addRow(tr("Co&mpression:"), m_compression);
    form->addRow(tr("&Layers:"), m_recompression);
    addFormRow(form, tr("&Combine:"), m_squash);
    form->addRow(QString(), m_platforms);
    form->addRow(tr("&Size:"), m_size);
    form->addRow(tr("La&bel:"), m_label);
    m_vm = new VmPage(m_session, m_source.image, page);
    form->addRow(m_vm);
}

QWidget *ExportDialog::buildDestination(QWidget *page)
{
    auto *const row = new QWidget(page);
    m_destination = new QLineEdit(row);
    m_destination->setObjectName(u"destination"_s);
    auto *const browseButton = new QPushButton(tr("&Browse…"), row);
    browseButton->setAutoDefault(false);
    makeRow(row, {{m_destination, 1}, browseButton}, {.between = kUsualSpacing});
    row->setFocusProxy(m_destination);
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    return row;
}

QWidget *ExportDialog::buildCommand(QWidget *page)
{
    auto *const row = new QWidget(page);
    m_command = new QLineEdit(row);
    m_command->setObjectName(u"command"_s);
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same export as a command"));
    QToolButton *const copy = makeIconButton(icon(u"copy"_s), tr("Copy the command"), row);
    copy->setObjectName(u"copyCommand"_s);
    makeRow(row, {{m_command, 1}, copy}, {.between = 4});
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    return row;
}

QWidget *ExportDialog::buildProgress()
{
    auto *const page = new QWidget(this);
    auto *const leave = new QPushButton(tr("Continue in &Background"), page);
    auto *const below = makeRow(nullptr, {stretch(), leave}, {.around = {16, 0, 16, 12}, .between = kUsualSpacing});
    makeColumn(page, {{m_progress, 1}, below}, {.between = kUsualSpacing});
    connect(m_progress, &ProgressPage::cancelRequested, this, [this] { m_transfers.cancel(m_export); });
    connect(leave, &QPushButton::clicked, this, [this] {
        Q_EMIT leftToTransfers(m_export);
        QDialog::reject();
    });
    return page;
}

void ExportDialog::connectQuestions()
{
    connect(m_preset, &QComboBox::activated, this, [this] {
        if (const auto preset = exportPreset(m_preset->currentData().toString()))
            setPreset(*preset);
    });
    for (const QComboBox *const box : {m_what, m_layer, m_compression})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::nameAnew);
    connect(m_formats->selectionModel(), &QItemSelectionModel::currentChanged, this, &ExportDialog::nameAnew);
    connect(m_label, &QLineEdit::textChanged, this, &ExportDialog::edited);
    connect(m_recompression, &QComboBox::currentIndexChanged, this, &ExportDialog::edited);
    connect(m_size, &QSpinBox::valueChanged, this, &ExportDialog::edited);
    connect(m_vm, &VmPage::edited, this, &ExportDialog::edited);
    connect(m_vm, &VmPage::fileRequested, this, &ExportDialog::fileRequested);
    connect(m_squash, &SquashChoice::edited, this, &ExportDialog::edited);
    connect(m_platforms, &QCheckBox::toggled, this, &ExportDialog::edited);
    connect(m_destination, &QLineEdit::textEdited, this, &ExportDialog::takeName);
    connect(m_destination, &QLineEdit::textChanged, this, &ExportDialog::edited);
    connect(m_replace, &QCheckBox::toggled, this, &ExportDialog::edited);
}

ExportFormat ExportDialog::format() const
{
    return m_model->format(m_formats->currentIndex());
}

Compression ExportDialog::compression() const
{
    return isCompressedByName(format()) ? Compression(m_compression->currentData().toInt()) : Compression::None;
}

/// Only what is exported of the image.
ExportOptions ExportDialog::selectedPart() const
{
    ExportOptions options;
    const int what = m_what->currentData().toInt();
    if (what == OneLayer)
        options.layer = m_layer->currentIndex();
    else if (what == UpTo)
        options.upTo = m_layer->currentIndex();
    if (what != Selected)
        return options;
    options.paths = m_selected;
    if (m_shown.isOneLayer())
        options.layer = m_shown.layer;
    else if (m_shown.scope != TreeChoice::Whole) // the changes of several layers are not a file system
        options.upTo = m_shown.layer;
    return options;
}

ExportRequest ExportDialog::request() const
{
    ExportRequest request{.image = m_source.name,
                          .platform = m_source.platform,
                          .destination = QDir::cleanPath(QDir::fromNativeSeparators(m_destination->text().trimmed())),
                          .options = selectedPart()};
    request.options.format = format();
    request.options.force = m_replace->isVisibleTo(this) && m_replace->isChecked();
    const ExportParts parts = traitsOf(format()).parts;
    if (parts & kSquashPart)
        m_squash->fillIn(request.options);
    request.allPlatforms = m_platforms->isVisibleTo(this) && m_platforms->isChecked();
    if ((parts & kCompressionPart) && !isCompressedByName(format()) && m_recompression->currentData().isValid())
        request.options.compression = Compression(m_recompression->currentData().toInt());
    if ((parts & kPlatformsPart) && !request.platform && !m_source.image->config.platform.isUnknown())
        request.platform = m_source.image->config.platform; // the command would export all of them
    if (parts & kVmPart)
        m_vm->fillIn(request.options);
    if (takesSize(request.options))
        request.options.size = std::uint64_t(m_size->value()) << 20;
    if (parts & kLabelPart)
        request.options.label = m_label->text().toUtf8().toStdString();
    return request;
}

void ExportDialog::setPreset(const ExportPreset &preset)
{
    m_what->setCurrentIndex(m_what->findData(Whole));
    m_compression->setCurrentIndex(0);
    m_recompression->setCurrentIndex(0);
    m_squash->reset();
    m_platforms->setChecked(false);
    m_size->setValue(0);
    m_label->clear();
    m_vm->reset();
    m_formats->setCurrentIndex(m_model->indexOf(preset.format));
    nameAnew();
}

void ExportDialog::setDestination(const QString &path)
{
    m_isNamed = true;
    m_destination->setText(QDir::toNativeSeparators(path));
    takeName();
    edited();
}

/// A name that the user has typed keeps all but its ending.
void ExportDialog::nameAnew()
{
    if (!m_formats->currentIndex().isValid())
        return;
    ExportOptions named = selectedPart();
    named.format = format();
    const QString now = m_destination->text().trimmed();
    m_destination->setText(QDir::toNativeSeparators(m_isNamed ? withEndingFor(now, format(), compression())
                                                              : usualDestination(*m_source.image, named, compression())));
    edited();
}

/// The ending of a name that is typed says how the file is compressed.
void ExportDialog::takeName()
{
    m_isNamed = true;
    if (!isCompressedByName(format()))
        return;
    const QSignalBlocker blocker(m_compression);
    m_compression->setCurrentIndex(m_compression->findData(int(compressionByName(m_destination->text()))));
}

void ExportDialog::browse()
{
    const QString now = m_destination->text();
    if (!traitsOf(format()).ending.isEmpty()) {
        const QString chosen
            = QFileDialog::getSaveFileName(this, tr("Export to a File"), now, {}, nullptr, QFileDialog::DontConfirmOverwrite);
        if (!chosen.isEmpty())
            setDestination(chosen);
        return;
    }
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Export to a Folder"), QFileInfo(now).absolutePath());
    if (chosen.isEmpty())
        return;
    // A folder that is not empty gets a new folder inside.
    const bool isFree = !checkDestination(chosen, format(), false).isOccupied;
    setDestination(isFree ? chosen : QDir(chosen).filePath(QFileInfo(now).fileName()));
}

void ExportDialog::edited()
{
    m_failure.clear();
    update();
}

void ExportDialog::update()
{
    if (!m_formats->currentIndex().isValid())
        return;
    const ExportOptions part = selectedPart();
    const int what = m_what->currentData().toInt();
    m_layer->setVisible(what == UpTo || what == OneLayer);
    m_model->setSelected(exportAmount(*m_source.image, part), part, Compression(m_compression->currentData().toInt()));
    const auto showRow = [this](QWidget *field, bool on) {
        field->setVisible(on);
        if (QWidget *const label = m_form->labelForField(field))
            label->setVisible(on);
    };
    showRow(m_compression, isCompressedByName(format()));
    const ExportParts parts = traitsOf(format()).parts;
    const bool isOfLayers = parts & kSquashPart;
    showRow(m_recompression, (parts & kCompressionPart) && !isCompressedByName(format()));
    m_recompression->setItemText(0, isOfLayers ? tr("Compressed as they are") : tr("As usual (zstd)"));
    if (auto *const label = qobject_cast<QLabel *>(m_form->labelForField(m_recompression)))
        label->setText(isOfLayers ? tr("&Layers:") : tr("Co&mpression:"));
    showRow(m_squash, isOfLayers && m_source.image->layers.size() > 1);
    m_squash->offerRange(what == Whole);
    ExportOptions squashed;
    m_squash->fillIn(squashed);
    m_platforms->setVisible((parts & kPlatformsPart) && what == Whole && !squashed.squash && !isPartial(*m_source.image)
                            && mayHavePlatforms(*m_source.image));
    showRow(m_size, takesSize(request().options));
    showRow(m_label, parts & kLabelPart);
    m_vm->setUpTo(part.upTo);
    m_vm->setVisible(parts & kVmPart);
    const ExportOptions now = request().options;
    const bool isPreset = what == Whole && compression() == Compression::None && !now.compression && !now.flatten && !now.squash
        && !request().allPlatforms && now.label.empty() && now.size == 0 && m_vm->isUsual();
    m_preset->setCurrentIndex(isPreset ? std::max(0, m_preset->findData(presetFor(format()).id)) : 0);
    showFree(m_model->size(format()));
    const QString said = problem();
    showProblem(m_problem, said);
    m_start->setEnabled(said.isEmpty() || said == m_failure);
    const bool isDefaultStore = m_session.store().directory() == Store::defaultDirectory();
    m_command->setText(shellLine(exportCommand(request(), isDefaultStore ? QString() : m_session.store().directory())));
    m_command->setCursorPosition(0);
}

void ExportDialog::showFree(std::uint64_t needed)
{
    const auto free = freeSpaceAt(request().destination);
    const bool isTight = free && needed > *free;
    m_free->setText(!free         ? QString()
                        : isTight ? tr("%1 free there, which may not be enough").arg(sizeText(*free))
                                  : tr("%1 free there").arg(sizeText(*free)));
    m_free->setForegroundRole(isTight ? QPalette::WindowText : QPalette::PlaceholderText);
}

/// What prevents the export; also shows or hides what allows to overwrite.
QString ExportDialog::problem()
{
    const DestinationCheck check = checkDestination(request().destination, format(), m_replace->isChecked());
    m_replace->setVisible(check.isOccupied);
    if (!canHold(traitsOf(format()), selectedPart()))
        return tr("“%1” cannot hold what is selected. Choose another format, or the whole image.")
            .arg(exportFormatText(format()).title);
    if (m_label->isVisibleTo(this) && m_label->text().toUtf8().size() > qsizetype(kMostLabel))
        return tr("The label is too long: at most %1 bytes.").arg(kMostLabel);
    return check.problem.isEmpty() ? m_failure : check.problem;
}

void ExportDialog::start()
{
    if (!m_start->isEnabled())
        return;
    const ExportRequest wanted = request();
    m_transfers.drop(std::exchange(m_export, 0)); // a previous attempt that failed
    TransferWork<ExportReport> work = exportWork(m_session, m_source, wanted.destination, wanted.options, wanted.allPlatforms);
    work.began = [this, path = wanted.destination] {
        m_progress->begin(tr("Exporting to %1").arg(QDir::toNativeSeparators(path)));
        m_pages->setCurrentIndex(1);
    };
    work.progressed = [this](const Progress &progress) { m_progress->show(progress); };
    work.done = [this](const Result<ExportReport> &report) { finish(report); };
    work.cancelled = [this] {
        m_pages->setCurrentIndex(0);
        update();
    };
    m_export = m_transfers.run<ExportReport>(this, std::move(work));
}

void ExportDialog::finish(const Result<ExportReport> &report)
{
    if (report) {
        m_result->show(*report);
        return m_pages->setCurrentWidget(m_result);
    }
    m_pages->setCurrentIndex(0);
    m_failure = tr("%1: %2").arg(errorHeadline(report.error().kind), report.error().message());
    update();
}

void ExportDialog::reject()
{
    if (m_transfers.isRunning(m_export))
        return m_transfers.cancel(m_export); // shows the questions again; closing these closes the dialog
    QDialog::reject();
}

} // namespace stratoscope::ui
