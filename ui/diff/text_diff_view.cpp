// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/text_diff_view.h"

#include "ui/common/format.h"
#include "ui/common/shortcuts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kNumberGap = 7; // pixels around the line numbers
constexpr int kTabColumns = 8;

/// What would be invisible, or would show a line in another order than a program reads it, is shown by a sign; as many characters.
QString visible(QString text)
{
    for (QChar &c : text) {
        const ushort code = c.unicode();
        if (code < 0x20 && code != u'\t')
            c = QChar(ushort(0x2400 + code));
        else if (code == 0x7f)
            c = u'\u2421';
        else if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x2028 || code == 0x2029)
            c = u'\uFFFD';
    }
    return text;
}

QString missingLineFeed()
{
    return TextDiffView::tr("No line feed at the end of the file");
}

} // namespace

TextDiffView::TextDiffView(Session &session, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_session(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Difference of the texts"));
    setLayoutDirection(Qt::LeftToRight);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    viewport()->setMouseTracking(true);
}

void TextDiffView::show(TextRows rows)
{
    const bool isOther = m_rows.diff() != rows.diff();
    m_rows = std::move(rows);
    m_change = -1;
    m_pressedFold = -1;
    m_side = DiffSideName::After;
    horizontalScrollBar()->setValue(0);
    updateScrollBars();
    m_anchor = m_cursor = {};
    verticalScrollBar()->setValue(0);
    if (m_rows.changeCount() > 0)
        goToChange(0);
    if (isOther)
        findMatches(false);
    viewport()->update();
}

int TextDiffView::lineHeight() const
{
    return fontMetrics().height() + 2;
}

int TextDiffView::numberWidth() const
{
    if (!m_rows.diff())
        return 0;
    const auto most = std::max({99U, m_rows.diff()->before.count(), m_rows.diff()->after.count()});
    return int(QString::number(most).size()) * fontMetrics().horizontalAdvance(u'9') + 2 * kNumberGap;
}

std::vector<TextDiffView::Pane> TextDiffView::panes() const
{
    const int sign = 2 * fontMetrics().horizontalAdvance(u'+');
    const int numbers = numberWidth();
    const int width = viewport()->width();
    if (m_rows.layout() == TextLayout::Unified)
        return {{DiffSideName::Before, 0, width, 2 * numbers + sign}};
    const int middle = width / 2;
    return {{DiffSideName::Before, 0, middle, numbers + sign}, {DiffSideName::After, middle, width, middle + numbers + sign}};
}

int TextDiffView::firstRow() const
{
    return verticalScrollBar()->value();
}

int TextDiffView::rowsInPage() const
{
    return std::max(1, viewport()->height() / lineHeight());
}

int TextDiffView::rowTop(int row) const
{
    return (row - firstRow()) * lineHeight();
}

void TextDiffView::updateScrollBars()
{
    verticalScrollBar()->setPageStep(rowsInPage());
    verticalScrollBar()->setRange(0, std::max(0, m_rows.count() - rowsInPage()));
    const Pane pane = panes().front();
    const int room = std::max(1, pane.right - pane.text);
    const int advance = fontMetrics().horizontalAdvance(u'0');
    // Wide characters need two columns, but three bytes.
    const int wanted = (m_rows.longestRow() + 1) * advance + kNumberGap;
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(4 * advance);
    horizontalScrollBar()->setRange(0, std::max(0, wanted - room));
}

DiffSideName TextDiffView::sideOf(int row, const Pane &pane) const
{
    if (m_rows.layout() == TextLayout::SideBySide)
        return pane.side;
    return m_rows.row(row).kind == TextRow::Removed ? DiffSideName::Before : DiffSideName::After;
}

void TextDiffView::layOut(QTextLayout &layout, const QString &text, const QList<QTextLayout::FormatRange> &formats) const
{
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    option.setTabStopDistance(kTabColumns * fontMetrics().horizontalAdvance(u'0'));
    layout.setText(text);
    layout.setFormats(formats); // this would undo the layout later on
    layout.setFont(font());
    layout.setTextOption(option);
    layout.setCacheEnabled(true);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(1e6);
    line.setPosition({0, 0});
    layout.endLayout();
}

void TextDiffView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const int first = firstRow();
    const int last = std::min(m_rows.count() - 1, first + event->rect().bottom() / lineHeight());
    for (int row = first + event->rect().top() / lineHeight(); row <= last; ++row)
        paintRow(painter, row);
    if (m_rows.layout() == TextLayout::SideBySide && m_rows.count() > 0) {
        painter.setPen(palette().color(QPalette::Midlight));
        const int middle = viewport()->width() / 2;
        painter.drawLine(middle, 0, middle, viewport()->height());
    }
}

