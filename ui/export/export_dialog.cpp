// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_dialog.h"

#include "session/session.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/progress_page.h"
#include "ui/layers/layer_model.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QUrl>
#include <QWhatsThis>

#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A folder name made from an image's title.
QString folderName(const Image &image)
{
    QString name = image.title();
    for (QChar &c : name) {
        if (c == u'/' || c == u':' || c == u'@' || !c.isPrint())
            c = u'-';
    }
    while (name.startsWith(u'.') || name.startsWith(u'-'))
        name.remove(0, 1);
    return name.isEmpty() ? u"image"_s : name;
}

bool isEmptyFolder(const QString &path)
{
    return QDir(path).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System);
}

} // namespace

ExportDialog::ExportDialog(Session &session, Transfers &transfers, std::shared_ptr<const Image> image, const TreeChoice &shown,
                           std::vector<std::string> selected, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_image(std::move(image))
    , m_shown(shown)
    , m_selected(std::move(selected))
    , m_pages(new QStackedWidget(this))
    , m_progress(new ProgressPage)
{
    setWindowTitle(tr("Export %1").arg(m_image->title()));
    setMinimumWidth(520);
    m_pages->addWidget(buildQuestions());
    m_pages->addWidget(buildProgress());
    m_pages->addWidget(buildResult());
    makeColumn(this, {m_pages}, {.between = kUsualSpacing});

    setDestination(QDir(settings::exportDirectory()).filePath(folderName(*m_image)));
}

QWidget *ExportDialog::buildQuestions()
{
    auto *const page = new QWidget(this);
    m_destination = new QLineEdit(page);
    m_destination->setMinimumWidth(320);
    auto *const browseButton = new QPushButton(tr("Browse…"), page);
    auto *const destination = makeRow(nullptr, {{m_destination, 1}, browseButton}, {.between = kUsualSpacing});

    m_format = new QComboBox(page);
    m_format->addItem(tr("Files and folders"), int(ExportFormat::Directory));
    m_format->addItem(tr("Prebaked directory (for VMMs)"), int(ExportFormat::Prebaked));

    m_formatHelp = new QLabel(u"<a href=\"#\">%1</a>"_s.arg(tr("What is a prebaked directory?").toHtmlEscaped()), page);
    m_formatHelp->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_formatHelp, &QLabel::linkActivated, this, [this] {
        QWhatsThis::showText(
            m_formatHelp->mapToGlobal(m_formatHelp->rect().bottomLeft()),
            tr("An image that a virtual machine monitor can serve without unpacking it: the entries of each layer, the contents of "
               "its files at page boundaries, and the run configuration."),
            m_formatHelp);
    });

    m_whole = new QRadioButton(isPartial(*m_image) ? layerCountText(*m_image) : tr("Whole image"), page);
    m_tree = new QRadioButton(
        m_shown.isOneLayer() ? tr("Layer %1").arg(m_shown.layer) : tr("Image up to layer %1").arg(m_shown.layer), page);
    m_tree->setVisible(m_shown.scope != TreeChoice::Whole);
    m_selection = new QRadioButton(m_selected.size() == 1 ? tr("Selected item: %1").arg(printable(m_selected.front()))
                                                          : tr("%Ln selected items", nullptr, int(m_selected.size())),
                                   page);
    m_selection->setEnabled(!m_selected.empty());
    m_selection->setVisible(!m_selected.empty());
    m_whole->setChecked(true);
    auto *const what = makeColumn(nullptr, {m_whole, m_tree, m_selection}, {.between = kUsualSpacing});

    m_problem = makeProblemLabel(page);
    m_replace = new QCheckBox(tr("Overwrite existing files"), page);

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, page);
    m_start = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_start->setIcon(icon(u"export"_s));

    auto *const form = new QFormLayout;
    form->setVerticalSpacing(10);
    auto *const folderLabel = new QLabel(tr("&Folder:"), page);
    folderLabel->setBuddy(m_destination);
    form->addRow(folderLabel, destination);
    form->addRow(tr("F&ormat:"), m_format);
    form->addRow(QString(), m_formatHelp);
    form->addRow(tr("Contents:"), what);
    form->addRow(QString(), m_problem);
    form->addRow(QString(), m_replace);
    makeColumn(page, {form, stretch(), buttons}, {.around = {16, 16, 16, 12}, .between = kUsualSpacing});

    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(m_destination, &QLineEdit::textChanged, this, &ExportDialog::check);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::check);
    connect(m_replace, &QCheckBox::toggled, this, &ExportDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    return page;
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

QWidget *ExportDialog::buildResult()
{
    auto *const page = new QWidget(this);
    m_resultIcon = new QLabel(page);
    m_resultTitle = makeHeading(page);
    m_resultText = makeText(page);
    m_resultText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_warnings = new QListWidget(page);
    m_warnings->setWordWrap(true);
    m_warnings->setSelectionMode(QAbstractItemView::NoSelection);
    m_warnings->setAccessibleName(tr("Warnings"));
    m_warnings->setMinimumHeight(80);
    m_warnings->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, page);
    m_openFolder = buttons->addButton(tr("Open Folder"), QDialogButtonBox::ActionRole);
    m_back = buttons->addButton(tr("Back"), QDialogButtonBox::ActionRole);

    auto *const top = makeRow(nullptr, {m_resultIcon, {m_resultTitle, 1}}, {.between = 10});
    makeColumn(page, {top, m_resultText, {m_warnings, 1}, stretch(), buttons}, {.around = {16, 16, 16, 12}, .between = 10});

    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_destination->text())); });
    connect(m_back, &QPushButton::clicked, this, &ExportDialog::showQuestions);
    return page;
}

