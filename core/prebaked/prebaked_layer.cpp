// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_layer.h"

#include "base/cancel.h"
#include "base/parse_text.h"
#include "layer/whiteout.h"
#include "prebaked/go_mode.h"
#include "prebaked/prebaked_format.h"
#include "prebaked/sidecar.h"

#include <QFileInfo>
#include <QtEndian>

#include <cstring>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using namespace prebaked;

constexpr std::size_t kVerifyChunk = 1 << 20;

/// Decodes lower-case hexadecimal digits, eight at a time; whether all were digits is checked once, at the end of a record.
class HexFields
{
public:
    template <std::unsigned_integral Number>
    Number number(const char *at)
    {
        if constexpr (sizeof(Number) == 8)
            return Number(word(at)) << 32 | word(at + 8);
        else if constexpr (sizeof(Number) == 4)
            return word(at);
        else {
            // Pads with leading zeros.
            char digits[8] = {'0', '0', '0', '0', '0', '0', '0', '0'};
            std::memcpy(digits + 8 - 2 * sizeof(Number), at, 2 * sizeof(Number));
            return Number(word(digits));
        }
    }

    /// Checks the digits of a number that is not needed.
    template <std::size_t kCount>
    void check(const char *at)
    {
        std::uint8_t wrong = 0; // by bytes, which compilers vectorize
        for (std::size_t i = 0; i < kCount; ++i)
            wrong |= std::uint8_t(std::uint8_t(at[i] - '0') > 9) & std::uint8_t(std::uint8_t(at[i] - 'a') > 5);
        m_wrong |= wrong;
    }

    bool areValid() const { return m_wrong == 0; }

private:
    std::uint32_t word(const char *at)
    {
        constexpr std::uint64_t kOnes = 0x0101010101010101;
        const auto text = qFromLittleEndian<quint64>(at);
        const std::uint64_t letters = text >> 6 & kOnes; // set for letters, not for digits
        std::uint64_t values = (text & 0x0F * kOnes) + 9 * letters;
        // Valid if the values are below 16, are at least 10 only for letters, and convert back to the text.
        m_wrong |= (values & 0xF0 * kOnes) | ((((values + 6 * kOnes) >> 4) & kOnes) ^ letters)
            | ((values + '0' * kOnes + ('a' - '0' - 10) * letters) ^ text);
        values = (values << 4 | values >> 8) & 0x00FF00FF00FF00FF;
        values = (values | values >> 8) & 0x0000FFFF0000FFFF;
        return qbswap(std::uint32_t(values | values >> 16));
    }

    std::uint64_t m_wrong = 0;
};

bool hasSeparators(const char *body, std::size_t length)
{
    return body[0] == ' ' && body[kModeAt - 1] == ' ' && body[kUidAt - 1] == ' ' && body[kGidAt - 1] == ':'
        && body[kTimeAt - 1] == ' ' && body[kSizeAt - 1] == ' ' && body[kOffsetAt - 1] == ' ' && body[kDigestAt - 1] == ' '
        && body[kNameAt - 1] == ' ' && body[length - 1] == '\n';
}

bool isOpaqueMark(std::string_view path)
{
    return path.ends_with(kOpaqueName) && (path.size() == kOpaqueName.size() || path[path.size() - kOpaqueName.size() - 1] == '/');
}

bool readDevice(std::string_view text, Entry &entry)
{
    const auto major = parseNumber<std::uint32_t>(takeUntil(':', text));
    const auto minor = parseNumber<std::uint32_t>(text);
    entry.deviceMajor = major.value_or(0);
    entry.deviceMinor = minor.value_or(0);
    return major && minor;
}

class IdxReader
{
public:
    IdxReader(const File &idx, std::uint64_t contentsSize, Sidecar sidecar, std::shared_ptr<MemoryBudget> memory)
        : m_idx(idx)
        , m_contentsSize(contentsSize)
        , m_sidecar(std::move(sidecar))
        , m_builder(std::move(memory))
        , m_buffer(kVerifyChunk)
    {
    }

