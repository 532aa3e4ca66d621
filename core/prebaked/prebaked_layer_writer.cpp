// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_layer_writer.h"

#include "prebaked/go_mode.h"

#include <algorithm>
#include <cstring>

namespace stratoscope {

namespace {

using namespace prebaked;

constexpr std::size_t kWriteBufferSize = 1 << 20;

constexpr auto kHexPairs = [] {
    std::array<char, 512> pairs{};
    for (std::size_t i = 0; i < 256; ++i) {
        pairs[2 * i] = "0123456789abcdef"[i >> 4];
        pairs[2 * i + 1] = "0123456789abcdef"[i & 15];
    }
    return pairs;
}();

void putByte(char *at, std::uint8_t byte)
{
    std::memcpy(at, &kHexPairs[2 * std::size_t(byte)], 2);
}

template <std::unsigned_integral Number>
void putHex(char *at, Number number)
{
    for (int shift = int(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8, at += 2)
        putByte(at, std::uint8_t(number >> shift));
}

Kind kindOf(EntryKind kind, Mark mark)
{
    if (mark == Mark::Whiteout || mark == Mark::Nameless)
        return Deleted;
    if (mark == Mark::Opaque)
        return Regular;
    switch (kind) {
    case EntryKind::Directory:
        return Directory;
    case EntryKind::Symlink:
        return Symlink;
    case EntryKind::Hardlink:
        return Hardlink;
    case EntryKind::CharacterDevice:
    case EntryKind::BlockDevice:
    case EntryKind::Fifo:
    case EntryKind::Socket:
        return Extended;
    default:
        return Regular;
    }
}

/// Copies text into a record, replacing tabs and newlines, which have a meaning there. Returns whether it was changed.
bool putText(char *at, std::string_view text)
{
    if (text.empty()) // it may point nowhere
        return false;
    std::ranges::copy(text, at);
    if (text.find('\t') == text.npos && text.find('\n') == text.npos)
        return false;
    std::replace_if(
        at, at + text.size(), [](char c) { return c == '\t' || c == '\n'; }, '?');
    return true;
}

} // namespace

PrebakedLayerWriter::PrebakedLayerWriter(File &idx, File *contents)
    : m_idx(idx)
    , m_buffer(std::make_unique<char[]>(kWriteBufferSize))
    , m_filled(kMagic.size())
{
    std::memcpy(m_buffer.get(), kMagic.data(), kMagic.size());
    if (contents)
        m_contents.emplace(*contents);
}

Result<void> PrebakedLayerWriter::flush()
{
    STRATOSCOPE_CHECK(m_idx.writeAt(m_written, asBytes({m_buffer.get(), m_filled})));
    m_written += m_filled;
    m_filled = 0;
    return {};
}

Result<void> PrebakedLayerWriter::addEntry(const TarMember &member, Mark mark, std::string_view path, RecordId record,
                                           const Sha256 &sha256)
{
    const Kind kind = kindOf(member.kind, mark);
    const bool isRegular = kind == Regular && mark == Mark::None;
    const std::uint64_t size = isRegular ? member.size : 0;
    const bool isDevice = kind == Extended && (member.kind == EntryKind::CharacterDevice || member.kind == EntryKind::BlockDevice);
    const std::string device
        = isDevice ? std::to_string(member.deviceMajor) + ':' + std::to_string(member.deviceMinor) : std::string();
    const std::string_view link = kind == Deleted ? std::string_view() : isDevice ? device : std::string_view(member.linkTarget);

    // Texts that are too long go to the sidecar. If both are, each gets half of the record.
    constexpr std::size_t kRoom = kMostLength - kLeastLength;
    const std::string_view shownPath = path.substr(0, kRoom - std::min(link.size(), kRoom / 2));
    const std::string_view shownLink = link.substr(0, kRoom - shownPath.size());
    const std::size_t length = kLeastLength + shownPath.size() + shownLink.size();

    if (m_filled + kLengthDigits + length > kWriteBufferSize)
        STRATOSCOPE_CHECK(flush());
    m_checkpoints.addLine(record, m_written + m_filled);
    char *const line = m_buffer.get() + m_filled;
    char *const body = line + kLengthDigits;
    putHex(line, std::uint16_t(length));
    std::memcpy(body, kTemplate.data(), kTemplate.size());
    putHex(body + kKindAt, std::uint8_t(kind));
    putHex(body + kModeAt, toGoMode(mark == Mark::None ? member.kind : EntryKind::Regular, member.mode));
    putHex(body + kUidAt, member.uid);
    putHex(body + kGidAt, member.gid);
    putHex(body + kTimeAt, std::uint64_t(member.mtime.seconds));
    putHex(body + kSizeAt, size);
    putHex(body + kOffsetAt, size > 0 ? m_contentOffset : 0);
    const Sha256 &digest = isRegular ? sha256 : kEmptySha256;
    for (std::size_t i = 0; i < digest.size(); ++i)
        putByte(body + kDigestAt + 2 * i, digest[i]);
    const EntryWarnings warnings = member.entry(mark).warnings;
    const bool pathChanged = putText(body + kNameAt, shownPath) || shownPath.size() < path.size();
    body[kNameAt + shownPath.size()] = '\t';
    const bool linkChanged = putText(body + kNameAt + shownPath.size() + 1, shownLink) || shownLink.size() < link.size();
    body[length - 1] = '\n';
    m_filled += kLengthDigits + length;

    if (pathChanged || linkChanged || member.mtime.nanoseconds != 0 || !member.xattrs.empty() || warnings != 0) {
        const SidecarEntry more{
            .name = pathChanged ? std::optional(std::string(path)) : std::nullopt,
            .link = linkChanged ? std::optional(std::string(link)) : std::nullopt,
            .nanoseconds = member.mtime.nanoseconds,
            .xattrs = member.xattrs,
            .warnings = warnings,
        };
        STRATOSCOPE_CHECK(m_sidecar.add(m_entries, more));
    }
    ++m_entries;
    if (m_contents) {
        Q_ASSERT(m_contents->position() == m_contentOffset + size);
        STRATOSCOPE_CHECK(m_contents->appendZeros(roundedToPage(size) - size));
    }
    m_contentOffset += roundedToPage(size);
    return {};
}

Result<PrebakedLayerWriter::Summary> PrebakedLayerWriter::finish()
{
    STRATOSCOPE_CHECK(flush());
    Summary summary{
        .sidecar = m_sidecar.take(),
        .checkpoints = m_checkpoints.take(),
        .idxSize = m_written,
        .contentsSize = 0,
    };
    if (m_contents) {
        STRATOSCOPE_CHECK(m_contents->finish());
        summary.contentsSize = m_contents->position();
    }
    return summary;
}

} // namespace stratoscope
