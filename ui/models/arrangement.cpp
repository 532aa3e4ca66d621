// SPDX-License-Identifier: Apache-2.0
#include "ui/models/arrangement.h"

#include "base/cancel.h"
#include "ui/models/name_search.h"

#include <algorithm>
#include <numeric>

namespace stratoscope::ui {

namespace {

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

unsigned char folded(char byte)
{
    return static_cast<unsigned char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

std::size_t skipDigits(std::string_view text, std::size_t from)
{
    while (from < text.size() && isDigit(text[from]))
        ++from;
    return from;
}

std::size_t skipZeros(std::string_view text, std::size_t from)
{
    while (from < text.size() && text[from] == '0')
        ++from;
    return from;
}

/// What is sorted by, but for the name: bigger than any value of the columns needs, so one type serves them all.
struct SortKey {
    std::int64_t first = 0;
    std::int64_t second = 0;
    auto operator<=>(const SortKey &) const = default;
};

SortKey keyOf(const MergedTree &tree, NodeId node, TreeColumn column)
{
    switch (column) {
    case TreeColumn::Name:
        return {tree.isDirectory(node) ? 0 : 1, 0};
    case TreeColumn::Size:
        return {std::int64_t(std::min<std::uint64_t>(tree.totalSize(node), INT64_MAX)), 0};
    case TreeColumn::Mode: {
        const Entry entry = tree.entry(node);
        return {int(entry.kind), entry.mode};
    }
    case TreeColumn::Owner: {
        const Entry entry = tree.entry(node);
        return {entry.uid, entry.gid};
    }
    case TreeColumn::Modified: {
        const Entry entry = tree.entry(node);
        return {entry.mtime.seconds, entry.mtime.nanoseconds};
    }
    case TreeColumn::Layer:
        return {tree.layer(node), 0};
    }
    Q_UNREACHABLE();
}

} // namespace

int compareNames(std::string_view left, std::string_view right)
{
    std::size_t l = 0;
    std::size_t r = 0;
    while (l < left.size() && r < right.size()) {
        if (isDigit(left[l]) && isDigit(right[r])) {
            const std::size_t leftEnd = skipDigits(left, l);
            const std::size_t rightEnd = skipDigits(right, r);
            const std::size_t leftBegin = skipZeros(left, l);
            const std::size_t rightBegin = skipZeros(right, r);
            const auto leftNumber = left.substr(leftBegin, leftEnd - leftBegin);
            const auto rightNumber = right.substr(rightBegin, rightEnd - rightBegin);
            if (leftNumber.size() != rightNumber.size())
                return leftNumber.size() < rightNumber.size() ? -1 : 1;
            if (const int order = leftNumber.compare(rightNumber); order != 0)
                return order;
            l = leftEnd;
            r = rightEnd;
            continue;
        }
        if (const int order = int(folded(left[l])) - int(folded(right[r])); order != 0)
            return order;
        ++l;
        ++r;
    }
    if (const auto leftRest = left.size() - l, rightRest = right.size() - r; leftRest != rightRest)
        return leftRest < rightRest ? -1 : 1;
    return left.compare(right);
}

/// Orders the shown children of one directory after another; keeps its buffer.
class Arrangement::Sorter
{
public:
    explicit Sorter(const MergedTree &tree, const TreeSort &sort)
        : m_tree(tree)
        , m_sort(sort)
    {
    }

