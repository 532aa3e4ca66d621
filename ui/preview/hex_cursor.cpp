// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_cursor.h"

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

void HexCursor::move(Move move, std::uint64_t lineLength, std::uint64_t linesInPage, bool keepAnchor)
{
    if (m_fileSize > 0)
        moveTo(target(move, lineLength, linesInPage), keepAnchor);
}

std::uint64_t HexCursor::target(Move move, std::uint64_t lineLength, std::uint64_t linesInPage) const
{
    const std::uint64_t column = m_offset % lineLength;
    const std::uint64_t last = m_fileSize - 1;
    const auto back = [this](std::uint64_t step, std::uint64_t start) { return m_offset >= step ? m_offset - step : start; };
    const auto forward = [this, last](std::uint64_t step) { return last - m_offset > step ? m_offset + step : last; };
    switch (move) {
    case Move::Left:
        return back(1, 0);
    case Move::Right:
        return forward(1);
    case Move::Up:
        return back(lineLength, column);
    case Move::Down:
        return forward(lineLength);
    case Move::PageUp:
        return back(linesInPage * lineLength, column);
    case Move::PageDown:
        return forward(linesInPage * lineLength);
    case Move::LineStart:
        return m_offset - column;
    case Move::LineEnd:
        return forward(lineLength - 1 - column);
    case Move::FileStart:
        return 0;
    case Move::FileEnd:
        return last;
    }
    return m_offset;
}

} // namespace stratoscope::ui
