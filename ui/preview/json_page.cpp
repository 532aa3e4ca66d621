// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/json_page.h"

#include "ui/common/icons.h"
#include "ui/common/message_bar.h"
#include "ui/common/segment.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/json_view.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

enum Way { Tree, Text };

} // namespace

JsonPage::JsonPage(QWidget *parent)
    : QWidget(parent)
    , m_ways(new QButtonGroup(this))
    , m_problem(new MessageBar(this))
    , m_stack(new QStackedWidget(this))
    , m_tree(new JsonView(this))
    , m_text(new TextView(this))
    , m_find(new FindBar(this))
{
    m_text->setAccessibleName(tr("JSON document"));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_text);
    m_find->serve(m_text);

    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 0, 6, 6);
    bar->setSpacing(4);
    auto *const ways = new QWidget(this);
    auto *const row = new QHBoxLayout(ways);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto addWay = [&](Way way, const QString &text) {
        auto *const segment = new Segment(text, ways);
        m_ways->addButton(segment, way);
        row->addWidget(segment);
    };
    addWay(Tree, tr("Tree"));
    addWay(Text, tr("Text"));
    bar->addWidget(ways);
    bar->addStretch(1);
    const auto addButton = [&](const QString &iconName, const QString &text, const QString &toolTip) {
        auto *const button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setIcon(icon(iconName));
        button->setText(text);
        button->setToolTip(toolTip);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        bar->addWidget(button);
        return button;
    };
    connect(addButton(u"copy"_s, tr("Copy"), tr("Copy the document as it was received")), &QToolButton::clicked, this,
            &JsonPage::copy);
    connect(addButton(u"download"_s, tr("Save…"), tr("Save the document as it was received")), &QToolButton::clicked, this,
            &JsonPage::saveAs);

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_problem);
    column->addWidget(m_stack, 1);
    column->addWidget(m_find);
    connect(m_ways, &QButtonGroup::idClicked, this, &JsonPage::showAs);
    m_ways->button(Tree)->setChecked(true);
}

void JsonPage::show(const InspectorDocument &document, const QString &fileName)
{
    m_document = document;
    m_fileName = fileName;
    m_problem->hide();
    m_tree->show(document.tree);
    m_text->show(document.text, fileName);
    m_ways->button(Tree)->setEnabled(document.tree != nullptr);
    showAs(document.tree ? m_ways->checkedId() : Text);
}

void JsonPage::showAs(int way)
{
    m_ways->button(way)->setChecked(true);
    m_stack->setCurrentWidget(way == Tree ? static_cast<QWidget *>(m_tree) : m_text);
    if (way == Tree)
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
    settings::setExportDirectory(QFileInfo(path).absolutePath());
    save(path);
}

bool JsonPage::save(const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(m_document.bytes) == m_document.bytes.size() && file.commit())
        return true;
    m_problem->showProblem(tr("The document could not be saved"), tr("%1: %2").arg(path, file.errorString()));
    return false;
}

} // namespace stratoscope::ui
