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

Tint tintOf(Side side)
{
    return side == Side::Before ? Tint::Bad : Tint::Good;
}

} // namespace

HexDiffView::HexDiffView(Session &session, QWidget *parent)
    : HexArea(session, 4, parent)
    , m_session(session)
    , m_beforeBytes(session)
    , m_afterBytes(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Difference of the bytes"));
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
    reset();
    const auto work = [before, after](const std::stop_token &stop) { return diffBytes(before, after, stop); };
    m_comparing.run(m_session, work, [this](Result<ByteDiff> diff) {
        if (diff) {
            const std::uint64_t top = firstLine();
            m_diff = *std::move(diff);
            m_isCompared = true;
            updatePositions();
            if (top == 0)
                goToDifference(0);
        } else {
            m_problem = diff.error().message();
        }
        viewport()->update();
        Q_EMIT changed();
    });
}

void HexDiffView::clear()
{
    m_comparing.drop();
    m_beforeBytes.clear();
    m_afterBytes.clear();
    m_before = {};
    m_after = {};
    m_diff = {};
    m_isCompared = false;
    m_problem.clear();
    m_difference = -1;
    reset();
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
    at.offset = kMargin - horizontalScrollBar()->value() + (side == Side::Before ? 0 : sideWidth(lineLength()) + gutter());
    at.hex = at.offset + (digits + 2) * advance();
    at.plain = at.hex + (3 * int(lineLength()) + 1) * advance();
    return at;
}

void HexDiffView::readVisibleBytes()
{
    const std::uint64_t begin = firstLine() * lineLength();
    const std::uint64_t end = begin + (linesInPage() + 1) * lineLength();
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

QString HexDiffView::error() const
{
    return m_beforeBytes.error().isEmpty() ? m_afterBytes.error() : m_beforeBytes.error();
}

void HexDiffView::paintLine(QPainter &painter, std::uint64_t line, int top) const
{
    paintSide(painter, line, top, Side::Before);
    paintSide(painter, line, top, Side::After);
    // What differs, for users who cannot distinguish the colours.
    bool isOnlyBefore = true;
    bool isOnlyAfter = true;
    bool differs = false;
    const std::uint64_t begin = line * lineLength();
    for (std::uint64_t i = begin; i < std::min(begin + lineLength(), m_diff.alignment.size()); ++i) {
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
    const std::uint64_t begin = line * lineLength();
    const bool showsSelection = side == m_side && (cursor().count() > 1 || hasFocus());
    bool hasBytes = false;
    for (int i = 0; i < int(lineLength()) && begin + std::uint64_t(i) < m_diff.alignment.size(); ++i) {
        const std::uint64_t position = begin + std::uint64_t(i);
        const ByteAlignment::Place place = m_diff.alignment.at(position);
        const bool exists = bool(side == Side::Before ? place.before : place.after);
        const int hex = at.hex + 3 * i * advance();
        const int plain = at.plain + i * advance();
        hasBytes = hasBytes || exists;
        const auto own = byteAt(position, side);
        const auto other = byteAt(position, side == Side::Before ? Side::After : Side::Before);
        const bool differs = exists && own && own != other;
        const bool isSelected = showsSelection && cursor().isSelected(position);
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
        painter.drawText(plain, baseline, QString(characterOf(*own)));
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
    moveCursor(begin);
    const std::uint64_t line = begin / lineLength();
    const std::uint64_t above = linesInPage() / 4;
    scrollToLine(line > above ? line - above : 0);
    Q_EMIT changed();
}

void HexDiffView::copy()
{
    const FileSide &file = m_side == Side::Before ? m_before : m_after;
    const std::uint64_t begin = m_diff.alignment.offsetAt(cursor().first(), m_side);
    const std::uint64_t end = m_diff.alignment.offsetAt(cursor().first() + cursor().count(), m_side);
    if (!file.isFile() || begin == end)
        return;
    copyText([file, begin, count = std::min(end - begin, kMaxCopied)]() -> Result<QString> {
        QByteArray bytes(qsizetype(count), Qt::Uninitialized);
        STRATOSCOPE_TRY(const std::size_t got,
                        file.fs.read(file.node, begin, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
        return QString::fromLatin1(bytes.first(qsizetype(got)).toHex(' '));
    });
}

std::uint64_t HexDiffView::positionAt(const QPoint &point) const
{
    const Columns at = columns(m_side);
    const auto row = std::uint64_t(std::max(0, point.y() - kMargin / 2) / lineHeight());
    const bool isInText = point.x() >= at.plain;
    const int column = isInText ? (point.x() - at.plain) / advance() : (point.x() - at.hex + advance() / 2) / (3 * advance());
    const auto byte = std::uint64_t(std::clamp(column, 0, int(lineLength()) - 1));
    const std::uint64_t size = m_diff.alignment.size();
    return std::min(size > 0 ? size - 1 : 0, (firstLine() + row) * lineLength() + byte);
}

void HexDiffView::pressed(const QPoint &point, bool extends)
{
    if (!extends)
        m_side = point.x() < columns(Side::After).offset - gutter() / 2 ? Side::Before : Side::After;
}

bool HexDiffView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy, QKeySequence::SelectAll}) || HexArea::event(event);
}

void HexDiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return select(0, m_diff.alignment.size());
    if ((event->key() == Qt::Key_N || event->key() == Qt::Key_P) && event->modifiers() == Qt::NoModifier)
        return Q_EMIT stepRequested(event->key() == Qt::Key_P);
    HexArea::keyPressEvent(event);
}

void HexDiffView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("&Copy as Hex"), this, &HexDiffView::copy);
    menu.addAction(tr("Copy &Offset"), this, [this] {
        QGuiApplication::clipboard()->setText(u"0x"_s + QString::number(m_diff.alignment.offsetAt(cursor().first(), m_side), 16));
    });
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, [this] { select(0, m_diff.alignment.size()); });
    menu.exec(event->globalPos());
}

} // namespace stratoscope::ui
