// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/hex_diff_view.h"

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

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

using Side = ByteAlignment::Side;

constexpr int kHexMargin = 8; // pixels
constexpr std::uint64_t kMaxCopiedBytes = 4 * 1024 * 1024;
/// Scroll bars count in int; in larger files a step is several lines.
constexpr std::uint64_t kMaxHexSteps = 0x3fffffff;

QChar printableCharacter(std::byte byte)
{
    const auto code = ushort(byte);
    return code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
}

Tint tintOf(Side side)
{
    return side == Side::Before ? Tint::Bad : Tint::Good;
}

} // namespace

HexDiffView::HexDiffView(Session &session, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_session(session)
    , m_beforeBytes(session)
    , m_afterBytes(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Difference of the bytes"));
    setLayoutDirection(Qt::LeftToRight);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    for (HexBuffer *const buffer : {&m_beforeBytes, &m_afterBytes})
        connect(buffer, &HexBuffer::changed, viewport(), qOverload<>(&QWidget::update));
}

void HexDiffView::show(const FileSide &before, const FileSide &after)
{
    clear();
    m_before = before;
    m_after = after;
    if (before.isFile())
        m_beforeBytes.setFile(before.fs, before.node);
    if (after.isFile())
        m_afterBytes.setFile(after.fs, after.node);
    m_diff.alignment = ByteAlignment(before.size(), after.size());
    m_cursor = HexCursor(m_diff.alignment.size());
    verticalScrollBar()->setValue(0);
    fitLine();
    readVisibleBytes();
    const auto work = [before, after](const std::stop_token &stop) { return diffBytes(before, after, stop); };
    m_comparing.run(m_session, work, [this](Result<ByteDiff> diff) {
        if (diff) {
            const std::uint64_t top = firstLine();
            m_diff = *std::move(diff);
            m_isCompared = true;
            m_cursor = HexCursor(m_diff.alignment.size());
            updateScrollBars();
            readVisibleBytes();
            if (top == 0)
                goToDifference(0);
        } else {
            m_error = diff.error().message();
        }
        viewport()->update();
        Q_EMIT changed();
    });
}

void HexDiffView::clear()
{
    m_comparing.drop();
    m_copying.drop();
    m_beforeBytes.clear();
    m_afterBytes.clear();
    m_before = {};
    m_after = {};
    m_diff = {};
    m_isCompared = false;
    m_error.clear();
    m_difference = -1;
    m_cursor = {};
    viewport()->update();
}

int HexDiffView::advance() const
{
    return fontMetrics().horizontalAdvance(u'0');
}

int HexDiffView::lineHeight() const
{
    return fontMetrics().height() + 2;
}

/// Between the sides: room for a sign.
int HexDiffView::gutter() const
{
    return 3 * advance();
}

int HexDiffView::sideWidth(std::uint64_t lineLength) const
{
    const int digits = std::max(m_before.size(), m_after.size()) > 0xffffffff ? 16 : 8;
    return (digits + 2 + 3 * int(lineLength) + 1 + int(lineLength)) * advance();
}

HexDiffView::Columns HexDiffView::columns(Side side) const
{
    const int digits = std::max(m_before.size(), m_after.size()) > 0xffffffff ? 16 : 8;
    Columns at{};
    at.offset = kHexMargin - horizontalScrollBar()->value() + (side == Side::Before ? 0 : sideWidth(m_lineLength) + gutter());
    at.hex = at.offset + (digits + 2) * advance();
    at.plain = at.hex + (3 * int(m_lineLength) + 1) * advance();
    return at;
}

std::uint64_t HexDiffView::lineCount() const
{
    return (m_diff.alignment.size() + m_lineLength - 1) / m_lineLength;
}

std::uint64_t HexDiffView::firstLine() const
{
    const auto step = std::uint64_t(verticalScrollBar()->value());
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxHexSteps)
        return step;
    const auto maximum = std::uint64_t(std::max(1, verticalScrollBar()->maximum()));
    const std::uint64_t last = lines - linesInPage();
    return step == maximum ? last : std::min(last, std::uint64_t(double(last) * (double(step) / double(maximum))));
}

void HexDiffView::scrollToLine(std::uint64_t line)
{
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxHexSteps)
        return verticalScrollBar()->setValue(int(std::min(line, kMaxHexSteps)));
    const double share = double(line) / double(std::max<std::uint64_t>(1, lines - linesInPage()));
    verticalScrollBar()->setValue(int(std::min(1.0, share) * verticalScrollBar()->maximum()));
}

void HexDiffView::updateScrollBars()
{
    const auto page = int(linesInPage());
    const std::uint64_t steps = std::min(lineCount(), kMaxHexSteps);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(steps > std::uint64_t(page) ? steps - std::uint64_t(page) : 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, 2 * sideWidth(m_lineLength) + gutter() + 2 * kHexMargin - viewport()->width()));
}

