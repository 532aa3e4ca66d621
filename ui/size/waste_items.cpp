// SPDX-License-Identifier: Apache-2.0
#include "ui/size/waste_items.h"

#include <unordered_map>

namespace stratoscope::ui {

namespace {

std::uint64_t keyOf(const MergedTree::Origin &origin)
{
    return std::uint64_t(origin.layer) << 32 | origin.record;
}

} // namespace

Waste wasteOf(WasteCause cause)
{
    switch (cause) {
    case WasteCause::AttributesOnly:
        return Waste::AttributesOnly;
    case WasteCause::Overwritten:
        return Waste::Overwritten;
    case WasteCause::Deleted:
    case WasteCause::Moved:
        return Waste::Deleted;
    case WasteCause::Cache:
        return Waste::Cache;
    }
    Q_UNREACHABLE();
}

WasteItems WasteItems::find(const SizeTree &tree, const ImageAnalysis &analysis)
{
    WasteItems found;
    found.waste.assign(tree.size(), Waste::None);
    found.items.assign(analysis.files.size(), kNoItem);
    // A hidden file has no path of its own: another one may be there now.
    std::unordered_map<std::uint64_t, SizeItem> hidden;
    for (SizeItem item = tree.tree()->size(); item < tree.size(); ++item) {
        if (!tree.isDirectory(item))
            hidden.emplace(keyOf(tree.origin(item)), item);
    }
    for (const Saving &saving : analysis.savings) {
        for (std::size_t i = saving.firstFile; i < saving.firstFile + saving.fileCount; ++i) {
            const WastedFile &file = analysis.files[i];
            SizeItem item = kNoItem;
            if (saving.cause == WasteCause::Cache)
                item = tree.find(analysis.path(file)).value_or(kNoItem);
            else if (const auto known = hidden.find(keyOf(file.file)); known != hidden.end())
                item = known->second;
            found.items[i] = item;
            if (item != kNoItem)
                found.waste[item] = wasteOf(saving.cause);
        }
    }
    for (const DuplicateFiles &files : analysis.duplicates) {
        for (const NodeId copy : std::span(files.copies).subspan(1)) {
            if (found.waste[copy] == Waste::None)
                found.waste[copy] = Waste::Duplicate;
        }
    }
    return found;
}

} // namespace stratoscope::ui
