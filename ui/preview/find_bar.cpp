// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/find_bar.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_field(new QLineEdit(this))
    , m_state(makeMutedLabel(this))
    , m_case(makeIconButton({}, tr("Match case"), this))
    , m_previous(makeIconButton(icon(u"up"_s), tr("Previous match (Shift+Return)"), this))
    , m_next(makeIconButton(icon(u"down"_s), tr("Next match (Return)"), this))
    , m_close(makeIconButton(icon(u"close"_s), tr("Close"), this))
{
    m_label->setBuddy(m_field);
    m_field->setClearButtonEnabled(true);
    m_field->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_case->setText(u"Aa"_s);
    m_case->setCheckable(true);

    makeRow(this, {m_label, {m_field, 1}, m_state, m_case, m_previous, m_next, m_close}, {.around = {8, 4, 4, 4}, .between = 4});

    connect(m_field, &QLineEdit::textChanged, this, &FindBar::changed);
    connect(m_case, &QToolButton::toggled, this, &FindBar::changed);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT entered(true); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT entered(false); });
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

/// With the selected text, if it is a part of a line.
void FindBar::openWith(const QString &selected)
{
    open(Text);
    if (selected.isEmpty() || selected.contains(u'\n'))
        return;
    const QSignalBlocker blocker(m_field); // it is looked for afterwards
    m_field->setText(selected);
    m_field->selectAll();
}

void FindBar::showState()
{
    if (m_mode != Text)
        return;
    const auto shown = std::uint64_t(m_matchCount());
    const std::uint64_t count = std::max(shown, m_total);
    const bool isSought = !m_field->text().isEmpty();
    for (QToolButton *const button : {m_previous, m_next})
        button->setEnabled(isSought && count > 0);
    if (!isSought)
        return setState({}, false);
    if (count == 0)
        return m_isTotalFinal ? setState(tr("Not found"), true) : setState(tr("Searching…"), false);
    const QString total = m_isTotalFinal ? countText(count) : tr("%1 and more").arg(countText(count));
    const int current = m_currentMatch();
    if (current < 0)
        return setState(tr("%1 further on", "matches").arg(total), false);
    setState(tr("%1 of %2").arg(countText(std::uint64_t(current) + 1), total), false);
}

void FindBar::setTotal(std::uint64_t count, bool isFinal)
{
    m_total = count;
    m_isTotalFinal = isFinal;
    showState();
}

bool FindBar::matchesCase() const
{
    return m_case->isChecked();
}

void FindBar::open(Mode mode)
{
    if (mode != m_mode) {
        m_mode = mode;
        const QSignalBlocker blocker(m_field);
        m_field->clear();
        m_state->clear();
    }
    m_label->setText(mode == Text ? tr("F&ind:") : tr("&Go to offset:"));
    m_field->setPlaceholderText(mode == Text ? QString() : tr("e.g. 4096 or 0x1000"));
    m_field->setAccessibleName(mode == Text ? tr("Find in the text") : tr("Offset"));
    for (QToolButton *const button : {m_case, m_previous, m_next})
        button->setVisible(mode == Text);
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

QString FindBar::text() const
{
    return m_field->text();
}

void FindBar::setState(const QString &text, bool isProblem)
{
    QPalette colours = palette();
    if (isProblem)
        colours.setColor(QPalette::PlaceholderText, tintColor(Tint::Bad, palette()));
    m_state->setPalette(colours);
    m_state->setText(text);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_close->click();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT entered(event->modifiers() & Qt::ShiftModifier);
    else if (event->matches(QKeySequence::FindNext))
        Q_EMIT entered(false);
    else if (event->matches(QKeySequence::FindPrevious))
        Q_EMIT entered(true);
    else
        QWidget::keyPressEvent(event);
}

} // namespace stratoscope::ui
