// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/json_page.h"

#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/json/json_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

enum View { Tree, Text };

} // namespace

JsonPage::JsonPage(QWidget *parent)
    : QWidget(parent)
    , m_views(new SegmentBar({{tr("Tree")}, {tr("Text")}}, this))
    , m_problem(new MessageBar(this))
    , m_stack(new QStackedWidget(this))
    , m_tree(new JsonView(this))
    , m_text(new TextView(this))
    , m_find(new FindBar(this))
{
    m_text->setAccessibleName(tr("JSON document"));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_text);
    m_find->setView(m_text);

    auto *const bar = makeRow(nullptr, {m_views, stretch()}, {.around = {6, 0, 6, 6}, .between = 4});
    const auto addButton = [&](const QString &iconName, const QString &text, const QString &toolTip) {
        QToolButton *const button = makeIconButton(icon(iconName), toolTip, this);
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        bar->addWidget(button);
        return button;
    };
    connect(addButton(u"copy"_s, tr("Copy"), tr("Copy the document as it was received")), &QToolButton::clicked, this,
            &JsonPage::copy);
    connect(addButton(u"download"_s, tr("Save…"), tr("Save the document as it was received")), &QToolButton::clicked, this,
            &JsonPage::saveAs);

    makeColumn(this, {bar, m_problem, {m_stack, 1}, m_find});
    connect(m_views, &SegmentBar::selected, this, &JsonPage::setView);
}

void JsonPage::show(const JsonDocument &document, const QString &fileName)
{
    if (document.bytes == m_document.bytes && fileName == m_fileName)
        return; // what is expanded stays expanded
    m_document = document;
    m_fileName = fileName;
    m_problem->hide();
    m_tree->show(document.tree);
    m_text->show(document.text, fileName);
    m_views->segment(Tree)->setEnabled(document.tree != nullptr);
    setView(document.tree ? m_views->current() : Text);
}

void JsonPage::setView(int view)
{
    m_views->setCurrent(view);
    m_stack->setCurrentWidget(view == Tree ? static_cast<QWidget *>(m_tree) : m_text);
    if (view == Tree)
        m_find->hide();
}

void JsonPage::copy() const
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_document.bytes));
}

void JsonPage::saveAs()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Save Document As"), QDir(settings::exportDirectory()).filePath(m_fileName));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    save(path);
}

bool JsonPage::save(const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(m_document.bytes) == m_document.bytes.size() && file.commit())
        return true;
    m_problem->showProblem(tr("Could not save the document"), tr("%1: %2").arg(path, file.errorString()));
    return false;
}

} // namespace stratoscope::ui