void TextDiffView::paintRow(QPainter &painter, int number)
{
    const TextRow &row = m_rows.row(number);
    const QRect area(0, rowTop(number), viewport()->width(), lineHeight());
    if (row.kind == TextRow::Fold)
        return paintFold(painter, number, area);
    const QColor base = palette().color(QPalette::Base);
    const QColor muted = tintColor(Tint::Muted, palette());
    const int baseline = area.top() + 1 + fontMetrics().ascent();
    const int numbers = numberWidth();
    const auto drawNumber = [&](int left, std::uint32_t line) {
        painter.setPen(muted);
        if (line != TextRow::kNone && !row.isContinued())
            painter.drawText(QRect(left, area.top() + 1, numbers - kNumberGap, area.height()), Qt::AlignRight | Qt::AlignTop,
                             QString::number(line + 1));
    };
    for (const Pane &pane : panes()) {
        const DiffSideName side = sideOf(number, pane);
        const bool isUnified = m_rows.layout() == TextLayout::Unified;
        const std::uint32_t line = side == DiffSideName::Before ? row.before : row.after;
        const bool isChanged = row.kind != TextRow::Equal && line != TextRow::kNone;
        const QRect whole(pane.left, area.top(), pane.right - pane.left, area.height());
        const Tint tint = side == DiffSideName::Before ? Tint::Bad : Tint::Good;
        painter.save();
        painter.setClipRect(whole);
        if (isChanged)
            painter.fillRect(whole, blend(base, tintColor(tint, palette()), 0.13));
        else if (line == TextRow::kNone)
            painter.fillRect(whole, blend(base, palette().color(QPalette::Text), 0.04));
        else
            painter.fillRect(QRect(whole.left(), whole.top(), isUnified ? 2 * numbers : numbers, whole.height()),
                             blend(base, palette().color(QPalette::Text), 0.04));
        drawNumber(pane.left, isUnified ? row.before : line);
        if (isUnified)
            drawNumber(pane.left + numbers, row.after);
        if (isChanged) {
            painter.setPen(tintColor(tint, palette()));
            painter.drawText(pane.text - 2 * fontMetrics().horizontalAdvance(u'+') + 2, baseline,
                             side == DiffSideName::Before ? u"\u2212"_s : u"+"_s);
        }
        if (line != TextRow::kNone)
            paintText(painter, number, pane, QRect(pane.text, area.top(), pane.right - pane.text, area.height()), isChanged);
        painter.restore();
    }
    if (hasFocus() && number == m_cursor.row) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom());
    }
}

void TextDiffView::paintText(QPainter &painter, int number, const Pane &pane, const QRect &area, bool isMarked)
{
    const DiffSideName side = sideOf(number, pane);
    const QString text = m_rows.text(number, side);
    QString shown = visible(text);
    QList<QTextLayout::FormatRange> formats;
    if (isMarked) {
        const QColor tint = tintColor(side == DiffSideName::Before ? Tint::Bad : Tint::Good, palette());
        for (const LinePart &part : m_rows.changedParts(number, side)) {
            QTextCharFormat format;
            format.setBackground(blend(palette().color(QPalette::Base), tint, 0.38));
            format.setFontUnderline(true); // not every user sees the colour
            format.setUnderlineColor(tint);
            formats.append({int(part.begin), int(part.end - part.begin), format});
        }
    }
    const qsizetype soughtLength = m_sought.size();
    for (qsizetype at = soughtLength > 0 ? text.indexOf(m_sought, 0, m_sensitivity) : -1; at >= 0;
         at = text.indexOf(m_sought, at + soughtLength, m_sensitivity)) {
        QTextCharFormat format;
        format.setBackground(blend(palette().color(QPalette::Base), tintColor(Tint::Warning, palette()), 0.35));
        formats.append({int(at), int(soughtLength), format});
    }
    if (isMarked && m_rows.lacksLineFeed(number, side)) {
        QTextCharFormat format;
        format.setForeground(tintColor(Tint::Muted, palette()));
        const QString note = u"  "_s + missingLineFeed();
        formats.append({int(shown.size()), int(note.size()), format});
        shown += note;
    }
    QTextLayout layout;
    layOut(layout, shown, formats);
    QList<QTextLayout::FormatRange> selections;
    int begin = 0;
    int end = 0;
    if (isSelected(number, pane, int(text.size()), begin, end)) {
        const auto group = hasFocus() ? QPalette::Active : QPalette::Inactive;
        QTextCharFormat format;
        format.setBackground(palette().color(group, QPalette::Highlight));
        format.setForeground(palette().color(group, QPalette::HighlightedText));
        selections.append({begin, end - begin, format});
        if (text.isEmpty()) // the line is selected all the same
            painter.fillRect(area.left(), area.top(), fontMetrics().horizontalAdvance(u' ') / 2, area.height(),
                             palette().color(group, QPalette::Highlight));
    }
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setPen(palette().color(QPalette::Text));
    layout.draw(&painter, QPointF(area.left() - horizontalScrollBar()->value(), area.top() + 1), selections);
    painter.restore();
}