/// Fits the bytes in a line to the width; the topmost byte stays at the top.
void HexDiffView::fitLine()
{
    const std::uint64_t top = firstLine() * m_lineLength;
    m_lineLength = 16;
    while (m_lineLength > 4 && 2 * sideWidth(m_lineLength) + gutter() + 2 * kHexMargin > viewport()->width())
        m_lineLength /= 2;
    updateScrollBars();
    scrollToLine(top / m_lineLength);
    viewport()->update();
}

void HexDiffView::readVisibleBytes()
{
    const std::uint64_t begin = firstLine() * m_lineLength;
    const std::uint64_t end = begin + (linesInPage() + 1) * m_lineLength;
    const ByteAlignment &alignment = m_diff.alignment;
    if (m_before.isFile())
        m_beforeBytes.require(alignment.offsetAt(begin, Side::Before), alignment.offsetAt(end, Side::Before));
    if (m_after.isFile())
        m_afterBytes.require(alignment.offsetAt(begin, Side::After), alignment.offsetAt(end, Side::After));
}

std::optional<std::byte> HexDiffView::byteAt(std::uint64_t position, Side side) const
{
    const ByteAlignment::Place place = m_diff.alignment.at(position);
    const auto &offset = side == Side::Before ? place.before : place.after;
    if (!offset)
        return std::nullopt;
    const auto bytes = (side == Side::Before ? m_beforeBytes : m_afterBytes).bytes(*offset, 1);
    return bytes.empty() ? std::nullopt : std::optional(bytes.front());
}

void HexDiffView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const QString error = !m_beforeBytes.error().isEmpty() ? m_beforeBytes.error() : m_afterBytes.error();
    if (!error.isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(viewport()->rect().adjusted(kHexMargin, kHexMargin, -kHexMargin, -kHexMargin), Qt::TextWordWrap, error);
        return;
    }
    const std::uint64_t first = firstLine();
    for (std::uint64_t i = 0; i <= linesInPage() && first + i < lineCount(); ++i)
        paintLine(painter, first + i, kHexMargin / 2 + int(i) * lineHeight());
}

void HexDiffView::paintLine(QPainter &painter, std::uint64_t line, int top) const
{
    paintSide(painter, line, top, Side::Before);
    paintSide(painter, line, top, Side::After);
    // What differs, for users who cannot distinguish the colours.
    bool isOnlyBefore = true;
    bool isOnlyAfter = true;
    bool differs = false;
    const std::uint64_t begin = line * m_lineLength;
    for (std::uint64_t i = begin; i < std::min(begin + m_lineLength, m_diff.alignment.size()); ++i) {
        const ByteAlignment::Place place = m_diff.alignment.at(i);
        isOnlyBefore = isOnlyBefore && !place.after;
        isOnlyAfter = isOnlyAfter && !place.before;
        differs = differs || byteAt(i, Side::Before) != byteAt(i, Side::After);
    }
    if (!differs)
        return;
    painter.setPen(tintColor(isOnlyBefore ? Tint::Bad : isOnlyAfter ? Tint::Good : Tint::Warning, palette()));
    const QRect area(columns(Side::After).offset - gutter(), top, gutter(), lineHeight());
    painter.drawText(area, Qt::AlignCenter, isOnlyBefore ? u"\u2212"_s : isOnlyAfter ? u"+"_s : u"≠"_s);
}

void HexDiffView::paintSide(QPainter &painter, std::uint64_t line, int top, Side side) const
{
    const Columns at = columns(side);
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const QColor tint = tintColor(tintOf(side), palette());
    const int baseline = top + 1 + fontMetrics().ascent();
    const std::uint64_t begin = line * m_lineLength;
    const bool showsSelection = side == m_side && (m_cursor.count() > 1 || hasFocus());
    bool hasBytes = false;
    for (int i = 0; i < int(m_lineLength) && begin + std::uint64_t(i) < m_diff.alignment.size(); ++i) {
        const std::uint64_t position = begin + std::uint64_t(i);
        const ByteAlignment::Place place = m_diff.alignment.at(position);
        const bool exists = bool(side == Side::Before ? place.before : place.after);
        const int hex = at.hex + 3 * i * advance();
        const int plain = at.plain + i * advance();
        hasBytes = hasBytes || exists;
        const auto own = byteAt(position, side);
        const auto other = byteAt(position, side == Side::Before ? Side::After : Side::Before);
        const bool differs = exists && own && own != other;
        const bool isSelected = showsSelection && m_cursor.isSelected(position);
        if (isSelected) {
            const QColor strong = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
            painter.fillRect(hex, top, 2 * advance(), lineHeight(), strong);
            painter.fillRect(plain, top, advance(), lineHeight(), blend(base, strong, 0.3));
        } else if (differs) {
            painter.fillRect(hex - advance() / 2, top, 3 * advance(), lineHeight(), blend(base, tint, 0.25));
            painter.fillRect(plain, top, advance(), lineHeight(), blend(base, tint, 0.25));
        }
        if (!exists) { // a gap
            painter.fillRect(QRect(hex - advance() / 2, top, 3 * advance(), lineHeight()),
                             QBrush(blend(base, text, 0.15), Qt::BDiagPattern));
            continue;
        }
        if (!own)
            continue;
        painter.setPen(isSelected ? palette().color(QPalette::HighlightedText) : text);
        painter.drawText(hex, baseline, u"%1"_s.arg(int(*own), 2, 16, QChar(u'0')));
        painter.setPen(text);
        painter.drawText(plain, baseline, QString(printableCharacter(*own)));
        if (differs)
            painter.fillRect(hex, top + lineHeight() - 2, 2 * advance(), 1, tint);
    }
    if (!hasBytes)
        return;
    painter.setPen(tintColor(Tint::Muted, palette()));
    const int digits = std::max(m_before.size(), m_after.size()) > 0xffffffff ? 16 : 8;
    painter.drawText(at.offset, baseline, u"%1"_s.arg(qulonglong{m_diff.alignment.offsetAt(begin, side)}, digits, 16, QChar(u'0')));
}

