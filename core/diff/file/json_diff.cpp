// SPDX-License-Identifier: Apache-2.0
#include "diff/file/json_diff.h"

#include "base/cancel.h"

#include <QHash>

#include <algorithm>

namespace stratoscope {

namespace {

using Node = JsonTree::Node;
using Kind = JsonTree::Kind;

/// Arrays whose lengths, multiplied, are at most this are searched for elements that both have.
constexpr std::size_t kMostComparedElements = 250'000;

std::size_t mixed(std::size_t hash)
{
    hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29);
}

/// A hash of each value, by node, that does not depend on the order of members. Different values may have the same.
std::vector<std::size_t> hashes(const JsonTree &tree)
{
    std::vector<std::size_t> found(tree.size());
    for (Node node = Node(found.size()); node-- > 0;) {
        // Children follow their parents, and have added theirs already.
        const auto kind = std::size_t(tree.kind(node)) + 1;
        const bool nests = tree.kind(node) == Kind::Object || tree.kind(node) == Kind::Array;
        found[node] = mixed(nests ? found[node] + kind : qHash(tree.text(node), kind));
        if (node == JsonTree::kRoot)
            break;
        const Node parent = tree.parent(node);
        const std::size_t place = tree.kind(parent) == Kind::Object ? qHash(tree.key(node), 7) : mixed(tree.row(node) + 1);
        found[parent] += mixed(found[node] ^ mixed(place));
    }
    return found;
}

class JsonComparer
{
public:
    JsonComparer(JsonDiff &diff, const std::stop_token &stop)
        : m_diff(diff)
        , m_before(*diff.before)
        , m_after(*diff.after)
        , m_beforeHashes(hashes(m_before))
        , m_afterHashes(hashes(m_after))
        , m_stop(stop)
    {
    }

    /// Without recursion, since the documents may be nested deeply.
    void run()
    {
        std::vector<JsonChange> open{{JsonTree::kRoot, JsonTree::kRoot}};
        while (!open.empty()) {
            throwIfStopped(m_stop);
            const JsonChange pair = open.back();
            open.pop_back();
            if (pair.before == JsonChange::kNone || pair.after == JsonChange::kNone
                || m_before.kind(pair.before) != m_after.kind(pair.after)) {
                if (!add(pair))
                    return;
                continue;
            }
            std::vector<JsonChange> inside;
            if (m_before.kind(pair.before) == Kind::Object)
                inside = members(pair);
            else if (m_before.kind(pair.before) == Kind::Array)
                inside = elements(pair);
            else if (m_before.text(pair.before) != m_after.text(pair.after) && !add(pair))
                return;
            open.insert(open.end(), inside.rbegin(), inside.rend());
        }
    }

private:
    bool add(const JsonChange &change)
    {
        m_diff.isComplete = m_diff.changes.size() < JsonDiff::kMaxChanges;
        if (m_diff.isComplete)
            m_diff.changes.push_back(change);
        return m_diff.isComplete;
    }

    /// A key that occurs several times is paired in order.
    std::vector<JsonChange> members(const JsonChange &pair) const
    {
        QHash<QString, std::vector<Node>> byKey;
        const std::uint32_t beforeCount = m_before.childCount(pair.before);
        for (std::uint32_t row = beforeCount; row-- > 0;) {
            const Node member = m_before.child(pair.before, row);
            byKey[m_before.key(member)].push_back(member);
        }
        std::vector<JsonChange> inside;
        std::uint32_t nextRemoved = 0; // row of the first member that may have been removed and is not listed yet
        const std::uint32_t afterCount = m_after.childCount(pair.after);
        std::vector<Node> partners(afterCount, JsonChange::kNone);
        std::vector<bool> isPaired(beforeCount, false);
        for (std::uint32_t row = 0; row < afterCount; ++row) {
            const auto known = byKey.find(m_after.key(m_after.child(pair.after, row)));
            if (known == byKey.end() || known->empty())
                continue;
            partners[row] = known->back();
            known->pop_back();
            isPaired[m_before.row(partners[row])] = true;
        }
        const auto listRemoved = [&](std::uint32_t end) {
            for (; nextRemoved < end; ++nextRemoved) {
                if (!isPaired[nextRemoved])
                    inside.push_back({m_before.child(pair.before, nextRemoved), JsonChange::kNone});
            }
        };
        for (std::uint32_t row = 0; row < afterCount; ++row) {
            if (partners[row] != JsonChange::kNone)
                listRemoved(m_before.row(partners[row]));
            inside.push_back({partners[row], m_after.child(pair.after, row)});
        }
        listRemoved(beforeCount);
        return inside;
    }

