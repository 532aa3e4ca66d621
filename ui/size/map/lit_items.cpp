// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/lit_items.h"

#include "base/cancel.h"

namespace stratoscope::ui {

namespace {

/// Items follow their parents.
LitItems withDirectories(const SizeTree &tree, std::vector<bool> lit)
{
    for (SizeItem item = tree.size(); item-- > 1;) {
        if (lit[item])
            lit[tree.parent(item)] = true;
    }
    return std::make_shared<const std::vector<bool>>(std::move(lit));
}

} // namespace

LitItems lightFiles(const SizeTree &tree, const std::function<bool(SizeItem)> &isLit, const std::stop_token &stop)
{
    std::vector<bool> lit(tree.size(), false);
    for (SizeItem item = 1; item < tree.size(); ++item) {
        if (item % 0x10000 == 0)
            throwIfStopped(stop);
        lit[item] = tree.bytes(item) > 0 && !tree.isDirectory(item) && isLit(item);
    }
    return withDirectories(tree, std::move(lit));
}

LitItems lightItems(const SizeTree &tree, std::span<const SizeItem> items)
{
    std::vector<bool> lit(tree.size(), false);
    for (const SizeItem item : items)
        lit[item] = true;
    for (SizeItem item = 1; item < tree.size(); ++item)
        lit[item] = lit[item] || lit[tree.parent(item)];
    return withDirectories(tree, std::move(lit));
}

} // namespace stratoscope::ui
