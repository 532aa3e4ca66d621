// SPDX-License-Identifier: Apache-2.0
//
// How bytes of a HexView are chosen and copied.
#include "session/session.h"
#include "ui/common/icons.h"
#include "ui/preview/hex_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kMostCopied = 4 * 1024 * 1024;

QString textOf(std::span<const std::byte> bytes, HexView::CopyAs as)
{
    const QByteArray all(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
    if (as == HexView::CopyAs::Hex)
        return QString::fromLatin1(all.toHex(' '));
    // What a clipboard takes for the end of the text would cut it off.
    return QString::fromUtf8(all).replace(QChar(u'\0'), QChar(u'\u2400'));
}

} // namespace

void HexView::copy(CopyAs as)
{
    const auto [first, count] = selection();
    if (m_node == kNoNode || count == 0)
        return;
    auto task = m_session.run<QString>([fs = m_fs, node = m_node, first = first, count = std::min(count, kMostCopied),
                                        as](ProgressMeter &, const std::stop_token &) -> Result<QString> {
        std::vector<std::byte> bytes(count);
        STRATOSCOPE_TRY(const std::size_t got, fs.read(node, first, bytes));
        return textOf(std::span(bytes).first(got), as);
    });
    m_copying.start(std::move(task), [this](const Result<QString> &text) {
        if (!text)
            return;
        QGuiApplication::clipboard()->setText(*text);
        Q_EMIT copied();
    });
}

void HexView::select(std::uint64_t first, std::uint64_t count)
{
    if (m_size == 0 || count == 0)
        return;
    m_anchor = std::min(first, m_size - 1);
    moveCursor(count - 1 > m_size - 1 - m_anchor ? m_size - 1 : m_anchor + count - 1, true);
}

void HexView::goTo(std::uint64_t offset)
{
    moveCursor(offset, false);
    // Somewhere else is easier to see in the middle.
    const std::uint64_t line = m_cursor / m_bytesInLine;
    const auto half = std::uint64_t(visibleLines() / 2);
    scrollToLine(line > half ? line - half : 0);
}

void HexView::moveCursor(std::uint64_t to, bool keepAnchor)
{
    if (m_size == 0)
        return;
    m_cursor = std::min(to, m_size - 1);
    if (!keepAnchor)
        m_anchor = m_cursor;
    const std::uint64_t line = m_cursor / m_bytesInLine;
    const auto whole = std::uint64_t(std::max(1, visibleLines() - 1));
    if (line < firstLine())
        scrollToLine(line);
    else if (line >= firstLine() + whole)
        scrollToLine(line - whole + 1);
    viewport()->update();
    Q_EMIT selectionChanged();
}

std::pair<std::uint64_t, bool> HexView::byteAt(const QPoint &point) const
{
    const Columns at = columns();
    const auto row = std::uint64_t(std::max(0, point.y() - kMargin / 2) / lineHeight());
    const bool inText = point.x() >= at.plain - at.advance;
    int byte = 0;
    if (inText) {
        byte = (point.x() - at.plain) / at.advance;
    } else {
        while (byte + 1 < int(m_bytesInLine) && point.x() >= at.hex + hexPlace(byte + 1) * at.advance - at.advance / 2)
            ++byte;
    }
    byte = std::clamp(byte, 0, int(m_bytesInLine) - 1);
    return {std::min(m_size > 0 ? m_size - 1 : 0, (firstLine() + row) * m_bytesInLine + std::uint64_t(byte)), inText};
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto [byte, inText] = byteAt(event->position().toPoint());
    m_inText = inText;
    moveCursor(byte, event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    // Beyond an edge it scrolls, a line for each movement.
    const int y = event->position().toPoint().y();
    if (y < 0)
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    else if (y > viewport()->height())
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepAdd);
    const QPoint inside(event->position().toPoint().x(), std::clamp(y, 0, viewport()->height() - 1));
    moveCursor(byteAt(inside).first, true);
}

bool HexView::event(QEvent *event)
{
    // The window may have these keys for something else.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *const key = static_cast<QKeyEvent *>(event);
        const bool isOurs = key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)
            || key->matches(QKeySequence::Find) || (key->key() == Qt::Key_G && key->modifiers() == Qt::ControlModifier);
        if (isOurs) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool far = event->modifiers() & Qt::ControlModifier;
    const std::uint64_t page = std::uint64_t(std::max(1, visibleLines() - 1)) * m_bytesInLine;
    const auto back = [this](std::uint64_t step) { return m_cursor >= step ? m_cursor - step : m_cursor % m_bytesInLine; };
    const auto forth = [this](std::uint64_t step) { return m_size - m_cursor > step ? m_cursor + step : m_size - 1; };
    if (event->matches(QKeySequence::Copy))
        return copy(m_inText ? CopyAs::Text : CopyAs::Hex);
    if (event->matches(QKeySequence::SelectAll))
        return select(0, m_size);
    if (event->matches(QKeySequence::Find) || (event->key() == Qt::Key_G && far))
        return Q_EMIT goToRequested();
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(m_cursor > 0 ? m_cursor - 1 : 0, extend);
    case Qt::Key_Right:
        return moveCursor(forth(1), extend);
    case Qt::Key_Up:
        return moveCursor(back(m_bytesInLine), extend);
    case Qt::Key_Down:
        return moveCursor(forth(m_bytesInLine), extend);
    case Qt::Key_PageUp:
        return moveCursor(back(page), extend);
    case Qt::Key_PageDown:
        return moveCursor(forth(page), extend);
    case Qt::Key_Home:
        return moveCursor(far ? 0 : m_cursor - m_cursor % m_bytesInLine, extend);
    case Qt::Key_End:
        return moveCursor(far ? m_size - 1 : m_cursor - m_cursor % m_bytesInLine + m_bytesInLine - 1, extend);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("Copy as &Hex"), this, [this] { copy(CopyAs::Hex); });
    menu.addAction(tr("Copy as &Text"), this, [this] { copy(CopyAs::Text); });
    menu.addAction(tr("Copy &Offset"), this,
                   [this] { QGuiApplication::clipboard()->setText(u"0x"_s + QString::number(selection().first, 16)); });
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, [this] { select(0, m_size); });
    menu.addAction(tr("&Go to Offset…"), this, &HexView::goToRequested);
    menu.exec(event->globalPos());
}

} // namespace stratoscope::ui
