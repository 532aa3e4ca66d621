// SPDX-License-Identifier: Apache-2.0
#include "formats/erofs/erofs_inode.h"

#include "base/little_endian.h"

#include <limits>

namespace stratoscope {

namespace {

constexpr std::size_t kErofsXattrHeader = 12;
constexpr std::size_t kErofsXattrUnit = 4;
/// Their size is counted in units, with the header as the first one.
constexpr std::size_t kMostErofsXattrs = kErofsXattrHeader + kErofsXattrUnit * (std::numeric_limits<std::uint16_t>::max() - 1);

struct ErofsXattrPrefix {
    std::uint8_t number;
    std::string_view prefix;
    bool isName; ///< of one attribute
};
constexpr std::array<ErofsXattrPrefix, 5> kErofsXattrPrefixes{{
    {1, "user.", false},
    {2, "system.posix_acl_access", true},
    {3, "system.posix_acl_default", true},
    {4, "trusted.", false},
    {6, "security.", false},
}};

template <typename Number>
bool fits(std::uint64_t number)
{
    return number <= std::numeric_limits<Number>::max();
}

/// Empty if erofs cannot hold it.
std::string erofsXattr(std::string_view name, std::string_view value)
{
    for (const auto &[number, prefix, isName] : kErofsXattrPrefixes) {
        if (!name.starts_with(prefix) || (name.size() == prefix.size()) != isName)
            continue;
        const std::string_view rest = name.substr(prefix.size());
        if (!fits<std::uint8_t>(rest.size()) || !fits<std::uint16_t>(value.size()))
            return {};
        std::string bytes;
        appendLittleEndian(bytes, std::uint8_t(rest.size()));
        appendLittleEndian(bytes, number);
        appendLittleEndian(bytes, std::uint16_t(value.size()));
        bytes.append(rest).append(value);
        bytes.resize((bytes.size() + kErofsXattrUnit - 1) / kErofsXattrUnit * kErofsXattrUnit);
        return bytes;
    }
    return {};
}

} // namespace

bool ErofsInode::isCompact(const Timestamp &created) const
{
    return mtime == created && fits<std::uint16_t>(uid) && fits<std::uint16_t>(gid) && fits<std::uint16_t>(links)
        && fits<std::uint32_t>(size);
}

std::string ErofsInode::toBytes(const Timestamp &created) const
{
    const bool compact = isCompact(created);
    const auto xattrUnits = xattrs.empty() ? 0 : (xattrs.size() - kErofsXattrHeader) / kErofsXattrUnit + 1;
    std::string bytes;
    appendLittleEndian(bytes, std::uint16_t(unsigned(data) << 1 | (compact ? 0 : 1)));
    appendLittleEndian(bytes, std::uint16_t(xattrUnits));
    appendLittleEndian(bytes, mode);
    if (compact) {
        appendLittleEndian(bytes, std::uint16_t(links));
        appendLittleEndian(bytes, std::uint32_t(size));
        appendLittleEndian(bytes, std::uint32_t(0));
        appendLittleEndian(bytes, place);
        appendLittleEndian(bytes, number);
        appendLittleEndian(bytes, std::uint16_t(uid));
        appendLittleEndian(bytes, std::uint16_t(gid));
        appendLittleEndian(bytes, std::uint32_t(0));
    } else {
        appendLittleEndian(bytes, std::uint16_t(0));
        appendLittleEndian(bytes, size);
        appendLittleEndian(bytes, place);
        appendLittleEndian(bytes, number);
        appendLittleEndian(bytes, uid);
        appendLittleEndian(bytes, gid);
        appendLittleEndian(bytes, std::uint64_t(mtime.seconds));
        appendLittleEndian(bytes, mtime.nanoseconds);
        appendLittleEndian(bytes, links);
        bytes.append(16, '\0');
    }
    return bytes + xattrs;
}

std::uint8_t erofsFileType(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return 2;
    case EntryKind::CharacterDevice:
        return 3;
    case EntryKind::BlockDevice:
        return 4;
    case EntryKind::Fifo:
        return 5;
    case EntryKind::Socket:
        return 6;
    case EntryKind::Symlink:
        return 7;
    default:
        return 1;
    }
}

ErofsXattrs ErofsXattrs::of(const Xattrs &xattrs)
{
    ErofsXattrs encoded{.bytes = std::string(kErofsXattrHeader, '\0')};
    for (const auto &[name, value] : xattrs) {
        const std::string bytes = erofsXattr(name, value);
        if (!bytes.empty() && encoded.bytes.size() + bytes.size() <= kMostErofsXattrs)
            encoded.bytes += bytes;
        else
            encoded.isComplete = false;
    }
    if (encoded.bytes.size() == kErofsXattrHeader)
        encoded.bytes.clear(); // the kernel refuses a header alone
    return encoded;
}

} // namespace stratoscope