void TextDiffView::paintFold(QPainter &painter, int number, const QRect &area) const
{
    const QColor base = palette().color(QPalette::Base);
    const bool isCurrent = hasFocus() && number == m_cursor.row;
    painter.fillRect(area, blend(base, tintColor(Tint::Accent, palette()), isCurrent ? 0.2 : 0.08));
    painter.setPen(tintColor(isCurrent ? Tint::Text : Tint::Muted, palette()));
    const QString text = u"⋯  "_s + tr("%Ln unchanged lines", nullptr, int(m_rows.row(number).other));
    painter.drawText(area.adjusted(panes().front().text, 0, -kNumberGap, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    if (isCurrent) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
}

bool TextDiffView::isSelected(int row, const Pane &pane, int length, int &begin, int &end) const
{
    const auto [first, last] = std::minmax(m_anchor, m_cursor);
    if (first == last || row < first.row || row > last.row || (m_rows.layout() == TextLayout::SideBySide && pane.side != m_side))
        return false;
    begin = row == first.row ? std::min(first.column, length) : 0;
    end = row == last.row ? std::min(last.column, length) : length;
    return end > begin || (row < last.row && length == 0);
}

QString TextDiffView::selectedText() const
{
    const auto [first, last] = std::minmax(m_anchor, m_cursor);
    QString text;
    bool isFirst = true;
    for (int row = first.row; row <= last.row && row < m_rows.count(); ++row) {
        const Pane pane{m_side};
        const DiffSideName side = sideOf(row, pane);
        const TextRow &shown = m_rows.row(row);
        if (shown.kind == TextRow::Fold || (side == DiffSideName::Before ? shown.before : shown.after) == TextRow::kNone)
            continue;
        const QString line = m_rows.text(row, side);
        const qsizetype begin = row == first.row ? std::min<qsizetype>(first.column, line.size()) : 0;
        const qsizetype end = row == last.row ? std::min<qsizetype>(last.column, line.size()) : line.size();
        if (!std::exchange(isFirst, false) && !shown.isContinued())
            text += u'\n';
        text += line.mid(begin, end - begin);
    }
    return text;
}

void TextDiffView::selectAll()
{
    if (m_rows.count() == 0)
        return;
    m_anchor = {};
    m_cursor = {m_rows.count() - 1, int(m_rows.text(m_rows.count() - 1, sideOf(m_rows.count() - 1, {m_side})).size())};
    viewport()->update();
}

void TextDiffView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TextDiffView::copyPatch() const
{
    if (m_rows.diff())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(unifiedText(*m_rows.diff())));
}

void TextDiffView::goToChange(int change)
{
    if (change < 0 || change >= m_rows.changeCount())
        return;
    m_change = change;
    const int row = m_rows.changeRow(change);
    m_anchor = m_cursor = {row, 0};
    // With what is before it, and as much of what follows as possible.
    verticalScrollBar()->setValue(std::max(0, row - std::max(1, rowsInPage() / 4)));
    viewport()->update();
    Q_EMIT currentChangeChanged();
}

void TextDiffView::find(const QString &text, bool matchesCase)
{
    m_sought = text;
    m_sensitivity = matchesCase ? Qt::CaseSensitive : Qt::CaseInsensitive;
    m_cursor = m_anchor = std::min(m_anchor, m_cursor);
    findMatches(true);
    viewport()->update();
}

void TextDiffView::findMatches(bool goesThere)
{
    const auto finish = [this, goesThere](std::vector<TextMatch> matches) {
        m_matches = std::move(matches);
        m_match = -1;
        const auto isAbove = [this](const TextMatch &match) {
            const int row = m_rows.rowOf(match.line, match.side);
            return row < m_cursor.row || (row == m_cursor.row && match.side == m_side && match.begin < m_cursor.column);
        };
        if (goesThere && !m_matches.empty()) {
            const auto next = std::ranges::partition_point(m_matches, isAbove);
            return goToMatch(next == m_matches.end() ? 0 : int(next - m_matches.begin()));
        }
        Q_EMIT matchesChanged();
    };
    m_finding.drop();
    if (m_sought.isEmpty() || !m_rows.diff())
        return finish({});
    const auto work = [diff = m_rows.diff(), sought = m_sought, sensitivity = m_sensitivity](const std::stop_token &stop) {
        return Result<std::vector<TextMatch>>(findInDifference(*diff, sought, sensitivity, stop));
    };
    m_finding.run(m_session, work, [finish](Result<std::vector<TextMatch>> found) { finish(*std::move(found)); });
}

void TextDiffView::findNext(bool backwards)
{
    if (m_matches.empty())
        return;
    const int count = matchCount();
    goToMatch(m_match < 0 ? (backwards ? count - 1 : 0) : (m_match + (backwards ? count - 1 : 1)) % count);
}

void TextDiffView::goToMatch(int number)
{
    m_match = number;
    const TextMatch &match = m_matches[std::size_t(number)];
    const auto [row, column] = m_rows.reveal(match.line, match.side, match.begin);
    updateScrollBars();
    m_side = match.side;
    m_anchor = {row, column};
    m_cursor = {row, column + match.length};
    if (row < firstRow() || row >= firstRow() + rowsInPage())
        verticalScrollBar()->setValue(std::max(0, row - rowsInPage() / 3));
    const auto all = panes();
    const Pane &pane = m_rows.layout() == TextLayout::SideBySide && m_side == DiffSideName::After ? all.back() : all.front();
    QTextLayout layout;
    layOut(layout, visible(m_rows.text(row, m_side)));
    const int left = int(layout.lineAt(0).cursorToX(m_anchor.column));
    const int right = int(layout.lineAt(0).cursorToX(m_cursor.column));
    const int room = pane.right - pane.text;
    const int shown = horizontalScrollBar()->value();
    if (left < shown || right > shown + room)
        horizontalScrollBar()->setValue(right <= room ? 0 : std::max(0, left - room / 3));
    viewport()->update();
    Q_EMIT matchesChanged();
}

void TextDiffView::unfold(int row)
{
    m_rows.unfold(row);
    m_anchor = m_cursor = {row, 0};
    updateScrollBars();
    viewport()->update();
}

int TextDiffView::rowAt(int y) const
{
    const int row = firstRow() + (y < 0 ? -1 : y / lineHeight());
    return std::clamp(row, 0, std::max(0, m_rows.count() - 1));
}

const TextDiffView::Pane *TextDiffView::paneAt(int x, const std::vector<Pane> &panes) const
{
    const auto found = std::ranges::find_if(panes, [x](const Pane &pane) { return x < pane.right; });
    return found == panes.end() ? &panes.back() : &*found;
}

TextDiffView::Place TextDiffView::placeAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const auto all = panes();
    const auto pane
        = std::ranges::find(all, m_rows.layout() == TextLayout::SideBySide ? m_side : DiffSideName::Before, &Pane::side);
    const QString text = visible(m_rows.text(row, sideOf(row, *pane)));
    QTextLayout layout;
    layOut(layout, text);
    const int x = point.x() - pane->text + horizontalScrollBar()->value();
    return {row, x < 0 ? 0 : layout.lineAt(0).xToCursor(x)};
}