void HexDiffView::goToDifference(int difference)
{
    if (difference < 0 || difference >= differenceCount())
        return;
    m_difference = difference;
    const std::uint64_t begin = m_diff.differences[std::size_t(difference)].begin;
    m_cursor.moveTo(begin, false);
    const std::uint64_t line = begin / m_lineLength;
    const std::uint64_t above = linesInPage() / 4;
    scrollToLine(line > above ? line - above : 0);
    viewport()->update();
    Q_EMIT changed();
}

void HexDiffView::select(std::uint64_t first, std::uint64_t count)
{
    if (m_diff.alignment.size() == 0 || count == 0)
        return;
    m_cursor.select(first, count);
    showCursor();
}

/// Scrolls as far as necessary.
void HexDiffView::showCursor()
{
    const std::uint64_t line = m_cursor.offset() / m_lineLength;
    if (line < firstLine())
        scrollToLine(line);
    else if (line >= firstLine() + linesInPage())
        scrollToLine(line - linesInPage() + 1);
    viewport()->update();
}

void HexDiffView::copy()
{
    const FileSide &file = m_side == Side::Before ? m_before : m_after;
    const std::uint64_t begin = m_diff.alignment.offsetAt(m_cursor.first(), m_side);
    const std::uint64_t end = m_diff.alignment.offsetAt(m_cursor.first() + m_cursor.count(), m_side);
    if (!file.isFile() || begin == end)
        return;
    const auto work = [file, begin, count = std::min(end - begin, kMaxCopiedBytes)](const std::stop_token &) -> Result<QString> {
        QByteArray bytes(qsizetype(count), Qt::Uninitialized);
        STRATOSCOPE_TRY(const std::size_t got,
                        file.fs.read(file.node, begin, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
        return QString::fromLatin1(bytes.first(qsizetype(got)).toHex(' '));
    };
    m_copying.run(m_session, work, [](const Result<QString> &text) {
        if (text)
            QGuiApplication::clipboard()->setText(*text);
    });
}

std::uint64_t HexDiffView::positionAt(const QPoint &point) const
{
    const Columns at = columns(m_side);
    const auto row = std::uint64_t(std::max(0, point.y() - kHexMargin / 2) / lineHeight());
    const bool isInText = point.x() >= at.plain;
    const int column = isInText ? (point.x() - at.plain) / advance() : (point.x() - at.hex + advance() / 2) / (3 * advance());
    const auto byte = std::uint64_t(std::clamp(column, 0, int(m_lineLength) - 1));
    const std::uint64_t size = m_diff.alignment.size();
    return std::min(size > 0 ? size - 1 : 0, (firstLine() + row) * m_lineLength + byte);
}

void HexDiffView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_side = point.x() < columns(Side::After).offset - gutter() / 2 ? Side::Before : Side::After;
    m_cursor.moveTo(positionAt(point), event->modifiers() & Qt::ShiftModifier);
    showCursor();
}

void HexDiffView::mouseMoveEvent(QMouseEvent *event)
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

bool HexDiffView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy, QKeySequence::SelectAll}) || QAbstractScrollArea::event(event);
}

void HexDiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return select(0, m_diff.alignment.size());
    if ((event->key() == Qt::Key_N || event->key() == Qt::Key_P) && event->modifiers() == Qt::NoModifier)
        return Q_EMIT stepRequested(event->key() == Qt::Key_P);
    if (m_cursor.move(event->key(), event->modifiers() & Qt::ControlModifier, m_lineLength, linesInPage(),
                      event->modifiers() & Qt::ShiftModifier))
        showCursor();
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void HexDiffView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("&Copy as Hex"), this, &HexDiffView::copy);
    menu.addAction(tr("Copy &Offset"), this, [this] {
        QGuiApplication::clipboard()->setText(u"0x"_s + QString::number(m_diff.alignment.offsetAt(m_cursor.first(), m_side), 16));
    });
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, [this] { select(0, m_diff.alignment.size()); });
    menu.exec(event->globalPos());
}

void HexDiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitLine();
    readVisibleBytes();
}

void HexDiffView::scrollContentsBy(int, int)
{
    readVisibleBytes();
    viewport()->update();
}

void HexDiffView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitLine();
}

void HexDiffView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexDiffView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace stratoscope::ui
