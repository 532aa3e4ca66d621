// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// The records of a pax extended header (IEEE 1003.1, pax) that unpackers of images use. A record without a value is ignored, as
/// the standard requires, except for extended attributes, which may be empty.
struct PaxRecords {
    std::map<std::string, std::string, std::less<>> values; ///< path, linkpath, size, uid, gid, mtime, GNU.sparse.*
    Xattrs xattrs;
    std::vector<SparseExtent> sparse00; ///< GNU.sparse.offset and .numbytes of version 0.0, in order

    /// Null if there is no such record. number() and time() return nothing then.
    const std::string *find(std::string_view key) const
    {
        const auto found = values.find(key);
        return found == values.end() || found->second.empty() ? nullptr : &found->second;
    }
    Result<std::optional<std::int64_t>> number(std::string_view key) const;
    Result<std::optional<Timestamp>> time(std::string_view key) const;
};

/// Errors: Malformed, naming the record.
Result<PaxRecords> parsePax(std::string_view text);

/// `1700000000.25`, `-1.5`. Digits beyond nanoseconds are dropped.
std::optional<Timestamp> parsePaxTime(std::string_view text);

/// GNU's formats of sparse files: 0.0 and 0.1 have the map in the records, 1.0 has it at the start of the body.
enum class PaxSparse { None, Map, MapInBody };
PaxSparse paxSparseForm(const PaxRecords &records);

/// The extents of a PaxSparse::Map. Errors: Malformed.
Result<std::vector<SparseExtent>> paxSparseMap(const PaxRecords &records);

/// The extents that pairs of numbers, offset and length, describe.
std::vector<SparseExtent> extentsOf(std::span<const std::uint64_t> numbers);

/// Errors: Malformed unless the extents are in order, do not overlap, are within `size`, and have `stored` bytes in total.
Result<void> checkSparseMap(const std::vector<SparseExtent> &extents, std::uint64_t size, std::uint64_t stored);

/// Files with more extents are refused, to limit memory.
constexpr std::size_t kMaxSparseExtents = 1'000'000;

} // namespace stratoscope