void TextDiffView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_rows.count() == 0)
        return;
    const QPoint point = event->position().toPoint();
    const int row = rowAt(point.y());
    m_pressedFold = -1;
    if (m_rows.row(row).kind == TextRow::Fold && rowTop(row) + lineHeight() > point.y()) {
        m_pressedFold = row;
        return;
    }
    if (!(event->modifiers() & Qt::ShiftModifier)) {
        const auto all = panes();
        if (m_rows.layout() == TextLayout::SideBySide)
            m_side = paneAt(point.x(), all)->side;
        m_anchor = placeAt(point);
    }
    m_cursor = placeAt(point);
    viewport()->update();
}

void TextDiffView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_rows.count() == 0)
        return;
    if (!(event->buttons() & Qt::LeftButton)) {
        const int row = rowAt(point.y());
        const bool isFold = m_rows.row(row).kind == TextRow::Fold && rowTop(row) + lineHeight() > point.y();
        viewport()->setCursor(isFold ? Qt::PointingHandCursor : Qt::IBeamCursor);
        return;
    }
    if (m_pressedFold >= 0)
        return;
    // Beyond an edge, each movement scrolls by a line.
    if (point.y() < 0)
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    else if (point.y() > viewport()->height())
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepAdd);
    m_cursor = placeAt({point.x(), std::clamp(point.y(), 0, viewport()->height() - 1)});
    viewport()->update();
}

