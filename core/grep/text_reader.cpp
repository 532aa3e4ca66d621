// SPDX-License-Identifier: Apache-2.0
#include "grep/text_reader.h"

#include "content/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace stratoscope {

ByteOrderMark byteOrderMark(std::string_view head)
{
    if (head.starts_with("\xEF\xBB\xBF"))
        return ByteOrderMark::Utf8;
    if (head.starts_with("\xFF\xFE"))
        return ByteOrderMark::Utf16LittleEndian;
    return head.starts_with("\xFE\xFF") ? ByteOrderMark::Utf16BigEndian : ByteOrderMark::None;
}

TextReader::TextReader(const LayerContents &contents, const LayerIndex &index, RecordId record)
    : m_contents(contents)
    , m_index(index)
    , m_record(record)
    , m_extents(index.sparseExtents(record))
{
}

Result<std::size_t> TextReader::read(std::span<char> into)
{
    if (!m_hasBegun)
        STRATOSCOPE_CHECK(begin());
    const std::size_t ready = std::min(into.size(), m_ready.size() - m_taken);
    std::memcpy(into.data(), m_ready.data() + m_taken, ready);
    m_taken += ready;
    into = into.subspan(ready);
    STRATOSCOPE_TRY(const std::size_t count, m_decoder ? readDecoded(into) : readStored(into));
    return ready + count;
}

/// Looks for a byte order mark. What was read for that is either the text's or the decoder's.
Result<void> TextReader::begin()
{
    m_hasBegun = true;
    std::array<char, kUtf8MarkSize> head{};
    STRATOSCOPE_TRY(const std::size_t count, readStored(head));
    const std::string_view read(head.data(), count);
    switch (byteOrderMark(read)) {
    case ByteOrderMark::None:
        m_ready = read;
        break;
    case ByteOrderMark::Utf8:
        break;
    case ByteOrderMark::Utf16LittleEndian:
    case ByteOrderMark::Utf16BigEndian:
        m_decoder = decoderFor(byteOrderMark(read) == ByteOrderMark::Utf16LittleEndian ? TextEncoding::Utf16LittleEndian
                                                                                       : TextEncoding::Utf16BigEndian);
        constexpr std::size_t kMark = 2;
        m_ready = QString(m_decoder->decode(QByteArrayView(read.substr(kMark)))).toStdString();
        break;
    }
    return {};
}

Result<std::size_t> TextReader::readStored(std::span<char> into)
{
    std::size_t done = 0;
    while (done < into.size()) {
        auto rest = into.subspan(done);
        if (m_extents) {
            const std::uint64_t size = m_index.fileSize(m_record);
            const bool isHole = m_extent == m_extents->size() || m_position < (*m_extents)[m_extent].offset;
            const std::uint64_t end = m_extent == m_extents->size() ? size : (*m_extents)[m_extent].offset;
            if (isHole && m_position < end) {
                rest.front() = '\0';
                m_position = end;
                ++done;
                continue;
            }
            if (m_extent == m_extents->size())
                break;
            const std::uint64_t left = (*m_extents)[m_extent].offset + (*m_extents)[m_extent].length - m_position;
            if (left == 0) {
                ++m_extent;
                continue;
            }
            rest = rest.first(std::size_t(std::min<std::uint64_t>(rest.size(), left)));
        }
        STRATOSCOPE_TRY(const std::size_t count, m_contents.read(m_index, m_record, m_position, std::as_writable_bytes(rest)));
        if (count == 0)
            break;
        m_position += count;
        done += count;
    }
    return done;
}

Result<std::size_t> TextReader::readDecoded(std::span<char> into)
{
    std::size_t done = 0;
    while (done < into.size()) {
        constexpr std::size_t kPortion = 64 << 10;
        std::string portion(kPortion, '\0');
        STRATOSCOPE_TRY(const std::size_t count, readStored(portion));
        if (count == 0)
            break;
        m_ready = QString(m_decoder->decode(QByteArrayView(portion.data(), qsizetype(count)))).toStdString();
        m_taken = std::min(into.size() - done, m_ready.size());
        std::memcpy(into.data() + done, m_ready.data(), m_taken);
        done += m_taken;
    }
    return done;
}

} // namespace stratoscope
