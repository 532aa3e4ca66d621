// SPDX-License-Identifier: Apache-2.0
#include "formats/squashed_layer.h"

#include "base/cancel.h"
#include "base/saturating_add.h"
#include "formats/selection.h"
#include "formats/tar_entries.h"
#include "layer/whiteout.h"
#include "tree/change.h"

#include <algorithm>
#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using SlotState = TreeHistory::State;

bool isDirectoryIn(const SlotState *state)
{
    return state && state->isDirectory;
}

bool isSameDirectory(const Entry &before, const Entry &after)
{
    return before.implied == after.implied && compareEntries(before, after, [] { return true; }) == 0;
}

} // namespace

Result<SquashedLayer> SquashedLayer::make(std::shared_ptr<const TreeHistory> history, int first, int last,
                                          const std::stop_token &stop)
{
    const MergedTree &slots = *history->pathSlots();
    SquashedLayer made(history);
    std::vector<bool> hasEntries(slots.size(), false); // by path slot: below it
    const auto isKept = [&](NodeId directory) {
        return isDirectoryIn(history->at(directory, first - 1)) && isDirectoryIn(history->at(directory, last));
    };
    // Backwards, so that what a directory contains is known before the directory.
    for (NodeId slot = slots.size(); slot-- > 0;) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const SlotState *const before = history->at(slot, first - 1);
        const SlotState *const after = history->at(slot, last);
        const NodeId parent = slots.parent(slot);
        if (!after) {
            if (!before || !isKept(parent))
                continue;
            if (slots.name(slot).starts_with(kWhiteoutPrefix))
                return fail(ErrorKind::Unsupported, printable(slots.path(slot)),
                            u"cannot be removed by a layer, because it has the name of a whiteout"_s);
            made.m_removed.push_back(slot);
        } else if (after->isDirectory) {
            const Entry entry = made.entryOf(*after);
            const bool isSame = isDirectoryIn(before) ? isSameDirectory(made.entryOf(*before), entry)
                                                      : !before && entry.implied && hasEntries[slot];
            if (!isSame)
                made.m_directories.emplace_back(slot, entry);
            else if (!hasEntries[slot])
                continue;
        } else if (before && !before->isDirectory && before->origin() == after->origin()) {
            continue;
        } else {
            made.m_files.push_back({after->origin(), slot});
        }
        hasEntries[parent] = true;
    }
    std::ranges::reverse(made.m_removed);
    std::ranges::reverse(made.m_directories);
    std::ranges::sort(made.m_files, {},
                      [](const File &file) { return std::tuple(file.origin.layer, file.origin.record, file.slot); });
    made.linkNames(first, last, stop);
    return made;
}

/// Finds the files that are other names of one before them, or of one below.
void SquashedLayer::linkNames(int first, int last, const std::stop_token &stop)
{
    std::map<std::pair<int, RecordId>, NodeId> below; // one of the names that a lower layer's file keeps
    for (const File &file : m_files) {
        if (file.origin.layer < first)
            below.try_emplace({file.origin.layer, file.origin.record}, kNoNode);
    }
    for (NodeId slot = 0; slot < m_history->pathSlots()->size() && !below.empty(); ++slot) {
        if (slot % 0x4000 == 0)
            throwIfStopped(stop);
        const SlotState *const before = m_history->at(slot, first - 1);
        const SlotState *const after = m_history->at(slot, last);
        const bool isKept = before && after && !before->isDirectory && !after->isDirectory && before->origin() == after->origin();
        const auto file = isKept ? below.find({after->originLayer, after->originRecord}) : below.end();
        if (file != below.end() && file->second == kNoNode)
            file->second = slot;
    }
    const File *before = nullptr;
    for (File &file : m_files) {
        const auto kept = below.find({file.origin.layer, file.origin.record});
        if (kept != below.end() && kept->second != kNoNode)
            file.linkTo = kept->second;
        else if (before && before->origin == file.origin)
            file.linkTo = before->linkTo == kNoNode ? before->slot : before->linkTo;
        else
            m_contentSize
                = saturatingAdd(m_contentSize, m_history->layers()[std::size_t(file.origin.layer)]->fileSize(file.origin.record));
        before = &file;
    }
}

Entry SquashedLayer::entryOf(const SlotState &state) const
{
    return state.originRecord == kNoRecord ? MergedTree::impliedDirectory()
                                           : m_history->layers()[std::size_t(state.originLayer)]->entry(state.originRecord);
}

Result<QStringList> SquashedLayer::write(const ImageFs &fs, ByteSink &into, ProgressMeter &progress,
                                         const std::stop_token &stop) const
{
    const MergedTree &slots = *m_history->pathSlots();
    TarEntries entries(fs, into, progress, stop);
    for (const NodeId slot : m_removed) {
        const std::string parent = path(slots.parent(slot));
        const std::string name = whiteoutName(slots.name(slot));
        STRATOSCOPE_CHECK(entries.addEmpty(parent.empty() ? name : parent + '/' + name));
    }
    for (const auto &[slot, entry] : m_directories)
        STRATOSCOPE_CHECK(entries.add(path(slot), entry));
    for (const File &file : m_files)
        STRATOSCOPE_CHECK(file.linkTo == kNoNode ? entries.add(path(file.slot), file.origin)
                                                 : entries.addLink(path(file.slot), file.origin, path(file.linkTo)));
    return entries.finish();
}

} // namespace stratoscope
