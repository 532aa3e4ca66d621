// SPDX-License-Identifier: Apache-2.0
#include "prebaked/prebaked_layer_writer.h"

#include "base/sparse_writer.h"
#include "prebaked/go_mode.h"
#include "prebaked/prebaked_format.h"
#include "prebaked/sidecar.h"

#include <algorithm>
#include <cstring>
#include <optional>

using namespace Qt::StringLiterals;

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
    if (mark == Mark::Whiteout)
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
    std::ranges::copy(text, at);
    if (text.find('\t') == text.npos && text.find('\n') == text.npos)
        return false;
    std::replace_if(
        at, at + text.size(), [](char c) { return c == '\t' || c == '\n'; }, '?');
    return true;
}

} // namespace

struct PrebakedLayerWriter::Private {
    Private(File &idx, File *contents)
        : idx(idx)
        , buffer(std::make_unique<char[]>(kWriteBufferSize))
    {
        std::memcpy(buffer.get(), kMagic.data(), kMagic.size());
        filled = kMagic.size();
        if (contents)
            contentsWriter.emplace(*contents);
    }

    Result<void> flush()
    {
        STRATOSCOPE_CHECK(idx.writeAt(written, asBytes({buffer.get(), filled})));
        written += filled;
        filled = 0;
        return {};
    }

    File &idx;
    std::optional<SparseWriter> contentsWriter;
    std::unique_ptr<char[]> buffer;
    std::size_t filled = 0;
    std::uint64_t written = 0; ///< of idx
    std::uint64_t contentOffset = 0;
    std::uint32_t entries = 0;
    SidecarWriter sidecar;
    CheckpointCollector checkpoints;
};

PrebakedLayerWriter::PrebakedLayerWriter(File &idx, File *contents)
    : d(std::make_unique<Private>(idx, contents))
{
}

PrebakedLayerWriter::~PrebakedLayerWriter() = default;

std::uint64_t PrebakedLayerWriter::contentOffset() const
{
    return d->contentOffset;
}

Result<void> PrebakedLayerWriter::append(Bytes bytes)
{
    return d->contentsWriter->append(bytes);
}

Result<void> PrebakedLayerWriter::appendZeros(std::uint64_t count)
{
    return d->contentsWriter->appendZeros(count);
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

    if (d->filled + kLengthDigits + length > kWriteBufferSize)
        STRATOSCOPE_CHECK(d->flush());
    d->checkpoints.addLine(record, d->written + d->filled);
    char *const line = d->buffer.get() + d->filled;
    char *const body = line + kLengthDigits;
    putHex(line, std::uint16_t(length));
    std::memcpy(body, kTemplate.data(), kTemplate.size());
    putHex(body + kKindAt, std::uint8_t(kind));
    putHex(body + kModeAt, toGoMode(mark == Mark::None ? member.kind : EntryKind::Regular, member.mode));
    putHex(body + kUidAt, member.uid);
    putHex(body + kGidAt, member.gid);
    putHex(body + kTimeAt, std::uint64_t(member.mtime.seconds));
    putHex(body + kSizeAt, size);
    putHex(body + kOffsetAt, size > 0 ? d->contentOffset : 0);
    const Sha256 &digest = isRegular ? sha256 : kEmptySha256;
    for (std::size_t i = 0; i < digest.size(); ++i)
        putByte(body + kDigestAt + 2 * i, digest[i]);
    const bool pathChanged = putText(body + kNameAt, shownPath) || shownPath.size() < path.size();
    body[kNameAt + shownPath.size()] = '\t';
    const bool linkChanged = putText(body + kNameAt + shownPath.size() + 1, shownLink) || shownLink.size() < link.size();
    body[length - 1] = '\n';
    d->filled += kLengthDigits + length;

    if (pathChanged || linkChanged || member.mtime.nanoseconds != 0 || !member.xattrs.empty()) {
        const SidecarEntry more{
            .name = pathChanged ? std::optional(std::string(path)) : std::nullopt,
            .link = linkChanged ? std::optional(std::string(link)) : std::nullopt,
            .nanoseconds = member.mtime.nanoseconds,
            .xattrs = member.xattrs,
        };
        STRATOSCOPE_CHECK(d->sidecar.add(d->entries, more));
    }
    ++d->entries;
    if (d->contentsWriter) {
        Q_ASSERT(d->contentsWriter->position() == d->contentOffset + size);
        STRATOSCOPE_CHECK(d->contentsWriter->appendZeros(roundedToPage(size) - size));
    }
    d->contentOffset += roundedToPage(size);
    return {};
}

Result<PrebakedLayerWriter::Summary> PrebakedLayerWriter::finish()
{
    STRATOSCOPE_CHECK(d->flush());
    Summary summary{
        .sidecar = d->sidecar.take(),
        .checkpoints = d->checkpoints.take(),
        .idxSize = d->written,
        .contentsSize = 0,
        .entries = d->entries,
    };
    if (d->contentsWriter) {
        STRATOSCOPE_CHECK(d->contentsWriter->finish());
        summary.contentsSize = d->contentsWriter->position();
    }
    return summary;
}

} // namespace stratoscope
