// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/compared_tree.h"

#include "diff/attribute_differences.h"
#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ComparedTreeTr {
    Q_DECLARE_TR_FUNCTIONS(ComparedTree)
};

/// changesText() without what did not happen.
QString shortChangesText(const ChangeCounts &counts)
{
    QStringList entries;
    const auto add = [&](QChar sign, std::uint64_t count) {
        if (count > 0)
            entries += sign + countText(count);
    };
    add(u'+', counts.added);
    add(u'~', counts.modified);
    add(u'\u2212', counts.removed);
    add(u'\u2192', counts.moved);
    QStringList parts{entries.join(u' '), changedSizeText(counts)};
    parts.removeAll({});
    return listText(parts);
}

/// What is different about an entry that both sides have, the shortest way to say it.
QString aspectsText(Aspects aspects, const Entry &before, const Entry &after)
{
    if (aspects == Aspects(Aspect::Time))
        return ComparedTreeTr::tr("only the time differs");
    QStringList parts;
    if (has(aspects, Aspect::Type))
        parts += fromToText(kindText(before.kind), kindText(after.kind));
    if (has(aspects, Aspect::Content))
        parts += ComparedTreeTr::tr("content");
    if (has(aspects, Aspect::Link))
        parts += fromToText(printable(before.linkTarget), printable(after.linkTarget));
    if (has(aspects, Aspect::Mode))
        parts += fromToText(octalText(before.mode), octalText(after.mode));
    if (has(aspects, Aspect::Owner))
        parts += fromToText(QString::fromStdString(ownerIds(before)), QString::fromStdString(ownerIds(after)));
    if (has(aspects, Aspect::Device))
        parts += fromToText(QString::fromStdString(deviceNumber(before)), QString::fromStdString(deviceNumber(after)));
    if (has(aspects, Aspect::Xattrs))
        parts += ComparedTreeTr::tr("extended attributes");
    if (has(aspects, Aspect::Time))
        parts += ComparedTreeTr::tr("time");
    return listText(parts);
}

} // namespace

QString aspectsText(Aspects aspects)
{
    QStringList parts;
    const auto add = [&](Aspect aspect, const QString &text) {
        if (has(aspects, aspect))
            parts += text;
    };
    add(Aspect::Type, ComparedTreeTr::tr("type"));
    add(Aspect::Content, ComparedTreeTr::tr("content"));
    add(Aspect::Link, ComparedTreeTr::tr("link target"));
    add(Aspect::Mode, ComparedTreeTr::tr("mode"));
    add(Aspect::Owner, ComparedTreeTr::tr("owner"));
    add(Aspect::Device, ComparedTreeTr::tr("device"));
    add(Aspect::Xattrs, ComparedTreeTr::tr("extended attributes"));
    add(Aspect::Time, ComparedTreeTr::tr("time"));
    return listText(parts);
}

ComparedSizes ComparedTree::sizes(NodeId node) const
{
    if (!groupedSizes.empty() && diff.fs.tree->isDirectory(node))
        return groupedSizes[diff.fs.tree->directoryNumber(node)];
    const auto sizeIn = [](const MergedTree &tree, NodeId entry) {
        const EntryKind kind = tree.kind(entry);
        return kind == EntryKind::Regular || kind == EntryKind::Directory ? tree.totalSize(entry) : 0;
    };
    ComparedSizes sizes;
    if (existsBefore(node))
        sizes.before = sizeIn(*before.fs.tree, diff.before[node]);
    if (existsAfter(node))
        sizes.after = sizeIn(*after.fs.tree, diff.after[node]);
    if (diff.isMovedAway(node)) // nothing is lost
        sizes.after = sizes.before;
    return sizes;
}

int ComparedTree::layer(NodeId node) const
{
    const int number = diff.fs.tree->layer(node);
    const int layersBefore = int(before.fs.tree->layers().size());
    return number < layersBefore ? number + before.alone.value_or(0) : number - layersBefore + after.alone.value_or(0);
}

std::string ComparedTree::otherPath(NodeId node) const
{
    if (diff.changes[node] == Change::Moved || diff.changes[node] == Change::Copied)
        return before.fs.tree->path(diff.before[node]);
    return diff.isMovedAway(node) ? after.fs.tree->path(diff.after[node]) : std::string();
}

QString reasonText(const ComparedTree &tree, NodeId node)
{
    const Change change = tree.diff.changes[node];
    const Aspects aspects = tree.diff.aspects[node];
    QStringList parts;
    if (change == Change::Moved)
        parts += ComparedTreeTr::tr("moved from %1").arg(printable(tree.otherPath(node)));
    else if (change == Change::Copied)
        parts += ComparedTreeTr::tr("copied from %1").arg(printable(tree.otherPath(node)));
    else if (tree.diff.isMovedAway(node))
        parts += ComparedTreeTr::tr("moved to %1").arg(printable(tree.otherPath(node)));
    if (aspects != 0 && change != Change::Removed)
        parts += aspectsText(aspects, tree.before.fs.tree->entry(tree.diff.before[node]),
                             tree.after.fs.tree->entry(tree.diff.after[node]));
    return listText(parts);
}

QString differenceText(const ComparedTree &tree, NodeId node)
{
    QStringList parts{reasonText(tree, node)};
    if (tree.diff.fs.tree->isDirectory(node)) {
        const ChangeCounts &below = tree.diff.counts[tree.diff.fs.tree->directoryNumber(node)];
        if (below != ChangeCounts())
            parts += shortChangesText(below);
    }
    parts.removeAll({});
    return listText(parts);
}

} // namespace stratoscope::ui
