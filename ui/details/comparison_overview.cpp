// SPDX-License-Identifier: Apache-2.0
#include "ui/details/comparison_overview.h"

#include "oci/command_text.h"
#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

using Section = InspectorSection;
using Cell = InspectorSection::Cell;

struct ComparisonOverviewTr {
    Q_DECLARE_TR_FUNCTIONS(ComparisonOverview)
};

QStringList sideColumns(const QString &first)
{
    return {first, ComparisonOverviewTr::tr("Before"), ComparisonOverviewTr::tr("After")};
}

QString signOfChange(Change change)
{
    switch (change) {
    case Change::Added:
        return u"+"_s;
    case Change::Removed:
        return u"\u2212"_s;
    case Change::Modified:
        return u"~"_s;
    case Change::None:
    case Change::Moved:
    case Change::Copied:
        break;
    }
    return {};
}

/// "nothing" for a side without an image.
QString describedSide(const SideSummary &side)
{
    switch (side.kind) {
    case SideSummary::Kind::Nothing:
        return ComparisonOverviewTr::tr("nothing");
    case SideSummary::Kind::Layers:
        return side.layerCount == 1 && side.firstLayer > 0
            ? ComparisonOverviewTr::tr("%1, layer %2").arg(side.title).arg(side.firstLayer)
            : ComparisonOverviewTr::tr("%1, up to layer %2").arg(side.title).arg(side.firstLayer + int(side.layerCount) - 1);
    case SideSummary::Kind::Image:
    case SideSummary::Kind::FileSystem:
        break;
    }
    return side.title;
}

Section compareSides(const ImageDiff &diff)
{
    Section section{ComparisonOverviewTr::tr("Images"), sideColumns({}), {22, 39, 39}, {}};
    const auto add = [&](const QString &label, const QString &before, const QString &after, bool fixedWidth = false) {
        const bool isSame = before == after;
        if (!before.isEmpty() || !after.isEmpty())
            section.rows.append({Cell{label}, Cell{before, fixedWidth, isSame}, Cell{after, fixedWidth, isSame}});
    };
    const auto size = [](std::uint64_t bytes) { return bytes > 0 ? sizeText(bytes) : QString(); };
    const SideSummary &before = diff.before;
    const SideSummary &after = diff.after;
    add(ComparisonOverviewTr::tr("Image"), describedSide(before), describedSide(after));
    add(ComparisonOverviewTr::tr("Platform"), before.platform, after.platform);
    add(ComparisonOverviewTr::tr("Digest"), before.digest, after.digest, true);
    add(ComparisonOverviewTr::tr("Entries"), countText(before.entries), countText(after.entries));
    add(ComparisonOverviewTr::tr("Size of the files"), sizeText(before.contentSize), sizeText(after.contentSize));
    add(ComparisonOverviewTr::tr("Uncompressed size"), size(before.tarSize), size(after.tarSize));
    const bool isCompressed = before.isCompressed || after.isCompressed;
    add(isCompressed ? ComparisonOverviewTr::tr("Compressed size") : ComparisonOverviewTr::tr("Size of the layers"),
        size(before.blobSize), size(after.blobSize));
    add(ComparisonOverviewTr::tr("Layers"), countText(before.layerCount), countText(after.layerCount));
    add(ComparisonOverviewTr::tr("Common layers"), countText(diff.commonBase), countText(diff.commonBase));
    // What there is to download for someone who has the other image.
    add(ComparisonOverviewTr::tr("To download"), {}, size(diff.newBlobSize));
    return section;
}

QString fieldText(const ConfigDifference &difference)
{
    const auto named = [&](const QString &name) {
        return difference.key.isEmpty() ? name : ComparisonOverviewTr::tr("%1 %2").arg(name, difference.key);
    };
    switch (difference.field) {
    case ConfigField::Platform:
        return ComparisonOverviewTr::tr("Platform");
    case ConfigField::Created:
        return ComparisonOverviewTr::tr("Created");
    case ConfigField::Author:
        return ComparisonOverviewTr::tr("Author");
    case ConfigField::User:
        return ComparisonOverviewTr::tr("User");
    case ConfigField::Env:
        return named(ComparisonOverviewTr::tr("Variable"));
    case ConfigField::Entrypoint:
        return ComparisonOverviewTr::tr("Entrypoint");
    case ConfigField::Cmd:
        return ComparisonOverviewTr::tr("Command");
    case ConfigField::WorkingDir:
        return ComparisonOverviewTr::tr("Working directory");
    case ConfigField::Label:
        return named(ComparisonOverviewTr::tr("Label"));
    case ConfigField::ExposedPort:
        return named(ComparisonOverviewTr::tr("Port"));
    case ConfigField::Volume:
        return named(ComparisonOverviewTr::tr("Volume"));
    case ConfigField::StopSignal:
        return ComparisonOverviewTr::tr("Stop signal");
    case ConfigField::Healthcheck:
        return ComparisonOverviewTr::tr("Health check");
    case ConfigField::Shell:
        return ComparisonOverviewTr::tr("Shell");
    case ConfigField::OnBuild:
        return ComparisonOverviewTr::tr("On build");
    case ConfigField::Annotation:
        return named(ComparisonOverviewTr::tr("Annotation"));
    case ConfigField::Other:
        break;
    }
    return difference.key;
}

