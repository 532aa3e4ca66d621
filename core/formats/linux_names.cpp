// SPDX-License-Identifier: Apache-2.0
#include "formats/linux_names.h"

#include "base/cancel.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostNameBytes = 255;
constexpr std::size_t kMostTargetBytes = 4095;

Result<void> requireLinuxName(const MergedTree &tree, NodeId node)
{
    const std::size_t size = writtenName(tree, node).size();
    if (size > kMostNameBytes)
        return fail(ErrorKind::Unsupported, shownPath(tree, node),
                    u"its name has %1 bytes, but a file system holds at most %2"_s.arg(size).arg(kMostNameBytes));
    return {};
}

} // namespace

Result<void> requireLinuxNames(const TreeExport &work)
{
    const MergedTree &tree = work.tree();
    for (const NodeId node : work.selection.directories()) {
        throwIfStopped(work.stop);
        STRATOSCOPE_CHECK(requireLinuxName(tree, node));
    }
    for (const Selection::File &file : work.selection.files()) {
        throwIfStopped(work.stop);
        STRATOSCOPE_CHECK(requireLinuxName(tree, file.node));
        const Entry entry = tree.layers()[std::size_t(file.origin.layer)]->entry(file.origin.record);
        if (entry.kind != EntryKind::Symlink)
            continue;
        if (entry.linkTarget.empty())
            return fail(ErrorKind::Unsupported, shownPath(tree, file.node),
                        u"is a symbolic link without a target, which a file system cannot hold"_s);
        if (entry.linkTarget.size() > kMostTargetBytes)
            return fail(
                ErrorKind::Unsupported, shownPath(tree, file.node),
                u"is a symbolic link with a target of %1 bytes, but a file system holds at most %2"_s.arg(entry.linkTarget.size())
                    .arg(kMostTargetBytes));
    }
    return {};
}

} // namespace stratoscope
