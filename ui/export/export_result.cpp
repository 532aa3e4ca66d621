// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_result.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/style/icons.h"
#include "ui/transfers/start_script.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ExportResult::ExportResult(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(makeHeading(this))
    , m_text(makeText(this))
    , m_warnings(new QListWidget(this))
    , m_problem(makeProblemLabel(this))
{
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_warnings->setWordWrap(true);
    m_warnings->setSelectionMode(QAbstractItemView::NoSelection);
    m_warnings->setAccessibleName(tr("Warnings"));
    m_warnings->setMinimumHeight(80);
    m_warnings->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *const open = buttons->addButton(tr("Open &Folder"), QDialogButtonBox::ActionRole);
    m_copy = buttons->addButton(tr("&Copy Start Command"), QDialogButtonBox::ActionRole);
    m_start = buttons->addButton(tr("&Start"), QDialogButtonBox::ActionRole);
    m_start->setIcon(icon(u"resume"_s));
    auto *const top = makeRow(nullptr, {m_icon, {m_title, 1}}, {.between = 10});
    makeColumn(this, {top, m_text, {m_warnings, 1}, stretch(), m_problem, buttons}, {.around = {16, 16, 16, 12}, .between = 10});

    connect(buttons, &QDialogButtonBox::rejected, this, &ExportResult::closeRequested);
    connect(open, &QPushButton::clicked, this, &ExportResult::openFolder);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(startCommand(m_path)); });
    connect(m_start, &QPushButton::clicked, this, &ExportResult::start);
}

void ExportResult::show(const ExportReport &report)
{
    m_path = report.path;
    const bool isClean = report.warnings.isEmpty();
    m_title->setText(isClean ? tr("Exported") : tr("Exported with warnings"));
    const QString command = startCommand(m_path);
    const QString written = tr("%1 in %2").arg(sizeText(report.bytes), report.path);
    m_text->setText(command.isEmpty() ? written : written + u"\n\n"_s + tr("To start it: %1").arg(command));
    m_warnings->clear();
    m_warnings->addItems(report.warnings);
    m_warnings->setVisible(!isClean);
    const QIcon shown = isClean ? icon(u"verified"_s, Tint::Good) : icon(u"warning"_s, Tint::Warning);
    m_icon->setPixmap(shown.pixmap(QSize(24, 24), devicePixelRatioF()));
    m_copy->setVisible(!command.isEmpty());
    m_start->setVisible(!command.isEmpty());
    m_problem->hide();
}

void ExportResult::openFolder()
{
    const QString folder = QFileInfo(m_path).isDir() ? m_path : QFileInfo(m_path).absolutePath();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        showProblem(m_problem, tr("No file manager found"));
}

void ExportResult::start()
{
    if (!startInTerminal(m_path))
        showProblem(m_problem, tr("No terminal found; run the command in one."));
}

} // namespace stratoscope::ui