void TextDiffView::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_pressedFold >= 0 && rowAt(event->position().toPoint().y()) == m_pressedFold)
        unfold(m_pressedFold);
    m_pressedFold = -1;
}

/// Selects a word.
void TextDiffView::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    if (m_pressedFold >= 0 || m_rows.count() == 0 || event->button() != Qt::LeftButton)
        return;
    const QString text = m_rows.text(m_cursor.row, sideOf(m_cursor.row, {m_side}));
    const auto isWord = [&text](qsizetype at) { return text[at].isLetterOrNumber() || text[at] == u'_'; };
    qsizetype begin = std::min<qsizetype>(m_cursor.column, text.size());
    qsizetype end = begin;
    while (begin > 0 && isWord(begin - 1))
        --begin;
    while (end < text.size() && isWord(end))
        ++end;
    m_anchor.column = int(begin);
    m_cursor.column = int(end);
    viewport()->update();
}

void TextDiffView::moveCursor(int row, bool keepAnchor)
{
    if (m_rows.count() == 0)
        return;
    row = std::clamp(row, 0, m_rows.count() - 1);
    const bool isDown = row >= m_anchor.row;
    m_cursor = {row, 0};
    if (!keepAnchor)
        m_anchor = m_cursor;
    else if (isDown) // whole lines
        m_cursor.column = int(m_rows.text(row, sideOf(row, {m_side})).size());
    if (row < firstRow())
        verticalScrollBar()->setValue(row);
    else if (row >= firstRow() + rowsInPage())
        verticalScrollBar()->setValue(row - rowsInPage() + 1);
    viewport()->update();
}

bool TextDiffView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy, QKeySequence::SelectAll, QKeySequence::Find})
        || QAbstractScrollArea::event(event);
}

void TextDiffView::keyPressEvent(QKeyEvent *event)
{
    const bool isShift = event->modifiers() & Qt::ShiftModifier;
    const bool isControl = event->modifiers() & Qt::ControlModifier;
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    if (event->matches(QKeySequence::Find))
        return Q_EMIT findRequested();
    switch (event->key()) {
    case Qt::Key_N:
    case Qt::Key_P:
        if (event->modifiers() != Qt::NoModifier)
            break;
        return Q_EMIT stepRequested(event->key() == Qt::Key_P);
    case Qt::Key_Up:
        return moveCursor(m_cursor.row - 1, isShift);
    case Qt::Key_Down:
        return moveCursor(m_cursor.row + 1, isShift);
    case Qt::Key_PageUp:
        return moveCursor(m_cursor.row - rowsInPage(), isShift);
    case Qt::Key_PageDown:
        return moveCursor(m_cursor.row + rowsInPage(), isShift);
    case Qt::Key_Home:
        if (!isControl)
            return horizontalScrollBar()->setValue(0);
        return moveCursor(0, isShift);
    case Qt::Key_End:
        if (!isControl)
            return horizontalScrollBar()->setValue(horizontalScrollBar()->maximum());
        return moveCursor(m_rows.count() - 1, isShift);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_cursor.row < m_rows.count() && m_rows.row(m_cursor.row).kind == TextRow::Fold)
            return unfold(m_cursor.row);
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void TextDiffView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    QAction *const copied = menu.addAction(icon(u"copy"_s), tr("&Copy"), this, &TextDiffView::copy);
    copied->setEnabled(m_anchor != m_cursor);
    menu.addAction(tr("Copy All as &Patch"), this, &TextDiffView::copyPatch);
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, &TextDiffView::selectAll);
    menu.addAction(tr("&Find…"), this, &TextDiffView::findRequested);
    QAction *const unfolded = menu.addAction(tr("Show All &Lines"), this, [this] {
        m_rows.unfoldAll();
        m_anchor = m_cursor = {};
        updateScrollBars();
        goToChange(m_change);
    });
    unfolded->setEnabled(m_rows.hasFolds());
    menu.exec(event->globalPos());
}

void TextDiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void TextDiffView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateScrollBars();
    viewport()->update();
}

void TextDiffView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TextDiffView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TextDiffView::scrollContentsBy(int, int)
{
    viewport()->update();
}

} // namespace stratoscope::ui
