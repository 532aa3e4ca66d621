// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/change.h"
#include "tree/merged_tree.h"

namespace stratoscope {

/// A pair of values in which two entries differ, such as `0755` and `4755`.
struct AttributeDifference {
    Aspect aspect = Aspect::Mode;
    std::string name; ///< of an extended attribute; otherwise empty
    /// Raw bytes, not to be shown without escaping them. Empty for an extended attribute that is missing.
    std::string before;
    std::string after;
    bool operator==(const AttributeDifference &) const = default;
};

/// The differences of all aspects but the content, in the order of Aspect: kinds as in kindName(), modes in octal, owners as
/// `uid:gid`, times in RFC 3339, link targets, device numbers as `major:minor`, and one for each extended attribute: capabilities
/// as printed by getcap(8), short text as it is, the number of bytes of anything else.
std::vector<AttributeDifference> attributeDifferences(const Entry &before, const Entry &after, Aspects aspects);

/// An extended attribute in which two entries differ.
struct XattrDifference {
    std::string name;
    const std::string *before = nullptr; ///< raw; null if the entry before does not have it
    const std::string *after = nullptr;
};
/// Those that the entry before has first, each part sorted by name. Lives as long as the entries.
std::vector<XattrDifference> xattrDifferences(const Entry &before, const Entry &after);

/// `uid:gid`.
std::string ownerIds(const Entry &entry);
/// `major:minor`.
std::string deviceNumber(const Entry &entry);

/// "content", "type", "mode", …: the names of JSON.
std::vector<std::string_view> aspectNames(Aspects aspects);

/// Four octal digits.
std::string octalMode(std::uint16_t mode);

} // namespace stratoscope
