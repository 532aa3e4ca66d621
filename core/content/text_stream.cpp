// SPDX-License-Identifier: Apache-2.0
#include "content/text_stream.h"

#include <algorithm>

namespace stratoscope {

namespace {

Result<QByteArray> readPortion(ContentReader &reader, std::size_t most, const std::stop_token &stop)
{
    QByteArray bytes(qsizetype(most), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t count, reader.read(std::as_writable_bytes(std::span(bytes.data(), most)), stop));
    bytes.truncate(qsizetype(count));
    return bytes;
}

} // namespace

TextStream::TextStream(const ImageFs &fs, NodeId node, Compression compression, TextEncoding encoding)
    : m_reader(fs, node, compression)
    , m_decoder(encoding)
{
}

Result<DecodedText> TextStream::next(std::size_t bytes, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const QByteArray portion, readPortion(m_reader, bytes, stop));
    m_position += std::uint64_t(portion.size());
    m_isComplete = std::size_t(portion.size()) < bytes;
    return m_decoder.next(portion, m_isComplete);
}

Result<std::uint64_t> countMatches(ContentReader reader, TextEncoding encoding, const TextQuery &query,
                                   const std::function<void(std::uint64_t)> &report, const std::stop_token &stop)
{
    constexpr std::size_t kPortion = 1024 * 1024;
    const auto sensitivity = query.matchesCase ? Qt::CaseSensitive : Qt::CaseInsensitive;
    TextDecoder decoder(encoding);
    std::uint64_t count = 0;
    QString text;
    while (true) {
        STRATOSCOPE_TRY(const QByteArray portion, readPortion(reader, kPortion, stop));
        const bool isEnd = std::size_t(portion.size()) < kPortion;
        text += decoder.nextPlain(portion, isEnd);
        qsizetype end = 0; // of the last match
        for (qsizetype at = text.indexOf(query.text, 0, sensitivity); at >= 0; at = text.indexOf(query.text, end, sensitivity)) {
            end = at + query.text.size();
            ++count;
        }
        if (isEnd)
            return count;
        report(count);
        text.remove(0, std::max(end, text.size() - query.text.size() + 1)); // the beginning of a match may be left
    }
}

} // namespace stratoscope
