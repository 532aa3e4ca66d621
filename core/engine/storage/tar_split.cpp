// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/tar_split.h"

#include "base/cancel.h"
#include "base/json_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

enum TarSplitPart { kFilePart = 1, kSegmentPart = 2 }; // storage.Type of tar-split

/// Reads the lines of a text. They may be long: a segment has all that is between two files.
class LineReader
{
public:
    explicit LineReader(ByteSource &source)
        : m_source(source)
    {
    }
    /// Nothing at the end.
    Result<std::optional<QByteArray>> next()
    {
        while (true) {
            const qsizetype end = m_buffer.indexOf('\n', m_searched);
            if (end >= 0) {
                const QByteArray line = m_buffer.mid(m_start, end - m_start);
                m_start = m_searched = end + 1;
                return line;
            }
            if (m_isEnded) {
                if (m_start == m_buffer.size())
                    return std::nullopt;
                return m_buffer.mid(std::exchange(m_start, m_buffer.size()));
            }
            m_buffer.remove(0, std::exchange(m_start, 0));
            m_searched = m_buffer.size();
            if (m_buffer.size() > kMaxDocument)
                return fail(ErrorKind::TooLarge, {}, u"has a line of more than %1 MiB"_s.arg(kMaxDocument >> 20));
            STRATOSCOPE_CHECK(fill());
        }
    }

private:
    Result<void> fill()
    {
        STRATOSCOPE_TRY(const std::size_t count, m_source.read(m_piece));
        m_buffer.append(reinterpret_cast<const char *>(m_piece.data()), qsizetype(count));
        m_isEnded = count == 0;
        return {};
    }

    ByteSource &m_source;
    std::vector<std::byte> m_piece = std::vector<std::byte>(64 << 10);
    QByteArray m_buffer;
    qsizetype m_start = 0; ///< of the next line
    qsizetype m_searched = 0; ///< up to here, there is no end of it
    bool m_isEnded = false;
};

Result<QByteArray> readBase64(const JsonFields &fields, QLatin1StringView key)
{
    STRATOSCOPE_TRY(const QString text, fields.string(key));
    auto decoded = QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return fields.fail(key, u"is not base64"_s);
    return *std::move(decoded);
}

/// Names that are not UTF-8 are in another member.
Result<std::string> readName(const JsonFields &fields)
{
    STRATOSCOPE_TRY(const QByteArray raw, readBase64(fields, "name_raw"_L1));
    if (!raw.isEmpty())
        return raw.toStdString();
    STRATOSCOPE_TRY(const QString name, fields.string("name"_L1));
    return name.toStdString();
}

Result<void> copyFile(const File &file, const std::string &name, std::uint64_t size, ByteSink &into, std::span<std::byte> buffer,
                      const std::stop_token &stop)
{
    for (std::uint64_t position = 0; position < size;) {
        throwIfStopped(stop);
        const std::size_t wanted = std::size_t(std::min<std::uint64_t>(buffer.size(), size - position));
        STRATOSCOPE_TRY(const std::size_t count, file.readAt(position, buffer.first(wanted)));
        if (count == 0)
            return fail(ErrorKind::Mismatch, printable(name), u"is shorter than it was in the layer: it has been changed"_s);
        STRATOSCOPE_CHECK(into.append(Bytes(buffer).first(count)));
        position += count;
    }
    return {};
}

} // namespace

Result<void> reassembleTar(ByteSource &tarSplit, const OpenLayerFile &open, std::uint64_t limit, ByteSink &into,
                           const std::stop_token &stop)
{
    LineReader lines(tarSplit);
    std::vector<std::byte> buffer(1 << 20);
    std::uint64_t left = limit;
    for (std::size_t number = 1;; ++number) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::optional<QByteArray> line, lines.next());
        if (!line)
            return {};
        STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(*line, u"line %1"_s.arg(number)));
        STRATOSCOPE_TRY(const std::optional<qint64> type, fields.integer("type"_L1));
        if (type == kSegmentPart) {
            STRATOSCOPE_TRY(const QByteArray payload, readBase64(fields, "payload"_L1));
            if (std::uint64_t(payload.size()) > left)
                return fail(ErrorKind::TooLarge, fields.subject(), u"exceeds the size of the layer"_s);
            left -= std::uint64_t(payload.size());
            STRATOSCOPE_CHECK(into.append(asBytes(asText(payload))));
        } else if (type == kFilePart) {
            STRATOSCOPE_TRY(const std::optional<qint64> size, fields.integer("size"_L1));
            if (size.value_or(0) <= 0)
                continue; // a directory, a link, an empty file
            if (std::uint64_t(*size) > left)
                return fail(ErrorKind::TooLarge, fields.subject(), u"exceeds the size of the layer"_s);
            left -= std::uint64_t(*size);
            STRATOSCOPE_TRY(const std::string name, readName(fields));
            STRATOSCOPE_TRY(const File file, open(name));
            STRATOSCOPE_CHECK(copyFile(file, name, std::uint64_t(*size), into, buffer, stop));
        } else {
            return fields.fail("type"_L1, u"is unknown"_s);
        }
    }
}

} // namespace stratoscope