    std::vector<JsonChange> elements(const JsonChange &pair) const
    {
        const std::uint32_t beforeCount = m_before.childCount(pair.before);
        const std::uint32_t afterCount = m_after.childCount(pair.after);
        const auto isSame = [&](std::uint32_t before, std::uint32_t after) {
            return m_beforeHashes[m_before.child(pair.before, before)] == m_afterHashes[m_after.child(pair.after, after)];
        };
        std::uint32_t prefix = 0;
        while (prefix < std::min(beforeCount, afterCount) && isSame(prefix, prefix))
            ++prefix;
        std::uint32_t suffix = 0;
        while (suffix < std::min(beforeCount, afterCount) - prefix && isSame(beforeCount - 1 - suffix, afterCount - 1 - suffix))
            ++suffix;

        // What is the same is compared as well: hashes are a hint only.
        std::vector<JsonChange> inside;
        std::uint32_t before = 0;
        std::uint32_t after = 0;
        const auto pairUpTo = [&](std::uint32_t beforeEnd, std::uint32_t afterEnd) {
            while (before < beforeEnd || after < afterEnd) {
                JsonChange change;
                if (before < beforeEnd)
                    change.before = m_before.child(pair.before, before++);
                if (after < afterEnd)
                    change.after = m_after.child(pair.after, after++);
                inside.push_back(change);
            }
        };
        pairUpTo(prefix, prefix);
        const std::size_t rows = beforeCount - suffix - prefix;
        const std::size_t columns = afterCount - suffix - prefix;
        if (rows * columns > 0 && rows * columns <= kMostComparedElements) {
            std::vector<std::uint32_t> longest((rows + 1) * (columns + 1)); // common sequence from there on
            const auto at
                = [&](std::size_t row, std::size_t column) -> std::uint32_t & { return longest[row * (columns + 1) + column]; };
            const auto same = [&](std::size_t row, std::size_t column) {
                return isSame(prefix + std::uint32_t(row), prefix + std::uint32_t(column));
            };
            for (std::size_t row = rows; row-- > 0;) {
                throwIfStopped(m_stop);
                for (std::size_t column = columns; column-- > 0;)
                    at(row, column)
                        = same(row, column) ? at(row + 1, column + 1) + 1 : std::max(at(row + 1, column), at(row, column + 1));
            }
            for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
                if (same(row, column)) {
                    pairUpTo(prefix + std::uint32_t(row), prefix + std::uint32_t(column));
                    pairUpTo(prefix + std::uint32_t(++row), prefix + std::uint32_t(++column));
                } else {
                    ++(at(row + 1, column) >= at(row, column + 1) ? row : column);
                }
            }
        }
        pairUpTo(beforeCount - suffix, afterCount - suffix);
        pairUpTo(beforeCount, afterCount);
        return inside;
    }

    JsonDiff &m_diff;
    const JsonTree &m_before;
    const JsonTree &m_after;
    const std::vector<std::size_t> m_beforeHashes;
    const std::vector<std::size_t> m_afterHashes;
    const std::stop_token &m_stop;
};

} // namespace

QString JsonDiff::path(const JsonChange &change) const
{
    return change.after != JsonChange::kNone ? after->path(change.after) : before->path(change.before);
}

JsonDiff diffJson(std::shared_ptr<const JsonTree> before, std::shared_ptr<const JsonTree> after, const std::stop_token &stop)
{
    JsonDiff diff{.before = std::move(before), .after = std::move(after), .changes = {}};
    JsonComparer(diff, stop).run();
    return diff;
}

} // namespace stratoscope
