// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/text_view.h"

#include "ui/common/shortcuts.h"
#include "ui/style/theme.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace stratoscope::ui {

namespace {

/// The column of line numbers, drawn by the view.
class NumberColumn : public QWidget
{
public:
    explicit NumberColumn(TextView *view)
        : QWidget(view)
        , m_view(view)
    {
    }
    QSize sizeHint() const override { return {m_view->numberWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintNumbers(event); }

private:
    TextView *const m_view;
};

} // namespace

TextView::TextView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_colours(document())
    , m_numbers(new NumberColumn(this))
{
    setReadOnly(true);
    setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    viewport()->setAcceptDrops(false);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Text of the file"));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_colours.setPalette(palette());
    m_feed.setInterval(0);
    connect(&m_feed, &QTimer::timeout, this, &TextView::appendPiece);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &TextView::placeNumbers);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        markVisible();
        askForMore();
    });
    placeNumbers();
}

void TextView::show(const DecodedText &text, const QString &fileName, bool hasMore)
{
    m_feed.stop();
    m_hasMore = false;
    m_seeksNext = false;
    m_wantedLine = 0;
    clear();
    m_colours.setLanguage(fileName, text.pieces.value(0).left(4096));
    m_pieces = text.pieces;
    m_continued = text.continued;
    m_matches.clear();
    m_current = -1;
    appendPiece();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    m_hasMore = hasMore;
    if (isComplete())
        search();
}

void TextView::append(const DecodedText &text, bool hasMore)
{
    m_pieces += text.pieces;
    m_continued += text.continued;
    m_hasMore = hasMore;
    if (isComplete())
        finishAppending();
    else
        m_feed.start();
}

void TextView::showLine(int number)
{
    m_wantedLine = number;
    goToWantedLine();
}

void TextView::goToWantedLine()
{
    if (m_wantedLine == 0)
        return;
    int number = m_wantedLine - 1;
    for (const int continued : std::as_const(m_continued)) {
        if (continued > number)
            break;
        ++number;
    }
    const QTextBlock block = document()->findBlockByNumber(number);
    if (!block.isValid()) {
        if (isComplete() && m_hasMore)
            Q_EMIT moreNeeded();
        return;
    }
    m_wantedLine = 0;
    QTextCursor cursor(block);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    horizontalScrollBar()->setValue(0);
    centerCursor();
}

/// Once the last screens of what there is are in view.
void TextView::askForMore()
{
    constexpr int kScreens = 3;
    const QScrollBar &bar = *verticalScrollBar();
    if (m_hasMore && isComplete() && bar.maximum() > 0 && bar.value() > bar.maximum() - kScreens * bar.pageStep())
        Q_EMIT moreNeeded();
}

void TextView::finishAppending()
{
    goToWantedLine();
    search();
    if (!m_seeksNext)
        return;
    m_seeksNext = false;
    if (!m_matches.empty() && (m_matches.back() > textCursor().selectionStart() || !m_hasMore))
        findNext(false);
    else if (m_hasMore) {
        m_seeksNext = true;
        Q_EMIT moreNeeded();
    }
}

/// Adding a megabyte of text at once would block the window; a piece takes a millisecond or two.
void TextView::appendPiece()
{
    if (!m_pieces.isEmpty()) {
        const bool first = document()->isEmpty();
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(first ? m_pieces.takeFirst() : u'\n' + m_pieces.takeFirst());
        goToWantedLine();
    }
    if (!m_pieces.isEmpty())
        return m_feed.start();
    if (m_feed.isActive()) {
        m_feed.stop();
        finishAppending();
    }
}

void TextView::find(const QString &text, bool matchCase)
{
    m_searchText = text;
    m_matchCase = matchCase;
    search();
    m_seeksNext = m_matches.empty() && m_hasMore && !text.isEmpty();
    if (m_seeksNext && isComplete())
        Q_EMIT moreNeeded();
    if (m_matches.empty()) {
        QTextCursor cursor = textCursor();
        cursor.setPosition(cursor.selectionStart());
        return setTextCursor(cursor);
    }
    const auto from = std::ranges::lower_bound(m_matches, textCursor().selectionStart());
    select(from == m_matches.end() ? 0 : int(from - m_matches.begin()));
}

void TextView::findNext(bool backwards)
{
    const bool isPastLast = m_matches.empty() || m_matches.back() <= textCursor().selectionStart();
    if (!backwards && m_hasMore && isPastLast && !m_searchText.isEmpty()) {
        m_seeksNext = true;
        if (isComplete())
            Q_EMIT moreNeeded();
        return;
    }
    if (m_matches.empty())
        return;
    const int count = matchCount();
    int next = 0;
    if (backwards)
        next = int(std::ranges::lower_bound(m_matches, textCursor().selectionStart()) - m_matches.begin()) - 1;
    else
        next = int(std::ranges::upper_bound(m_matches, textCursor().selectionStart()) - m_matches.begin());
    select((next + count) % count);
}

