// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <optional>
#include <vector>

namespace stratoscope {

/// The tags of rpm's headers that are of use here (rpmtag.h).
enum class RpmTag : std::uint32_t {
    Name = 1000,
    Version = 1001,
    Release = 1002,
    Epoch = 1003,
    Size = 1009,
    Vendor = 1011,
    License = 1014,
    Packager = 1015,
    Architecture = 1022,
    OldFileNames = 1027, ///< whole paths, where there are no directory names
    SourceRpm = 1044,
    DirectoryIndexes = 1116,
    BaseNames = 1117,
    DirectoryNames = 1118,
    LongSize = 5009, ///< instead of Size from 4 GiB on
};

/// A header as rpm's database stores it: an index of tags and the data that they refer to (rpm's manual, "Header format"), without
/// the eight bytes of magic that begin one in a file.
///
/// A view of the bytes, which must outlive it. A tag that is missing, of another type, or whose data lies beyond the end is empty.
class RpmHeader
{
public:
    /// Errors: Malformed or Truncated, about `subject`.
    static Result<RpmHeader> parse(Bytes bytes, const QString &subject);

    /// The first string.
    std::string_view text(RpmTag tag) const;
    std::vector<std::string_view> texts(RpmTag tag) const;
    /// The first number.
    std::optional<std::uint64_t> number(RpmTag tag) const;
    std::vector<std::uint32_t> numbers(RpmTag tag) const;

private:
    struct IndexEntry {
        RpmTag tag;
        std::uint32_t type = 0;
        std::uint32_t offset = 0;
        std::uint32_t count = 0;
    };
    std::optional<IndexEntry> find(RpmTag tag) const;

    Bytes m_index;
    Bytes m_data;
};

} // namespace stratoscope
