// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/content_reader.h"
#include "content/text_decoder.h"

#include <functional>

namespace stratoscope {

/// A text file in an image, read portion by portion. For one thread at a time.
class TextStream
{
public:
    TextStream(const ImageFs &fs, NodeId node, Compression compression, TextEncoding encoding);

    /// The lines in the next bytes of the text. Errors and Cancelled: as for ContentReader::read().
    Result<DecodedText> next(std::size_t bytes, const std::stop_token &stop);
    /// Whether the end has been reached.
    bool isComplete() const { return m_isComplete; }
    /// How many bytes of the text have been read, after decompression.
    std::uint64_t position() const { return m_position; }

private:
    ContentReader m_reader;
    TextDecoder m_decoder;
    std::uint64_t m_position = 0;
    bool m_isComplete = false;
};

/// What to find in a text.
struct TextQuery {
    QString text; ///< not empty
    bool matchesCase = false;
    bool operator==(const TextQuery &) const = default;
};

/// Counts the matches in a whole text file, of which each begins after the previous one. `report` is called with the number so far,
/// about once per MiB. Blocks. Errors and Cancelled: as for ContentReader::read().
Result<std::uint64_t> countMatches(ContentReader reader, TextEncoding encoding, const TextQuery &query,
                                   const std::function<void(std::uint64_t)> &report, const std::stop_token &stop);

} // namespace stratoscope