void ExportDialog::setDestination(const QString &path)
{
    m_destination->setText(QDir::toNativeSeparators(path));
    check();
}

void ExportDialog::browse()
{
    const QString start = QFileInfo(m_destination->text()).absolutePath();
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Export to a Folder"), start);
    if (chosen.isEmpty())
        return;
    // A folder that is not empty gets a new folder inside.
    setDestination(isEmptyFolder(chosen) ? chosen : QDir(chosen).filePath(folderName(*m_image)));
}

void ExportDialog::check()
{
    const bool prebaked = m_format->currentData().toInt() == int(ExportFormat::Prebaked);
    if (prebaked)
        m_whole->setChecked(true);
    m_formatHelp->setVisible(prebaked);
    m_tree->setEnabled(!prebaked);
    m_selection->setEnabled(!prebaked && !m_selected.empty());

    const QString path = m_destination->text().trimmed();
    const QFileInfo info(path);
    const bool occupied = info.isDir() && !isEmptyFolder(path);
    QString problem;
    if (path.isEmpty())
        problem = tr("Enter a folder.");
    else if (!info.isAbsolute())
        problem = tr("Enter an absolute path.");
    else if (info.exists() && !info.isDir())
        problem = tr("This is a file.");
    else if (occupied && !m_replace->isChecked())
        problem = tr("This folder is not empty.");
    m_replace->setVisible(occupied);
    showProblem(m_problem, problem);
    m_start->setEnabled(problem.isEmpty());
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.format = ExportFormat(m_format->currentData().toInt());
    options.force = m_replace->isVisible() && m_replace->isChecked();
    if (m_selection->isChecked())
        options.paths = m_selected;
    if (!m_whole->isChecked() && m_shown.isOneLayer())
        options.layer = m_shown.layer;
    else if (!m_whole->isChecked() && m_shown.scope != TreeChoice::Whole) // the changes of several layers are not a file system
        options.upTo = m_shown.layer;
    return options;
}

void ExportDialog::start()
{
    const QString path = QDir::cleanPath(m_destination->text().trimmed());
    m_destination->setText(path);
    if (!m_start->isEnabled())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    m_transfers.drop(std::exchange(m_export, 0)); // a previous attempt that failed
    m_export = m_transfers.run<ExportReport>(this,
                                             {.kind = TransferKind::Export,
                                              .name = m_image->title(),
                                              .target = path,
                                              .begin = [&session = m_session, image = m_image, path,
                                                        options = options()] { return session.exportImage(image, path, options); },
                                              .began =
                                                  [this, path] {
                                                      m_progress->begin(tr("Exporting to %1").arg(path));
                                                      m_pages->setCurrentIndex(1);
                                                  },
                                              .progressed = [this](const Progress &progress) { m_progress->show(progress); },
                                              .done = [this](const Result<ExportReport> &report) { finish(report); },
                                              .cancelled = [this] { showQuestions(); }});
}

void ExportDialog::showQuestions()
{
    m_pages->setCurrentIndex(0);
    check();
}

void ExportDialog::finish(const Result<ExportReport> &report)
{
    m_warnings->clear();
    if (report) {
        const bool clean = report->warnings.isEmpty();
        m_resultTitle->setText(clean ? tr("Exported") : tr("Exported with warnings"));
        m_resultText->setText(tr("%1 in %2").arg(sizeText(report->bytes), report->path));
        m_warnings->addItems(report->warnings);
    } else {
        m_resultTitle->setText(errorHeadline(report.error().kind));
        m_resultText->setText(report.error().message());
    }
    const QIcon shown = !report      ? icon(u"error"_s, Tint::Bad)
        : report->warnings.isEmpty() ? icon(u"verified"_s, Tint::Good)
                                     : icon(u"warning"_s, Tint::Warning);
    m_resultIcon->setPixmap(shown.pixmap(QSize(24, 24), devicePixelRatioF()));
    m_warnings->setVisible(m_warnings->count() > 0);
    m_openFolder->setVisible(report.has_value());
    m_back->setVisible(!report);
    m_pages->setCurrentIndex(2);
}

void ExportDialog::reject()
{
    if (m_transfers.isRunning(m_export))
        return m_transfers.cancel(m_export); // shows the questions again; closing these closes the dialog
    QDialog::reject();
}

} // namespace stratoscope::ui
