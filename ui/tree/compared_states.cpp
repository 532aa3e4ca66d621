// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/compared_states.h"

namespace stratoscope::ui {

namespace {

/// By node of a tree of differences: the same entry in a tree of all of them, or of all paths.
std::vector<NodeId> nodesAmongAll(const MergedTree &some, const MergedTree &all)
{
    std::vector<NodeId> nodes(some.size(), kRootNode);
    for (NodeId directory = 0; directory < some.size(); ++directory) { // the parent of each node comes before it
        const NodeRange children = some.children(directory);
        if (children.empty())
            continue;
        const NodeRange candidates = all.children(nodes[directory]);
        const NodeId end = *candidates.end();
        NodeId known = *candidates.begin();
        for (const NodeId child : children) {
            const std::string_view name = some.name(child);
            while (all.name(known) != name)
                ++known;
            // Of two entries with one name, one is a directory.
            if (all.isDirectory(known) != some.isDirectory(child) && known + 1 < end && all.name(known + 1) == name)
                ++known;
            nodes[child] = known;
        }
    }
    return nodes;
}

} // namespace

void ComparedStates::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_comparison.reset();
    ++m_generation;
}

Result<ComparedStates::Comparison> ComparedStates::compare(const TreeChoice &choice, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (m_comparison && m_comparison->choice == choice)
        return *m_comparison;
    const unsigned generation = m_generation;
    lock.unlock(); // a task that is cancelled must not hold up the next one
    const auto sideOf = [&](TreeSnapshots &image, int layer) -> Result<DiffSide> {
        return choice.scope == TreeChoice::BetweenLayers ? image.layer(layer, stop) : image.state(layer, stop);
    };
    STRATOSCOPE_TRY(DiffSide before, sideOf(*m_before, choice.scope == TreeChoice::Only ? choice.first - 1 : choice.first));
    STRATOSCOPE_TRY(DiffSide after, sideOf(*m_after, choice.layer));
    Comparison made{.choice = choice, .found = {}, .byName = {}};
    STRATOSCOPE_TRY(made.found, TreeComparison::make(std::move(before), std::move(after), stop));
    if (choice.scope == TreeChoice::Only) {
        STRATOSCOPE_TRY(made.byName, m_after->allByName(stop));
    } else {
        made.byName = TreeOrder::byName(made.found->diff({}, stop).fs.tree, stop);
    }
    lock.lock();
    if (generation == m_generation)
        m_comparison = made;
    return made;
}

Result<TreeSnapshot> ComparedStates::make(const TreeChoice &choice, const IgnoreRules &rules, const std::stop_token &stop)
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
                        .after = found.after().fs,
                        .byName = TreeOrder::byName(diff.fs.tree, *comparison.byName, nodes, stop),
                        .compared = compared};
}

} // namespace stratoscope::ui
