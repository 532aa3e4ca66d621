// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace stratoscope {

/// A text as lines that are ended by a line feed, as diff(1) and git split it. Lines are numbered from 0. Immutable; thread-safe;
/// 4 bytes per line in addition to the text.
class TextLines
{
public:
    TextLines() = default;
    /// `bytes`: less than 4 GiB, in an encoding that includes ASCII.
    explicit TextLines(QByteArray bytes);

    std::uint32_t count() const { return std::uint32_t(m_ends.size()); }
    /// Where a line begins; the size of the text for the number after the last one.
    std::uint32_t begin(std::uint32_t number) const { return number == 0 ? 0 : m_ends[number - 1]; }
    /// A line with its line feed, which only the last one may lack.
    QByteArrayView line(std::uint32_t number) const { return lines(number, 1); }
    /// A line without its line feed.
    QByteArrayView text(std::uint32_t number) const
    {
        const QByteArrayView whole = line(number);
        return whole.endsWith('\n') ? whole.chopped(1) : whole;
    }
    QByteArrayView lines(std::uint32_t first, std::uint32_t count) const
    {
        return QByteArrayView(m_bytes).sliced(begin(first), begin(first + count) - begin(first));
    }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
    std::vector<std::uint32_t> m_ends; ///< of each line
};

} // namespace stratoscope
