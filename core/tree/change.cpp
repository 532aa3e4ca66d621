// SPDX-License-Identifier: Apache-2.0
#include "tree/change.h"

namespace stratoscope {

namespace {

bool sameXattrs(const Xattrs *left, const Xattrs *right)
{
    if (!left || !right)
        return (!left || left->empty()) && (!right || right->empty());
    return *left == *right;
}

} // namespace

Aspects compareEntries(const Entry &before, const Entry &after, const std::function<bool()> &sameContent)
{
    Aspects found = 0;
    const auto add = [&found](Aspect aspect, bool differs) { found |= differs ? Aspects(aspect) : Aspects(0); };
    const bool areFiles = before.kind == EntryKind::Regular && after.kind == EntryKind::Regular;
    const bool areLinks = before.kind == EntryKind::Symlink && after.kind == EntryKind::Symlink;
    add(Aspect::Type, before.kind != after.kind);
    add(Aspect::Mode, before.mode != after.mode);
    add(Aspect::Owner, before.uid != after.uid || before.gid != after.gid);
    add(Aspect::Time, before.mtime != after.mtime);
    add(Aspect::Link, areLinks && before.linkTarget != after.linkTarget);
    add(Aspect::Xattrs, !sameXattrs(before.xattrs, after.xattrs));
    add(Aspect::Device,
        before.kind == after.kind && (before.deviceMajor != after.deviceMajor || before.deviceMinor != after.deviceMinor));
    add(Aspect::Content, areFiles && (before.size != after.size || (before.size > 0 && !sameContent())));
    return found;
}

} // namespace stratoscope
