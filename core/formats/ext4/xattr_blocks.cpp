// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/xattr_blocks.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace stratoscope::ext4 {

namespace {

constexpr std::size_t kXattrAlignment = 4;

std::size_t aligned(std::size_t size)
{
    return unitsFor(size, kXattrAlignment) * kXattrAlignment;
}

struct Prefix {
    std::string_view text;
    std::uint8_t index;
};
constexpr std::array<Prefix, 3> kPrefixes{{{"user.", 1}, {"trusted.", 4}, {"security.", 6}}};
constexpr std::uint8_t kAccessAcl = 2;
constexpr std::uint8_t kDefaultAcl = 3;

/// An attribute as ext4 has it.
struct NamedValue {
    std::uint8_t prefix = 0;
    std::string_view name; ///< without the prefix
    std::string value;

    std::size_t size() const { return sizeof(XattrEntry) + aligned(name.size()) + aligned(value.size()); }
};

template <typename Number>
Number takeNumber(std::string_view &rest)
{
    const auto number = qFromLittleEndian<Number>(rest.data());
    rest.remove_prefix(sizeof(Number));
    return number;
}

template <typename Number>
void putNumber(std::string &into, Number number)
{
    std::array<char, sizeof(Number)> bytes;
    qToLittleEndian(number, bytes.data());
    into.append(bytes.data(), bytes.size());
}

/// A POSIX ACL as system calls have it (Linux, include/uapi/linux/posix_acl_xattr.h), in ext4's own form, which has an ID only
/// where there is one. Nothing if it is not valid.
std::optional<std::string> toDiskAcl(std::string_view acl)
{
    constexpr std::uint32_t kCallVersion = 2;
    constexpr std::uint32_t kDiskVersion = 1;
    constexpr std::size_t kHeader = 4;
    constexpr std::size_t kEntry = 8;
    enum Tag : std::uint16_t { UserObject = 1, User = 2, GroupObject = 4, Group = 8, Mask = 16, Other = 32 };

    if (acl.size() < kHeader || acl.size() % kEntry != kHeader || takeNumber<std::uint32_t>(acl) != kCallVersion)
        return std::nullopt;
    std::string disk;
    putNumber(disk, kDiskVersion);
    while (!acl.empty()) {
        const auto tag = takeNumber<std::uint16_t>(acl);
        const auto permissions = takeNumber<std::uint16_t>(acl);
        const auto id = takeNumber<std::uint32_t>(acl);
        const bool hasId = tag == User || tag == Group;
        if (!hasId && tag != UserObject && tag != GroupObject && tag != Mask && tag != Other)
            return std::nullopt;
        putNumber(disk, tag);
        putNumber(disk, permissions);
        if (hasId)
            putNumber(disk, id);
    }
    return disk;
}

std::optional<NamedValue> toNamedValue(std::string_view name, std::string_view value)
{
    const bool isAccess = name == "system.posix_acl_access";
    if (isAccess || name == "system.posix_acl_default") {
        auto acl = toDiskAcl(value);
        return acl ? std::optional(NamedValue{isAccess ? kAccessAcl : kDefaultAcl, {}, *std::move(acl)}) : std::nullopt;
    }
    const auto prefix = std::ranges::find_if(kPrefixes, [&](const Prefix &known) { return name.starts_with(known.text); });
    if (prefix == kPrefixes.end())
        return std::nullopt;
    name.remove_prefix(prefix->text.size());
    if (name.empty() || name.size() > kMostNameBytes)
        return std::nullopt;
    return NamedValue{prefix->index, name, std::string(value)};
}

std::uint32_t hashOf(const NamedValue &attribute)
{
    std::uint32_t hash = 0;
    for (const char byte : attribute.name)
        hash = std::rotl(hash, 5) ^ std::uint8_t(byte);
    std::string padded = attribute.value;
    padded.resize(aligned(padded.size()));
    for (std::size_t at = 0; at < padded.size(); at += sizeof(std::uint32_t))
        hash = std::rotl(hash, 16) ^ qFromLittleEndian<std::uint32_t>(padded.data() + at);
    return hash;
}

/// An area with the entries from its beginning, and their values from its end.
class Area
{
public:
    /// Offsets of values count from the beginning of `bytes`; entries begin at `first`.
    Area(std::span<std::byte> bytes, std::size_t first)
        : m_bytes(bytes)
        , m_entries(first)
        , m_values(bytes.size())
    {
    }

