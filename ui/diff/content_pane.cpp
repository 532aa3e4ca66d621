// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/content_pane.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/diff/diff_view.h"
#include "ui/preview/preview_pane.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>

namespace stratoscope::ui {

namespace {

constexpr QMargins kAroundBars{6, 4, 4, 4}; // pixels
constexpr int kBetweenBars = 8;

} // namespace

ContentPane::ContentPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_top(new QWidget(this))
    , m_switch(new SegmentBar({{tr("Difference"), tr("Show what was changed")},
                               {tr("Before"), tr("Show the whole content before the change")},
                               {tr("After"), tr("Show the whole content after the change")}},
                              m_top))
    , m_stack(new QStackedWidget(this))
    , m_diff(new DiffView(session, this))
    , m_preview(new PreviewPane(session, this))
{
    m_switch->setObjectName(QStringLiteral("contentSwitch"));
    m_bars = makeRow(m_top, {{m_switch, 0, Qt::AlignLeft}, {m_diff->bar(), 1}, stretch()},
                     {.around = kAroundBars, .between = kBetweenBars});
    m_top->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // the buttons must not make the pane wider, see arrangeBars()
    m_stack->addWidget(m_preview);
    m_stack->addWidget(m_diff);
    makeColumn(this, {m_top, {m_stack, 1}});
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(m_switch, &SegmentBar::selected, this, [this](int view) { setView(View(view)); });
    connect(m_diff, &DiffView::openRequested, this, &ContentPane::openDifference);
    connect(m_preview, &PreviewPane::followed, this, [this](NodeId node) { Q_EMIT followed({m_previewed.fs, node}); });
    // In the whole window: the keyboard focus usually stays in a list of files.
    for (const bool backwards : {false, true}) {
        auto *const shortcut = new QShortcut(backwards ? QKeySequence(Qt::SHIFT | Qt::Key_F7) : QKeySequence(Qt::Key_F7), this);
        connect(shortcut, &QShortcut::activated, this, [this, backwards] { m_diff->step(backwards); });
        m_steps.append(shortcut);
    }
    clear();
}

bool ContentPane::event(QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        arrangeBars();
    return QWidget::event(event);
}

/// In two rows where there is no room for one.
void ContentPane::arrangeBars()
{
    const int needed = m_switch->sizeHint().width() + m_diff->bar()->minimumSizeHint().width() + kAroundBars.left()
        + kAroundBars.right() + kBetweenBars;
    const bool isNarrow = m_diff->bar()->isVisibleTo(this) && needed > width();
    m_bars->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ContentPane::show(const ImageFs &fs, NodeId node)
{
    m_isCompared = false;
    m_before = {fs, node};
    m_after = {};
    updateView();
}

void ContentPane::showDifference(const FileSide &before, const FileSide &after)
{
    m_isCompared = true;
    m_before = before;
    m_after = after;
    updateView();
}

void ContentPane::clear()
{
    m_isCompared = false;
    m_before = {};
    m_after = {};
    updateView();
}

void ContentPane::setView(View view)
{
    m_view = view;
    updateView();
}

void ContentPane::updateView()
{
    const bool showsDifference = m_isCompared && m_view == Difference;
    m_top->setVisible(m_isCompared);
    m_switch->setCurrent(m_view);
    m_diff->bar()->setVisible(showsDifference);
    m_stack->setCurrentWidget(showsDifference ? static_cast<QWidget *>(m_diff) : m_preview);
    for (QShortcut *const shortcut : m_steps)
        shortcut->setEnabled(showsDifference);
    m_previewed = {};
    if (showsDifference) {
        m_preview->clear();
        return m_diff->show(m_before, m_after);
    }
    m_diff->clear();
    m_previewed = m_isCompared && m_view == After ? m_after : m_before;
    if (m_previewed.exists())
        m_preview->show(m_previewed.fs, m_previewed.node);
    else if (m_isCompared)
        m_preview->showAbsence(m_view == Before ? tr("Does not exist before the change") : tr("Does not exist after the change"));
    else
        m_preview->clear();
}

void ContentPane::openFindBar()
{
    if (m_stack->currentWidget() == m_preview)
        m_preview->openFindBar();
    else
        m_diff->openFindBar();
}

void ContentPane::applySettings()
{
    m_preview->applySettings();
    m_diff->applySettings();
}

/// Of a file in two archives.
void ContentPane::openDifference(const FileSide &before, const FileSide &after, const QString &name)
{
    auto *const dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(name);
    dialog->resize(QSize(900, 560).boundedTo(screen()->availableSize()));
    auto *const content = new ContentPane(m_session, dialog);
    content->applySettings();
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    for (QAbstractButton *const button : buttons->buttons())
        static_cast<QPushButton *>(button)->setAutoDefault(false); // Enter belongs to the view
    makeColumn(dialog, {{content, 1}, buttons}, {.around = {8, 8, 8, 8}, .between = 8});
    content->showDifference(before, after);
    dialog->show();
}

} // namespace stratoscope::ui