void TextView::search()
{
    const int selected = m_current >= 0 ? m_matches[std::size_t(m_current)] : -1;
    m_matches.clear();
    m_current = -1;
    if (!m_searchText.isEmpty()) {
        const QString text = toPlainText();
        const auto sensitivity = m_matchCase ? Qt::CaseSensitive : Qt::CaseInsensitive;
        for (qsizetype at = text.indexOf(m_searchText, 0, sensitivity); at >= 0;
             at = text.indexOf(m_searchText, at + m_searchText.size(), sensitivity))
            m_matches.push_back(int(at));
    }
    // Text that was added leaves the match that is selected.
    const auto again = std::ranges::lower_bound(m_matches, selected);
    if (selected >= 0 && again != m_matches.end() && *again == selected && textCursor().selectionStart() == selected)
        m_current = int(again - m_matches.begin());
    markVisible();
    Q_EMIT matchesChanged();
}

void TextView::select(int match)
{
    m_current = match;
    QTextCursor cursor(document());
    cursor.setPosition(m_matches[std::size_t(match)]);
    cursor.setPosition(m_matches[std::size_t(match)] + int(m_searchText.size()), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    if (cursorRect().top() < 0 || cursorRect().bottom() > viewport()->height())
        centerCursor();
    markVisible();
    Q_EMIT matchesChanged();
}

/// Marks only the visible matches: a single letter may have a hundred thousand.
void TextView::markVisible()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (!m_matches.empty()) {
        QTextCharFormat format;
        format.setBackground(blend(palette().color(QPalette::Base), tintColor(Tint::Warning, palette()), 0.35));
        const int begin = firstVisibleBlock().position();
        const QTextBlock last = cursorForPosition(viewport()->rect().bottomRight()).block();
        const int end = last.position() + last.length();
        for (auto match = std::ranges::lower_bound(m_matches, begin); match != m_matches.end() && *match < end; ++match) {
            QTextCursor cursor(document());
            cursor.setPosition(*match);
            cursor.setPosition(*match + int(m_searchText.size()), QTextCursor::KeepAnchor);
            marks.append({cursor, format});
        }
    }
    setExtraSelections(marks);
}

int TextView::lineNumber(int block) const
{
    const auto broken = std::ranges::lower_bound(m_continued, block);
    if (broken != m_continued.end() && *broken == block)
        return 0;
    return block + 1 - int(broken - m_continued.begin());
}

int TextView::numberWidth() const
{
    const auto digits = int(QString::number(std::max(99, blockCount())).size());
    return 14 + fontMetrics().horizontalAdvance(u'9') * digits;
}

void TextView::placeNumbers()
{
    const int width = numberWidth();
    const QRect area = contentsRect();
    const bool mirrored = isRightToLeft();
    setViewportMargins(mirrored ? 0 : width, 0, mirrored ? width : 0, 0);
    m_numbers->setGeometry(mirrored ? viewport()->geometry().right() + 1 : area.left(), area.top(), width, viewport()->height());
}

void TextView::paintNumbers(QPaintEvent *event)
{
    QPainter painter(m_numbers);
    painter.fillRect(event->rect(), blend(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.04));
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > event->rect().bottom())
            break;
        if (const int number = lineNumber(block.blockNumber()); number > 0 && !(document()->isEmpty()))
            painter.drawText(QRectF(0, area.top(), m_numbers->width() - 7, area.height()), Qt::AlignRight | Qt::AlignTop,
                             QString::number(number));
    }
}

/// Joins the lines that were broken only for display.
QMimeData *TextView::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    QString text;
    for (QTextBlock block = document()->findBlock(cursor.selectionStart());
         block.isValid() && block.position() < cursor.selectionEnd(); block = block.next()) {
        const int from = std::max(0, cursor.selectionStart() - block.position());
        const int to = std::min(block.length() - 1, cursor.selectionEnd() - block.position());
        if (block.position() > cursor.selectionStart() && lineNumber(block.blockNumber()) != 0)
            text += u'\n';
        text += block.text().mid(from, to - from);
    }
    const QTextBlock last = document()->findBlock(cursor.selectionEnd());
    if (last.position() == cursor.selectionEnd() && cursor.hasSelection() && lineNumber(last.blockNumber()) != 0)
        text += u'\n';
    auto *const data = new QMimeData;
    data->setText(text);
    return data;
}

bool TextView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Find}) || QPlainTextEdit::event(event);
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find))
        Q_EMIT findRequested();
    else if (event->matches(QKeySequence::FindNext))
        findNext(false);
    else if (event->matches(QKeySequence::FindPrevious))
        findNext(true);
    else
        QPlainTextEdit::keyPressEvent(event);
}

void TextView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeNumbers();
    markVisible();
}

void TextView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_colours.setPalette(palette());
        markVisible();
    } else if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange) {
        placeNumbers();
    }
}

} // namespace stratoscope::ui
