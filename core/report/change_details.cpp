// SPDX-License-Identifier: Apache-2.0
#include "report/change_details.h"

#include "diff/attribute_differences.h"
#include "layer/size_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kArrow = " \u2192 ";

/// Of something that was added or removed.
std::vector<std::string> entryDetails(const Entry &entry)
{
    switch (entry.kind) {
    case EntryKind::Regular:
        return {entry.size > 0 ? sizeText(entry.size).toStdString() : "empty"};
    case EntryKind::Symlink:
        return {"link to " + std::string(entry.linkTarget)};
    case EntryKind::Directory:
        return {};
    default:
        return {std::string(kindName(entry.kind))};
    }
}

std::string attributeText(const AttributeDifference &attribute)
{
    constexpr std::size_t kLongest = 80;
    const std::string name = attribute.name.empty() ? std::string(aspectNames(Aspects(attribute.aspect)).front()) : attribute.name;
    if (attribute.aspect == Aspect::Time || attribute.before.size() > kLongest || attribute.after.size() > kLongest)
        return name;
    if (attribute.aspect == Aspect::Xattrs && attribute.before.empty())
        return '+' + name + ' ' + attribute.after;
    if (attribute.aspect == Aspect::Xattrs && attribute.after.empty())
        return '-' + name;
    return std::string(name).append(" ").append(attribute.before).append(kArrow).append(attribute.after);
}

} // namespace

std::string changeDetails(const TreeComparison &comparison, const TreeDiff &diff, NodeId node)
{
    std::string text;
    for (const std::string &part : changeDetailList(comparison, diff, node))
        text.append(text.empty() ? "" : ", ").append(part);
    return text;
}

std::vector<std::string> changeDetailList(const TreeComparison &comparison, const TreeDiff &diff, NodeId node)
{
    const MergedTree &before = *comparison.before().fs.tree;
    const MergedTree &after = *comparison.after().fs.tree;
    const Change change = diff.changes[node];
    if (diff.isMovedAway(node))
        return {"moved to " + after.path(diff.after[node])};
    if (change == Change::None)
        return {};
    if (change == Change::Added || change == Change::Removed)
        return entryDetails(diff.fs.tree->entry(node));

    const Aspects aspects = diff.aspects[node];
    if (change == Change::Modified && aspects == Aspects(Aspect::Time))
        return {"only the time differs"};
    const Entry old = before.entry(diff.before[node]);
    const Entry now = after.entry(diff.after[node]);
    std::vector<std::string> parts;
    if (change != Change::Modified)
        parts.push_back((change == Change::Moved ? "moved from " : "copied from ") + before.path(diff.before[node]));
    if (has(aspects, Aspect::Content)) {
        parts.emplace_back("content");
        if (old.size != now.size)
            parts.push_back(sizeDifference(old.size, now.size).toStdString());
    }
    for (const AttributeDifference &attribute : attributeDifferences(old, now, aspects))
        parts.push_back(attributeText(attribute));
    return parts;
}

QString sizeDifference(std::uint64_t before, std::uint64_t after)
{
    const QString sign = after > before ? u"+"_s : after < before ? u"-"_s : u"±"_s;
    return sign + sizeText(after > before ? after - before : before - after);
}

QString sizeDifference(std::int64_t bytes)
{
    return bytes < 0 ? sizeDifference(std::uint64_t(0) - std::uint64_t(bytes), 0) : sizeDifference(0, std::uint64_t(bytes));
}

std::int64_t bytesGained(const TreeComparison &comparison, const TreeDiff &diff, NodeId node)
{
    const auto sizeOf = [](const MergedTree &tree, NodeId of) {
        return tree.kind(of) == EntryKind::Regular ? std::int64_t(tree.entry(of).size) : 0;
    };
    const Change change = diff.changes[node];
    std::int64_t bytes = 0;
    if (change == Change::Added || change == Change::Modified)
        bytes += sizeOf(*comparison.after().fs.tree, diff.after[node]);
    if ((change == Change::Removed && !diff.isMovedAway(node)) || change == Change::Modified)
        bytes -= sizeOf(*comparison.before().fs.tree, diff.before[node]);
    return bytes;
}

} // namespace stratoscope