    Result<void> readAll(std::stop_token stop)
    {
        STRATOSCOPE_CHECK(fill());
        if (!available().starts_with(kMagic))
            return fail(ErrorKind::Malformed, m_idx.name(),
                        u"is not an index of a prebaked layer: it does not begin with ARCHIVE0"_s);
        m_begin += kMagic.size();
        while (true) {
            if (available().size() < kLengthDigits + kMostLength && !m_atEnd) {
                throwIfStopped(stop);
                STRATOSCOPE_CHECK(fill());
            }
            if (available().empty())
                return {};
            if (auto read = readRecord(); !read)
                return Failure(
                    withContext(u"%1: record %2"_s.arg(m_idx.name(), QString::number(m_record)), std::move(read).error()));
            ++m_record;
        }
    }

    std::shared_ptr<const LayerIndex> takeIndex() { return m_builder.finish(); }
    std::vector<FileDigests::Checkpoint> takeCheckpoints() { return m_checkpoints.take(); }

private:
    static Failure malformed(const QString &detail) { return fail(ErrorKind::Malformed, {}, detail); }

    std::string_view available() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }

    /// Moves the unread rest to the front and reads more.
    Result<void> fill()
    {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_bufferAt += m_begin;
        m_end -= m_begin;
        m_begin = 0;
        const auto room = std::span(m_buffer).subspan(m_end);
        STRATOSCOPE_TRY(const std::size_t count, m_idx.readAt(m_bufferAt + m_end, std::as_writable_bytes(room)));
        m_end += count;
        m_atEnd = count < room.size();
        return {};
    }

    Result<void> readRecord()
    {
        HexFields hex;
        const std::string_view rest = available();
        if (rest.size() < kLengthDigits)
            return fail(ErrorKind::Truncated, {}, u"the file ends within its length"_s);
        const auto length = std::size_t(hex.number<std::uint16_t>(rest.data()));
        if (!hex.areValid() || length < kLeastLength || length > kMostLength)
            return malformed(u"its length %1 is invalid"_s.arg(quoted(QString::fromLatin1(rest.data(), kLengthDigits))));
        if (rest.size() < kLengthDigits + length)
            return fail(ErrorKind::Truncated, {},
                        u"the file ends after %1 of its %2 bytes"_s.arg(rest.size()).arg(kLengthDigits + length));
        const char *const body = rest.data() + kLengthDigits;

        const auto kind = hex.number<std::uint8_t>(body + kKindAt);
        const auto mode = hex.number<std::uint32_t>(body + kModeAt);
        const auto size = hex.number<std::uint64_t>(body + kSizeAt);
        const auto offset = hex.number<std::uint64_t>(body + kOffsetAt);
        LayerIndexBuilder::Member member;
        Entry &entry = member.entry;
        entry.mode = permissionsOfGoMode(mode);
        entry.uid = hex.number<std::uint32_t>(body + kUidAt);
        entry.gid = hex.number<std::uint32_t>(body + kGidAt);
        entry.mtime.seconds = std::int64_t(hex.number<std::uint64_t>(body + kTimeAt));
        hex.check<kDigestDigits>(body + kDigestAt); // read on demand
        if (!hex.areValid() || !hasSeparators(body, length))
            return malformed(u"its fields are misplaced, or contain characters other than hexadecimal digits"_s);

        const std::string_view texts(body + kNameAt, length - kNameAt - 1);
        const std::size_t tab = texts.find('\t');
        if (tab == std::string_view::npos)
            return malformed(u"its name and its link are not separated by a tab"_s);
        member.path = texts.substr(0, tab);
        std::string_view link = texts.substr(tab + 1);
        std::optional<SidecarEntry> more;
        if (m_sidecar.has(m_record)) {
            STRATOSCOPE_TRY(more, m_sidecar.entry());
            member.path = more->name ? std::string_view(*more->name) : member.path;
            link = more->link ? std::string_view(*more->link) : link;
            entry.mtime.nanoseconds = more->nanoseconds;
            entry.xattrs = &more->xattrs;
            entry.warnings = more->warnings;
        }
        if (member.path.find('\0') != std::string_view::npos || link.find('\0') != std::string_view::npos)
            return malformed(u"its name or its link contains a null byte"_s);

        STRATOSCOPE_CHECK(setKind(kind, mode, link, member));
        if (entry.kind == EntryKind::Regular && size > 0)
            STRATOSCOPE_CHECK(setContent(size, offset, member));
        STRATOSCOPE_TRY(const RecordId record, m_builder.add(member));
        m_checkpoints.addLine(record, m_bufferAt + m_begin);
        m_begin += kLengthDigits + length;
        return {};
    }

    static Result<void> setKind(std::uint8_t kind, std::uint32_t mode, std::string_view link, LayerIndexBuilder::Member &member)
    {
        Entry &entry = member.entry;
        switch (kind) {
        case Regular:
            entry.kind = isOpaqueMark(member.path) ? EntryKind::Opaque : EntryKind::Regular;
            return {};
        case Directory:
            entry.kind = EntryKind::Directory;
            return {};
        case Symlink:
        case Hardlink:
            entry.kind = kind == Symlink ? EntryKind::Symlink : EntryKind::Hardlink;
            entry.linkTarget = link;
            return {};
        case Deleted:
            entry.kind = EntryKind::Whiteout;
            return {};
        case Extended: {
            const auto special = specialKindOfGoMode(mode);
            if (!special)
                return malformed(u"its mode %1 is not that of a device, pipe or socket"_s.arg(mode, 8, 16, QChar(u'0')));
            entry.kind = *special;
            const bool isDevice = entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
            if (isDevice && !readDevice(link, entry))
                return malformed(u"%1 is not a device number"_s.arg(quoted(printable(link))));
            return {};
        }
        default:
            return malformed(u"its kind %1 is not in the range 1 to 6"_s.arg(kind));
        }
    }

    Result<void> setContent(std::uint64_t size, std::uint64_t offset, LayerIndexBuilder::Member &member) const
    {
        if (offset % kPage != 0)
            return malformed(u"its content begins at byte %1, which is not a multiple of %2"_s.arg(offset).arg(kPage));
        if (offset > m_contentsSize || size > m_contentsSize - offset)
            return malformed(
                u"its %1 bytes at byte %2 exceed the %3 bytes of the layer's contents"_s.arg(size).arg(offset).arg(m_contentsSize));
        member.entry.size = size;
        member.contentOffset = offset;
        return {};
    }

    const File &m_idx;
    const std::uint64_t m_contentsSize;
    Sidecar m_sidecar;
    LayerIndexBuilder m_builder;
    CheckpointCollector m_checkpoints;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_bufferAt = 0; ///< the offset of the buffer in the file
    bool m_atEnd = false;
    std::uint32_t m_record = 0;
};

/// The file may be missing if the layer has no contents.
Result<LayerContents> openContents(const QString &path)
{
    if (!QFileInfo::exists(path))
        return LayerContents();
    STRATOSCOPE_TRY(FileRegion region, FileRegion::whole(path));
    return LayerContents(std::move(region));
}

} // namespace

Result<PrebakedLayer> readPrebakedLayer(const QString &directory, const QString &hex, const std::stop_token &stop,
                                        const std::shared_ptr<MemoryBudget> &memory)
{
    const QString base = directory + u'/' + hex;
    STRATOSCOPE_TRY(File idx, File::open(base + kIdxSuffix));
    STRATOSCOPE_TRY(LayerContents contents, openContents(base + kContentsSuffix));
    STRATOSCOPE_TRY(Sidecar sidecar, Sidecar::read(base + kSidecarSuffix, memory));

    IdxReader reader(idx, contents.region().size, std::move(sidecar), memory);
    STRATOSCOPE_CHECK(reader.readAll(stop));
    PrebakedLayer layer{.index = reader.takeIndex(), .contents = std::move(contents), .digests = {}};
    layer.digests = std::make_shared<const FileDigests>(std::move(idx), reader.takeCheckpoints());
    return layer;
}

} // namespace stratoscope
