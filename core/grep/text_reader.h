// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_contents.h"

#include <QStringDecoder>

#include <optional>
#include <string_view>

namespace stratoscope {

/// The byte order mark at the beginning of a text: none, that of UTF-8, which is no part of the text, or that of UTF-16.
enum class ByteOrderMark { None, Utf8, Utf16LittleEndian, Utf16BigEndian };
ByteOrderMark byteOrderMark(std::string_view head);
constexpr std::size_t kUtf8MarkSize = 3;

/// Reads a file's content as it is searched: UTF-16 as UTF-8, each hole of a sparse file as a single zero byte, everything else as
/// it is. For one thread.
class TextReader
{
public:
    /// All of them must outlive it.
    TextReader(const LayerContents &contents, const LayerIndex &index, RecordId record);

    /// Fills the span; fewer bytes only at the end. Errors: those of reading.
    Result<std::size_t> read(std::span<char> into);

private:
    Result<std::size_t> readStored(std::span<char> into);
    Result<std::size_t> readDecoded(std::span<char> into);
    Result<void> begin();

    const LayerContents &m_contents;
    const LayerIndex &m_index;
    const RecordId m_record;
    const std::vector<SparseExtent> *const m_extents; ///< null for a file without holes
    std::size_t m_extent = 0;
    std::uint64_t m_position = 0;
    bool m_hasBegun = false;
    std::optional<QStringDecoder> m_decoder; ///< nothing: the bytes are read as they are
    std::string m_ready; ///< to be read next
    std::size_t m_taken = 0; ///< of them
};

} // namespace stratoscope
