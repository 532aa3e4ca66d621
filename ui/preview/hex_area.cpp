// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_area.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace stratoscope::ui {

namespace {

/// Scroll bars count in int; in larger files a step is several lines.
constexpr std::uint64_t kMaxSteps = 0x3fffffff;

} // namespace

HexArea::HexArea(Session &session, std::uint64_t shortestLine, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_session(session)
    , m_shortestLine(shortestLine)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
}

QChar HexArea::characterOf(std::byte byte)
{
    const auto code = ushort(byte);
    return code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
}

void HexArea::reset()
{
    m_copying.drop();
    m_cursor = HexCursor(byteCount());
    verticalScrollBar()->setValue(0);
    fitLine();
    readVisibleBytes();
}

void HexArea::updatePositions()
{
    m_cursor = HexCursor(byteCount());
    updateScrollBars();
    readVisibleBytes();
}

std::uint64_t HexArea::lineCount() const
{
    return byteCount() / m_lineLength + (byteCount() % m_lineLength != 0 ? 1 : 0);
}

std::uint64_t HexArea::firstLine() const
{
    const auto step = std::uint64_t(verticalScrollBar()->value());
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxSteps)
        return step;
    const auto maximum = std::uint64_t(std::max(1, verticalScrollBar()->maximum()));
    const std::uint64_t last = lines - linesInPage();
    return step == maximum ? last : std::min(last, std::uint64_t(double(last) * (double(step) / double(maximum))));
}

void HexArea::scrollToLine(std::uint64_t line)
{
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxSteps)
        return verticalScrollBar()->setValue(int(std::min(line, kMaxSteps)));
    const std::uint64_t last = lines - linesInPage();
    const double share = double(line) / double(std::max<std::uint64_t>(1, last));
    verticalScrollBar()->setValue(int(std::min(1.0, share) * verticalScrollBar()->maximum()));
}

void HexArea::updateScrollBars()
{
    const std::uint64_t page = linesInPage();
    const std::uint64_t steps = std::min(lineCount(), kMaxSteps);
    verticalScrollBar()->setPageStep(int(page));
    verticalScrollBar()->setRange(0, int(steps > page ? steps - page : 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, widthOf(m_lineLength) - viewport()->width()));
}

/// Fits the bytes in a line to the width; the topmost byte stays at the top.
void HexArea::fitLine()
{
    const std::uint64_t top = firstLine() * m_lineLength;
    m_lineLength = 16;
    while (m_lineLength > m_shortestLine && widthOf(m_lineLength) > viewport()->width())
        m_lineLength /= 2;
    updateScrollBars();
    scrollToLine(top / m_lineLength);
    viewport()->update();
}

void HexArea::select(std::uint64_t first, std::uint64_t count)
{
    if (byteCount() == 0 || count == 0)
        return;
    m_cursor.select(first, count);
    showCursor();
}

void HexArea::moveCursor(std::uint64_t position)
{
    m_cursor.moveTo(position, false);
    viewport()->update();
}

/// Scrolls as far as necessary.
void HexArea::showCursor()
{
    const std::uint64_t line = m_cursor.offset() / m_lineLength;
    if (line < firstLine())
        scrollToLine(line);
    else if (line >= firstLine() + linesInPage())
        scrollToLine(line - linesInPage() + 1);
    viewport()->update();
}

void HexArea::copyText(const std::function<Result<QString>()> &read)
{
    m_copying.run(
        m_session, [read](const std::stop_token &) { return read(); },
        [](const Result<QString> &text) {
            if (text)
                QGuiApplication::clipboard()->setText(*text);
        });
}

void HexArea::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (const QString problem = error(); !problem.isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin), Qt::TextWordWrap, problem);
        return;
    }
    const std::uint64_t first = firstLine();
    for (std::uint64_t i = 0; i <= linesInPage() && first + i < lineCount(); ++i)
        paintLine(painter, first + i, kMargin / 2 + int(i) * lineHeight());
}

void HexArea::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitLine();
    readVisibleBytes();
}

void HexArea::scrollContentsBy(int, int)
{
    readVisibleBytes();
    viewport()->update();
}

void HexArea::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitLine();
}

void HexArea::keyPressEvent(QKeyEvent *event)
{
    if (m_cursor.move(event->key(), event->modifiers() & Qt::ControlModifier, m_lineLength, linesInPage(),
                      event->modifiers() & Qt::ShiftModifier))
        showCursor();
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void HexArea::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    pressed(point, extends);
    m_cursor.moveTo(positionAt(point), extends);
    showCursor();
}

void HexArea::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    // Beyond an edge, each movement scrolls by a line.
    const int y = event->position().toPoint().y();
    if (y < 0)
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    else if (y > viewport()->height())
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepAdd);
    m_cursor.moveTo(positionAt({event->position().toPoint().x(), std::clamp(y, 0, viewport()->height() - 1)}), true);
    showCursor();
}

void HexArea::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexArea::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace stratoscope::ui