    void sort(std::span<NodeId> nodes)
    {
        m_items.clear();
        for (const NodeId node : nodes)
            m_items.push_back({keyOf(m_tree, node, m_sort.column), node});
        const bool descending = m_sort.order == Qt::DescendingOrder;
        const bool byName = m_sort.column == TreeColumn::Name;
        std::ranges::sort(m_items, [&](const Item &left, const Item &right) {
            if (left.key != right.key)
                return descending && !byName ? right.key < left.key : left.key < right.key; // directories always stand first
            const int order = compareNames(m_tree.name(left.node), m_tree.name(right.node));
            if (order == 0) // a layer by itself may hold a whiteout and a file of one name
                return left.node < right.node;
            return descending && byName ? order > 0 : order < 0;
        });
        std::ranges::transform(m_items, nodes.begin(), &Item::node);
    }

private:
    struct Item {
        SortKey key;
        NodeId node;
    };
    const MergedTree &m_tree;
    const TreeSort m_sort;
    std::vector<Item> m_items;
};

std::shared_ptr<const Arrangement> Arrangement::make(std::shared_ptr<const MergedTree> tree, const TreeSort &sort,
                                                     const std::string &filter, const std::stop_token &stop)
{
    std::shared_ptr<Arrangement> made(new Arrangement(std::move(tree)));
    const MergedTree &nodes = *made->m_tree;
    made->m_sort = sort;
    made->m_filter = filter;
    const std::vector<bool> shown = made->findShown(stop);

    made->m_inSlot.resize(nodes.size());
    std::iota(made->m_inSlot.begin(), made->m_inSlot.end(), 0);
    made->m_slotOf.assign(nodes.size(), kNoNode);
    made->m_slotOf[kRootNode] = kRootNode;
    Sorter sorter(nodes, sort);
    std::uint32_t sinceLook = 0;
    for (NodeId directory = 0; directory < nodes.size(); ++directory) {
        const auto children = nodes.children(directory);
        if (children.size() == 0 || (made->isFiltered() && !shown[directory]))
            continue;
        if ((sinceLook += std::uint32_t(children.size())) > 0x4000) {
            throwIfStopped(stop);
            sinceLook = 0;
        }
        std::span run(made->m_inSlot.begin() + *children.begin(), children.size());
        if (made->isFiltered()) {
            const auto hidden = std::ranges::partition(run, [&shown](NodeId node) { return bool(shown[node]); });
            run = run.first(run.size() - hidden.size());
            made->m_shownChildren[directory] = std::uint32_t(run.size());
        }
        sorter.sort(run);
        for (std::size_t i = 0; i < run.size(); ++i)
            made->m_slotOf[run[i]] = *children.begin() + std::uint32_t(i);
    }
    made->countShown(shown);
    return made;
}

std::vector<bool> Arrangement::findShown(const std::stop_token &stop)
{
    if (m_filter.empty())
        return {};
    m_matches = findNames(*m_tree, NamePattern(m_filter), stop);
    m_shownChildren.assign(m_tree->size(), 0);
    std::vector<bool> shown(m_tree->size(), false);
    shown[kRootNode] = true;
    for (NodeId node : m_matches) {
        for (; !shown[node]; node = m_tree->parent(node))
            shown[node] = true;
    }
    return shown;
}

void Arrangement::countShown(const std::vector<bool> &shown)
{
    // A directory's number is not always below its children's, so depths are found from above, level by level.
    std::vector<NodeId> level{kRootNode};
    std::vector<NodeId> next;
    while (!level.empty()) {
        next.clear();
        std::uint32_t count = 0;
        for (const NodeId directory : level) {
            for (const NodeId node : m_tree->children(directory)) {
                if (!shown.empty() && !shown[node])
                    continue;
                ++count;
                if (m_tree->isDirectory(node))
                    next.push_back(node);
            }
        }
        if (count > 0)
            m_shownAtDepth.push_back(count);
        level.swap(next);
    }
}

std::uint32_t Arrangement::rowCount(NodeId directory) const
{
    return isFiltered() ? m_shownChildren[directory] : std::uint32_t(m_tree->children(directory).size());
}

NodeId Arrangement::child(NodeId directory, std::uint32_t row) const
{
    return m_inSlot[*m_tree->children(directory).begin() + row];
}

std::uint32_t Arrangement::row(NodeId node) const
{
    return m_slotOf[node] - *m_tree->children(m_tree->parent(node)).begin();
}

} // namespace stratoscope::ui
