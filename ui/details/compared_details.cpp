// SPDX-License-Identifier: Apache-2.0
#include "ui/details/compared_details.h"

#include "ui/common/format.h"
#include "ui/layers/layer_model.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ComparedDetailsTr {
    Q_DECLARE_TR_FUNCTIONS(ComparedDetails)
};

/// A label with all of its values.
struct Property {
    QString label;
    Details values;
};

std::vector<Property> propertiesOf(const Details &details)
{
    std::vector<Property> properties;
    for (const Detail &detail : details) {
        if (properties.empty() || !detail.label.isEmpty())
            properties.push_back({detail.label, {}});
        properties.back().values.append(detail);
    }
    return properties;
}

bool sameText(const Property &left, const Property &right)
{
    return std::ranges::equal(left.values, right.values, {}, &Detail::value, &Detail::value);
}

/// The values of one side, with a sign in front of each.
void addSide(Details &details, QString &label, const Property &property, const QString &sign, bool withLinks)
{
    for (Detail value : property.values) {
        value.label = std::exchange(label, {});
        value.value = sign + value.value;
        if (!withLinks)
            value.leadsTo.reset();
        details.append(value);
    }
}

void addBoth(Details &details, const Property &before, const Property &after)
{
    constexpr int kShort = 28;
    const auto isShort = [](const Property &property) {
        return property.values.size() == 1 && property.values.front().value.size() <= kShort
            && !property.values.front().value.contains(u'\n');
    };
    if (isShort(before) && isShort(after)) {
        Detail both = after.values.front();
        both.value = fromToText(before.values.front().value, both.value);
        both.leadsTo.reset();
        return details.append(both);
    }
    QString label = after.label;
    addSide(details, label, before, u"\u2212\u00A0"_s, false);
    addSide(details, label, after, u"+\u00A0"_s, true);
}

Details merged(const Details &before, const Details &after)
{
    const std::vector<Property> old = propertiesOf(before);
    Details details;
    std::size_t next = 0; // of `old`
    const auto addOld = [&](std::size_t end) {
        for (; next < end; ++next) {
            QString label = old[next].label;
            addSide(details, label, old[next], u"\u2212\u00A0"_s, false);
        }
    };
    for (const Property &property : propertiesOf(after)) {
        const auto known = std::find_if(old.begin() + std::ptrdiff_t(next), old.end(),
                                        [&](const Property &other) { return other.label == property.label; });
        if (known == old.end()) {
            QString label = property.label;
            addSide(details, label, property, u"+\u00A0"_s, true);
            continue;
        }
        addOld(std::size_t(known - old.begin()));
        ++next;
        if (sameText(*known, property))
            details.append(property.values);
        else
            addBoth(details, *known, property);
    }
    addOld(old.size());
    return details;
}

QString changeText(const ComparedTree &tree, NodeId node)
{
    switch (tree.diff.changes[node]) {
    case Change::None:
        return {};
    case Change::Added:
        return ComparedDetailsTr::tr("added");
    case Change::Removed:
        return tree.diff.isMovedAway(node) ? QString() : ComparedDetailsTr::tr("removed"); // the text says it
    case Change::Modified:
    case Change::Moved:
    case Change::Copied:
        break;
    }
    return {};
}

Details sideDetails(const DiffSide &side, NodeId node)
{
    return side.image ? entryDetails(*side.image, side.fs, node) : Details();
}

} // namespace

Details comparedDetails(const ComparedTree &tree, NodeId node)
{
    const TreeDiff &diff = tree.diff;
    const DiffSide &before = tree.before;
    const DiffSide &after = tree.after;
    Details details;
    QStringList difference{changeText(tree, node), differenceText(tree, node)};
    difference.removeAll({});
    if (!difference.isEmpty())
        details.append({ComparedDetailsTr::tr("Difference"), listText(difference)});
    const bool isRemoved = diff.changes[node] == Change::Removed;
    if (isRemoved)
        return details + sideDetails(before, diff.before[node]);
    if (diff.before[node] == kNoNode)
        return details + sideDetails(after, diff.after[node]);
    return details + merged(sideDetails(before, diff.before[node]), sideDetails(after, diff.after[node]));
}

Details comparisonDetails(const ComparedTree &tree)
{
    Details details;
    std::array<QString, 2> titles;
    if (tree.before.image && tree.after.image)
        titles = comparedTitles(*tree.before.image, *tree.after.image);
    const auto addSide = [&](const QString &label, const DiffSide &side, const QString &title) {
        if (!side.image)
            return details.append({label, ComparedDetailsTr::tr("nothing")});
        QString text = title.isEmpty() ? side.image->title() : title;
        if (side.alone)
            text = ComparedDetailsTr::tr("%1, layer %2").arg(text, layerTitle(*side.image, *side.alone));
        else if (side.layers.size() < side.image->layers.size())
            text = ComparedDetailsTr::tr("%1, up to layer %2").arg(text, layerTitle(*side.image, int(side.layers.size()) - 1));
        details.append({label, text});
        details.append({{},
                        listText({side.image->config.platform.toString(), entriesText(side.fs.tree->totalEntries(kRootNode)),
                                  sizeText(side.fs.tree->totalSize(kRootNode))})});
    };
    addSide(ComparedDetailsTr::tr("Before"), tree.before, titles[0]);
    addSide(ComparedDetailsTr::tr("After"), tree.after, titles[1]);
    return details + differencesDetails(tree);
}

Details differencesDetails(const ComparedTree &tree)
{
    Details details;
    const ChangeCounts &counts = tree.diff.counts.front();
    const auto add = [&](const QString &label, std::uint64_t count) {
        if (count > 0)
            details.append({label, countText(count)});
    };
    if (tree.diff.isEmpty())
        details.append({ComparedDetailsTr::tr("Differences"), ComparedDetailsTr::tr("none")});
    add(ComparedDetailsTr::tr("Added"), counts.added);
    add(ComparedDetailsTr::tr("Changed"), counts.modified);
    add(ComparedDetailsTr::tr("Removed"), counts.removed);
    add(ComparedDetailsTr::tr("Moved"), counts.moved);
    if (const QString bytes = changedSizeText(counts); !bytes.isEmpty())
        details.append({ComparedDetailsTr::tr("Bytes"), bytes});
    QStringList ignored;
    if (tree.rules.aspects() != 0)
        ignored += aspectsText(tree.rules.aspects());
    for (const std::string &glob : tree.rules.globs())
        ignored += printable(glob);
    if (!ignored.isEmpty())
        details.append({ComparedDetailsTr::tr("Ignored"), listText(ignored)});
    if (const std::uint32_t count = tree.comparedByTime; count > 0)
        details.append({ComparedDetailsTr::tr("Note"),
                        ComparedDetailsTr::tr("%Ln files of the same size were compared by their times, since the digests are not "
                                              "known yet.",
                                              nullptr, pluralCount(count))});
    return details;
}

} // namespace stratoscope::ui
