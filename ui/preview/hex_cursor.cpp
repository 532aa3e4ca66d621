// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_cursor.h"

#include <Qt>

#include <algorithm>

namespace stratoscope::ui {

std::uint64_t HexCursor::first() const
{
    return std::min(m_anchor, m_offset);
}

std::uint64_t HexCursor::count() const
{
    return m_fileSize > 0 ? std::max(m_anchor, m_offset) - first() + 1 : 0;
}

void HexCursor::moveTo(std::uint64_t offset, bool keepAnchor)
{
    m_offset = m_fileSize > 0 ? std::min(offset, m_fileSize - 1) : 0;
    if (!keepAnchor)
        m_anchor = m_offset;
}

void HexCursor::select(std::uint64_t first, std::uint64_t count)
{
    moveTo(first, false);
    const std::uint64_t after = m_fileSize - m_anchor;
    moveTo(count < after ? m_anchor + count - 1 : m_fileSize - 1, true);
}

bool HexCursor::move(int key, bool isControlPressed, std::uint64_t lineLength, std::uint64_t linesInPage, bool keepAnchor)
{
    const std::uint64_t column = m_offset % lineLength;
    const std::uint64_t last = m_fileSize > 0 ? m_fileSize - 1 : 0;
    const auto back = [&](std::uint64_t step, std::uint64_t start) {
        moveTo(m_offset >= step ? m_offset - step : start, keepAnchor);
        return true;
    };
    const auto forward = [&](std::uint64_t step) {
        moveTo(last - m_offset > step ? m_offset + step : last, keepAnchor);
        return true;
    };
    switch (key) {
    case Qt::Key_Left:
        return back(1, 0);
    case Qt::Key_Right:
        return forward(1);
    case Qt::Key_Up:
        return back(lineLength, column);
    case Qt::Key_Down:
        return forward(lineLength);
    case Qt::Key_PageUp:
        return back(linesInPage * lineLength, column);
    case Qt::Key_PageDown:
        return forward(linesInPage * lineLength);
    case Qt::Key_Home:
        return back(isControlPressed ? m_offset : column, 0);
    case Qt::Key_End:
        return forward(isControlPressed ? last : lineLength - 1 - column);
    default:
        return false;
    }
}

} // namespace stratoscope::ui
