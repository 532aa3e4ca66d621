// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// The records of a pax extended header (IEEE 1003.1, pax) that unpackers of images heed. A record without value counts as none, as
/// the standard says; an extended attribute may be empty.
struct PaxRecords {
    std::map<std::string, std::string, std::less<>> values; ///< path, linkpath, size, uid, gid, mtime, GNU.sparse.*
    Xattrs xattrs;
    std::vector<SparseExtent> sparse00; ///< GNU.sparse.offset and .numbytes of version 0.0, in order

    /// Null where it is not there.
    const std::string *find(std::string_view key) const;
    Result<std::optional<std::int64_t>> number(std::string_view key) const;
    Result<std::optional<Timestamp>> time(std::string_view key) const;
};

/// Errors: Malformed, saying which record.
Result<PaxRecords> parsePax(std::string_view text);

/// `1700000000.25`, `-1.5`: digits beyond nanoseconds are cut off.
std::optional<Timestamp> parsePaxTime(std::string_view text);

/// Which of GNU's sparse forms the records tell of.
enum class PaxSparse { None, Map, MapInBody };
PaxSparse paxSparseForm(const PaxRecords &records);

/// The extents of versions 0.0 and 0.1. Malformed, TooLarge.
Result<std::vector<SparseExtent>> paxSparseMap(const PaxRecords &records);

/// Whether extents lie in order, apart, within `size`, and have `stored` bytes between them.
Result<void> checkSparseMap(const std::vector<SparseExtent> &extents, std::uint64_t size, std::uint64_t stored);

/// More extents than these are refused: they would be no file but an attack on memory.
constexpr std::size_t kMaxSparseExtents = 1'000'000;

} // namespace stratoscope