Section compareConfigs(const ImageDiff &diff)
{
    Section section{ComparisonOverviewTr::tr("Config"), sideColumns({}), {28, 36, 36}, {}};
    for (const ConfigDifference &difference : diff.config)
        section.rows.append({Cell{signOfChange(difference.change) + u' ' + fieldText(difference)}, Cell{difference.before, true},
                             Cell{difference.after, true}});
    if (section.rows.isEmpty()) {
        section = {section.title, {}, {100}, {}};
        section.rows.append({Cell{diff.comparesConfig() ? ComparisonOverviewTr::tr("The configs are the same.")
                                                        : ComparisonOverviewTr::tr("Only whole images have a config to compare."),
                                  false, true}});
    }
    return section;
}

Section compareLayers(const DiffSide &before, const DiffSide &after, const ImageDiff &diff)
{
    Section section{ComparisonOverviewTr::tr("Layers"), sideColumns({}), {5, 47, 48}, {}};
    const auto cell = [](const DiffSide &side, int layer, const SideSummary &summary, bool isShared) {
        if (layer < 0)
            return Cell();
        const ImageLayer &one = side.layers[std::size_t(layer)];
        const QString number = QString::number(summary.firstLayer + layer);
        return Cell{
            ComparisonOverviewTr::tr("%1: %2 (%3)").arg(number, commandText(one.createdBy), sizeText(one.index->contentSize())),
            false, isShared};
    };
    for (const LayerPair &pair : diff.layers)
        section.rows.append({Cell{pair.isShared() ? u"="_s : signOfChange(pair.before < 0 ? Change::Added : Change::Removed)},
                             cell(before, pair.before, diff.before, pair.isShared()),
                             cell(after, pair.after, diff.after, pair.isShared())});
    return section;
}

Section compareHistories(const ImageDiff &diff)
{
    Section section{ComparisonOverviewTr::tr("History"), {}, {5, 25, 70}, {}};
    if (!diff.comparesHistory())
        return section;
    for (const HistoryStep &step : diff.history) {
        const bool isSame = step.change == Change::None;
        QString created = createdText(step.entry().created);
        if (step.change == Change::Modified && step.before.created != step.after.created)
            created = fromToText(createdText(step.before.created), created);
        section.rows.append({Cell{isSame ? u"="_s : signOfChange(step.change)}, Cell{created, false, true},
                             Cell{commandText(step.entry().createdBy), true, isSame}});
    }
    return section;
}

} // namespace

QList<InspectorSection> inspectComparison(const DiffSide &before, const DiffSide &after, const ImageDiff &diff)
{
    QList<Section> sections{compareSides(diff), compareConfigs(diff), compareLayers(before, after, diff), compareHistories(diff)};
    sections.removeIf([](const Section &section) { return section.rows.isEmpty(); });
    return sections;
}

InspectorSection inspectPackages(const std::vector<PackageChange> &changes)
{
    constexpr std::size_t kMostListed = 200;
    Section section{ComparisonOverviewTr::tr("Packages"), sideColumns({}), {40, 30, 30}, {}};
    for (std::size_t i = 0; i < std::min(changes.size(), kMostListed); ++i) {
        const PackageChange &change = changes[i];
        const Change kind = change.difference == PackageDifference::Added ? Change::Added
            : change.difference == PackageDifference::Removed             ? Change::Removed
                                                                          : Change::Modified;
        section.rows.append({Cell{signOfChange(kind) + u' ' + printable(change.name)}, Cell{printable(change.before)},
                             Cell{printable(change.after)}});
    }
    if (changes.size() > kMostListed) {
        const int left = pluralCount(changes.size() - kMostListed);
        section.rows.append(
            {Cell{ComparisonOverviewTr::tr("%Ln more, see the page Packages", nullptr, left), false, true}, Cell(), Cell()});
    }
    return section;
}

} // namespace stratoscope::ui
