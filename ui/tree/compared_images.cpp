// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/compared_images.h"

namespace stratoscope::ui {

namespace {

/// By node of a tree of differences: the same entry in the tree of all differences.
std::vector<NodeId> nodesAmongAll(const MergedTree &some, const MergedTree &all)
{
    std::vector<NodeId> nodes(some.size(), kRootNode);
    for (NodeId directory = 0; directory < some.size(); ++directory) { // the parent of each node comes before it
        const NodeRange children = some.children(directory);
        if (children.empty())
            continue;
        NodeId known = *all.children(nodes[directory]).begin();
        for (const NodeId child : children) {
            // Of two entries with one name, one is a directory.
            while (all.name(known) != some.name(child) || all.isDirectory(known) != some.isDirectory(child))
                ++known;
            nodes[child] = known++;
        }
    }
    return nodes;
}

} // namespace

void ComparedImages::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_comparison.reset();
    ++m_generation;
}

Result<ComparedImages::Comparison> ComparedImages::compare(const TreeChoice &choice, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (m_comparison && m_comparison->choice == choice)
        return *m_comparison;
    const unsigned generation = m_generation;
    lock.unlock(); // a task that is cancelled must not hold up the next one
    STRATOSCOPE_TRY(DiffSide before, DiffSide::upTo(m_before, choice.first, stop));
    STRATOSCOPE_TRY(DiffSide after, DiffSide::upTo(m_after, choice.layer, stop));
    Comparison made{.choice = choice, .found = {}, .byName = {}};
    STRATOSCOPE_TRY(made.found, TreeComparison::make(std::move(before), std::move(after), stop));
    made.byName = TreeOrder::byName(made.found->diff({}, stop).fs.tree, stop);
    lock.lock();
    if (generation == m_generation)
        m_comparison = made;
    return made;
}

Result<TreeSnapshot> ComparedImages::make(const TreeChoice &choice, const IgnoreRules &rules, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const Comparison comparison, compare(choice, stop));
    const TreeComparison &found = *comparison.found;
    const auto compared = std::make_shared<const ComparedTree>(ComparedTree{.before = found.before(),
                                                                            .after = found.after(),
                                                                            .comparedByTime = found.comparedByTime(),
                                                                            .rules = rules,
                                                                            .diff = found.diff(rules, stop)});
    const TreeDiff &diff = compared->diff;
    const std::vector<NodeId> nodes = nodesAmongAll(*diff.fs.tree, *comparison.byName->tree());
    return TreeSnapshot{.choice = choice,
                        .fs = diff.fs,
                        .changes = {compared, &diff.changes},
                        .counts = {compared, &diff.counts},
                        .after = found.after().fs,
                        .before = found.before().fs,
                        .byName = TreeOrder::byName(diff.fs.tree, *comparison.byName, nodes, stop),
                        .compared = compared};
}

} // namespace stratoscope::ui
