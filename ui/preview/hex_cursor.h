// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace stratoscope::ui {

/// The cursor in a file of bytes, and the selection from its anchor to it. Offsets are in bytes; the selection is at least the
/// byte at the cursor, unless the file is empty.
class HexCursor
{
public:
    HexCursor() = default;
    explicit HexCursor(std::uint64_t fileSize)
        : m_fileSize(fileSize)
    {
    }

    std::uint64_t offset() const { return m_offset; }
    /// The first selected byte.
    std::uint64_t first() const;
    /// The number of selected bytes.
    std::uint64_t count() const;
    bool isSelected(std::uint64_t offset) const { return offset - first() < count(); }

    /// To an offset; to the last byte if it is beyond the end. `keepAnchor`: extends the selection.
    void moveTo(std::uint64_t offset, bool keepAnchor);
    /// As a key of Qt::Key says; false if it moves nothing.
    bool move(int key, bool isControlPressed, std::uint64_t lineLength, std::uint64_t linesInPage, bool keepAnchor);
    /// Selects as many of these bytes as there are; `count` is positive.
    void select(std::uint64_t first, std::uint64_t count);

private:
    std::uint64_t m_fileSize = 0;
    std::uint64_t m_offset = 0;
    std::uint64_t m_anchor = 0;
};

} // namespace stratoscope::ui
