// SPDX-License-Identifier: Apache-2.0
#include "query/tree_order.h"

#include "base/cancel.h"
#include "base/utf8.h"

#include <algorithm>
#include <numeric>

namespace stratoscope {

namespace {

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
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

/// What entries are sorted by, other than names. Wide enough for the values of every column.
struct SortKey {
    std::int64_t first = 0;
    std::int64_t second = 0;
    auto operator<=>(const SortKey &) const = default;
};

/// Sizes are far below the limit of signed numbers, but a file may claim any.
std::int64_t sizeKey(std::uint64_t size)
{
    return std::int64_t(std::min<std::uint64_t>(size, INT64_MAX));
}

SortKey keyOf(const ComparedSizes &sizes, TreeColumn column)
{
    if (column == TreeColumn::Before)
        return {sizeKey(sizes.before), 0};
    if (column == TreeColumn::After)
        return {sizeKey(sizes.after), 0};
    const auto [least, most] = std::minmax(sizes.before, sizes.after);
    return {sizeKey(most - least), 0};
}

bool isCompared(TreeColumn column)
{
    return column == TreeColumn::Before || column == TreeColumn::After || column == TreeColumn::Difference;
}

SortKey keyOf(const MergedTree &tree, NodeId node, TreeColumn column)
{
    switch (column) {
    case TreeColumn::Name:
        return {}; // already in that order
    case TreeColumn::Size:
        return {sizeKey(tree.totalSize(node)), 0};
    case TreeColumn::Layer:
        return {tree.layer(node), 0};
    default:
        break;
    }
    const Entry entry = tree.entry(node);
    if (column == TreeColumn::Modified)
        return {entry.mtime.seconds, entry.mtime.nanoseconds};
    return column == TreeColumn::Owner ? SortKey{entry.uid, entry.gid} : SortKey{int(entry.kind), entry.mode};
}

void sortByName(const MergedTree &tree, std::span<NodeId> run)
{
    const auto before = [&tree](NodeId left, NodeId right) {
        if (tree.isDirectory(left) != tree.isDirectory(right))
            return tree.isDirectory(left);
        const int order = compareNames(tree.name(left), tree.name(right));
        return order == 0 ? left < right : order < 0; // two may have the same name: one removed, one added
    };
    if (!std::ranges::is_sorted(run, before)) // nodes are sorted bytewise, which is often the same
        std::ranges::sort(run, before);
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
        const auto leftByte = static_cast<unsigned char>(asciiLower(left[l])),
                   rightByte = static_cast<unsigned char>(asciiLower(right[r]));
        if (const int order = leftByte - rightByte; order != 0)
            return order;
        ++l;
        ++r;
    }
    if (const auto leftRest = left.size() - l, rightRest = right.size() - r; leftRest != rightRest)
        return leftRest < rightRest ? -1 : 1;
    return left.compare(right);
}

template <typename Sort>
void TreeOrder::sortDirectories(const Sort &sortRun, const std::stop_token &stop)
{
    std::uint32_t sinceCheck = 0;
    for (NodeId directory = 0; directory < m_tree->size(); ++directory) {
        const NodeRange children = m_tree->children(directory);
        if (children.empty())
            continue;
        if ((sinceCheck += children.size()) > 0x4000) {
            throwIfStopped(stop);
            sinceCheck = 0;
        }
        const auto run = std::span(m_inSlot).subspan(*children.begin(), children.size());
        sortRun(run);
        if (directory == kRootNode && m_last != kNoNode) {
            const auto last = std::ranges::find(run, m_last);
            std::rotate(last, std::next(last), run.end());
        }
    }
}

std::shared_ptr<const TreeOrder> TreeOrder::byName(std::shared_ptr<const MergedTree> tree, const std::stop_token &stop, NodeId last)
{
    std::shared_ptr<TreeOrder> made(new TreeOrder(std::move(tree)));
    made->m_last = last;
    made->m_inSlot.resize(made->m_tree->size());
    std::iota(made->m_inSlot.begin(), made->m_inSlot.end(), 0);
    made->sortDirectories([&made](std::span<NodeId> run) { sortByName(*made->m_tree, run); }, stop);
    return made;
}

std::shared_ptr<const TreeOrder> TreeOrder::byName(std::shared_ptr<const MergedTree> tree, const TreeOrder &whole,
                                                   const std::vector<NodeId> &nodesOfWhole, const std::stop_token &stop)
{
    std::shared_ptr<TreeOrder> made(new TreeOrder(std::move(tree)));
    if (made->m_tree == whole.m_tree) {
        made->m_inSlot = whole.m_inSlot;
        return made;
    }
    std::vector<std::uint32_t> slotOf(whole.m_inSlot.size());
    for (std::uint32_t slot = 0; slot < slotOf.size(); ++slot)
        slotOf[whole.m_inSlot[slot]] = slot;
    made->m_inSlot.resize(made->m_tree->size());
    std::iota(made->m_inSlot.begin(), made->m_inSlot.end(), 0);
    const auto changedKind
        = [&](NodeId node) { return made->m_tree->isDirectory(node) != whole.m_tree->isDirectory(nodesOfWhole[node]); };
    std::vector<std::pair<std::uint32_t, NodeId>> items;
    made->sortDirectories(
        [&](std::span<NodeId> run) {
            if (std::ranges::any_of(run, changedKind)) // directories come first, and here they are others
                return sortByName(*made->m_tree, run);
            items.clear();
            for (const NodeId node : run)
                items.emplace_back(slotOf[nodesOfWhole[node]], node);
            if (!std::ranges::is_sorted(items))
                std::ranges::sort(items);
            std::ranges::transform(items, run.begin(), &std::pair<std::uint32_t, NodeId>::second);
        },
        stop);
    return made;
}

std::shared_ptr<const TreeOrder> TreeOrder::sorted(const TreeSort &sort, const std::stop_token &stop, const SizesOf &sizesOf) const
{
    struct Item {
        SortKey key;
        std::uint32_t rank; ///< by name
        NodeId node;
    };
    std::shared_ptr<TreeOrder> made(new TreeOrder(m_tree));
    made->m_sort = sort;
    made->m_last = m_last;
    made->m_inSlot = m_inSlot;
    const bool descending = sort.order == Qt::DescendingOrder;
    const bool byComparison = isCompared(sort.column);
    const auto keyAt = [&](NodeId node) {
        if (!byComparison)
            return keyOf(*m_tree, node, sort.column);
        return sizesOf ? keyOf(sizesOf(node), sort.column) : SortKey();
    };
    std::vector<Item> items;
    made->sortDirectories(
        [&](std::span<NodeId> run) {
            if (sort.column == TreeColumn::Name) { // directories stay first
                if (descending) {
                    const auto files = std::ranges::find_if(run, [this](NodeId node) { return !m_tree->isDirectory(node); });
                    std::reverse(run.begin(), files);
                    std::reverse(files, run.end());
                }
                return;
            }
            items.clear();
            for (const NodeId node : run)
                items.push_back({keyAt(node), std::uint32_t(items.size()), node});
            const auto before = [descending](const Item &left, const Item &right) {
                if (left.key != right.key)
                    return descending ? right.key < left.key : left.key < right.key;
                return left.rank < right.rank;
            };
            if (!std::ranges::is_sorted(items, before)) // directories with few distinct values are common
                std::ranges::sort(items, before);
            std::ranges::transform(items, run.begin(), &Item::node);
        },
        stop);
    return made;
}

} // namespace stratoscope