    /// Four zeros end the entries.
    bool hasRoomFor(const NamedValue &attribute) const { return attribute.size() + kXattrAlignment <= m_values - m_entries; }
    void add(const NamedValue &attribute, std::uint32_t hash)
    {
        m_values -= aligned(attribute.value.size());
        XattrEntry entry{};
        entry.nameLength = quint8(attribute.name.size());
        entry.nameIndex = attribute.prefix;
        entry.valueOffset = attribute.value.empty() ? quint16(0) : quint16(m_values);
        entry.valueSize = quint32(attribute.value.size());
        entry.hash = hash;
        std::memcpy(m_bytes.data() + m_entries, &entry, sizeof(entry));
        std::ranges::copy(asBytes(attribute.name), m_bytes.begin() + std::ptrdiff_t(m_entries + sizeof(entry)));
        std::ranges::copy(asBytes(attribute.value), m_bytes.begin() + std::ptrdiff_t(m_values));
        m_entries += sizeof(entry) + aligned(attribute.name.size());
    }

private:
    std::span<std::byte> m_bytes;
    std::size_t m_entries; ///< where the next entry begins
    std::size_t m_values; ///< where the last value begins
};

} // namespace

EncodedXattrs encodeXattrs(const Xattrs &xattrs)
{
    EncodedXattrs encoded;
    std::vector<NamedValue> attributes;
    for (const auto &[name, value] : xattrs) {
        auto attribute = toNamedValue(name, value);
        if (attribute)
            attributes.push_back(*std::move(attribute));
        else
            encoded.isComplete = false;
    }
    // The order that Linux wants in a block.
    std::ranges::sort(attributes, {}, [](const NamedValue &a) { return std::tuple(a.prefix, a.name.size(), a.name); });

    quint32_le magic;
    magic = kXattrMagic;
    Area inInode(std::span(encoded.inInode).subspan(sizeof(magic)), 0);
    std::string block(kBlockSize, '\0');
    Area inBlock(std::as_writable_bytes(std::span(block)), sizeof(XattrBlockHeader));
    std::uint32_t blockHash = 0;
    bool usesBlock = false;
    for (const NamedValue &attribute : attributes) {
        if (inInode.hasRoomFor(attribute)) {
            inInode.add(attribute, 0);
            std::memcpy(encoded.inInode.data(), &magic, sizeof(magic));
        } else if (inBlock.hasRoomFor(attribute)) {
            const std::uint32_t hash = hashOf(attribute);
            inBlock.add(attribute, hash);
            blockHash = std::rotl(blockHash, 16) ^ hash;
            usesBlock = true;
        } else {
            encoded.isComplete = false;
        }
    }
    if (usesBlock) {
        XattrBlockHeader header{};
        header.magic = kXattrMagic;
        header.blocks = 1;
        header.hash = blockHash;
        std::memcpy(block.data(), &header, sizeof(header));
        encoded.block = std::move(block);
    }
    return encoded;
}

std::uint32_t XattrBlocks::add(std::string_view block, std::uint32_t file)
{
    const auto next = std::uint32_t(m_blocks.size());
    const auto [found, isNew] = m_numbers.try_emplace(sha256(asBytes(block)), next);
    if (isNew || m_blocks[found->second].references == kMostReferences) {
        found->second = next;
        m_blocks.push_back({file});
    }
    ++m_blocks[found->second].references;
    return found->second;
}

std::string XattrBlocks::withReferences(std::string block, std::uint32_t references)
{
    qToLittleEndian(references, block.data() + offsetof(XattrBlockHeader, references));
    return block;
}

} // namespace stratoscope::ext4
