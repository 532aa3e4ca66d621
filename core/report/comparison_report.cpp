// SPDX-License-Identifier: Apache-2.0
#include "report/comparison_report.h"

#include "base/cancel.h"
#include "layer/size_text.h"
#include "packages/read_packages.h"
#include "report/change_details.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

ComparisonReport::Counts countsOf(const TreeDiff &files)
{
    ComparisonReport::Counts counts;
    for (NodeId node = 0; node < files.changes.size(); ++node) {
        switch (files.changes[node]) {
        case Change::None:
            break;
        case Change::Added:
            ++counts.added;
            break;
        case Change::Removed:
            counts.removed += !files.isMovedAway(node);
            break;
        case Change::Modified:
            ++counts.modified;
            counts.onlyTimes += files.aspects[node] == Aspects(Aspect::Time);
            break;
        case Change::Moved:
            ++counts.moved;
            break;
        case Change::Copied:
            ++counts.copied;
            break;
        }
    }
    return counts;
}

void addSizes(std::vector<ReportRow> &rows, const QString &name, std::uint64_t before, std::uint64_t after)
{
    rows.push_back({name, sizeText(before), sizeText(after), before == after ? QString() : sizeDifference(before, after)});
}

void addCounts(std::vector<ReportRow> &rows, const QString &name, std::uint64_t before, std::uint64_t after)
{
    const QString more = after > before ? u'+' + countText(after - before) : u'-' + countText(before - after);
    rows.push_back({name, countText(before), countText(after), before == after ? QString() : more});
}

ComparedPackages comparedPackages(const ImageFs &before, const ImageFs &after, const std::stop_token &stop)
{
    const PackageList old = readPackages(before, stop);
    const PackageList now = readPackages(after, stop);
    ComparedPackages compared{
        .before = old.packages.size(), .after = now.packages.size(), .changes = comparePackages(old, now), .notes = {}};
    for (const PackageList *const list : {&old, &now}) {
        for (const Error &note : list->notes) {
            if (!compared.notes.contains(note.message()))
                compared.notes << note.message();
        }
    }
    return compared;
}

} // namespace

Result<ComparisonRules> ComparisonRules::make(std::vector<std::string> globs, bool ignoreTimes, bool ignoreOwners, bool semantic)
{
    ComparisonRules rules;
    if (semantic)
        rules.image = ImageRules::semantic();
    rules.image.ignoreTimes = semantic || ignoreTimes;
    Aspects aspects = 0;
    aspects |= rules.image.ignoreTimes ? Aspects(Aspect::Time) : Aspects(0);
    aspects |= ignoreOwners ? Aspects(Aspect::Owner) : Aspects(0);
    STRATOSCOPE_TRY(rules.files, IgnoreRules::make(aspects, std::move(globs)));
    return rules;
}

QStringList ComparisonRules::texts() const
{
    QStringList texts;
    if (image.ignoreTimes || has(files.aspects(), Aspect::Time))
        texts << u"times"_s;
    if (has(files.aspects(), Aspect::Owner))
        texts << u"owners"_s;
    if (image.ignoreHistory)
        texts << u"history"_s;
    if (image.ignoreNames)
        texts << u"image names"_s;
    for (const std::string &glob : files.globs())
        texts << printable(glob);
    return texts;
}

Result<ComparisonReport> ComparisonReport::make(DiffSide before, DiffSide after, ComparisonRules rules, const std::stop_token &stop)
{
    ComparisonReport report;
    report.image = compareImages(before, after, rules.image);
    if (!before.alone && !after.alone)
        report.packages = comparedPackages(before.fs, after.fs, stop);
    STRATOSCOPE_TRY(report.comparison, TreeComparison::make(std::move(before), std::move(after), stop));
    report.files = report.comparison->diff(rules.files, stop);
    report.rules = std::move(rules);
    report.counts = countsOf(report.files);
    return report;
}

std::pair<QString, QString> ComparisonReport::titles() const
{
    const SideSummary &before = image.before;
    const SideSummary &after = image.after;
    const QString left = before.description();
    const QString right = after.description();
    const auto both = [&](const QString &ofLeft, const QString &ofRight) {
        return std::pair(u"%1 (%2)"_s.arg(left, ofLeft), u"%1 (%2)"_s.arg(right, ofRight));
    };
    if (left != right || comparison->before().image == comparison->after().image)
        return {left, right};
    if (before.platform != after.platform && !before.platform.isEmpty() && !after.platform.isEmpty())
        return both(before.platform, after.platform);
    if (before.digest != after.digest && !before.digest.isEmpty() && !after.digest.isEmpty()) {
        constexpr qsizetype kShown = 19; // sha256: and twelve digits
        return both(before.digest.left(kShown), after.digest.left(kShown));
    }
    return both(comparison->before().image->location, comparison->after().image->location);
}

QString ComparisonReport::countsText() const
{
    QStringList parts;
    const auto add = [&parts](std::uint64_t count, QLatin1StringView word, const QString &more = {}) {
        if (count > 0)
            parts << countText(count) + u' ' + word + more;
    };
    add(counts.added, "added"_L1);
    add(counts.removed, "removed"_L1);
    const QString times = counts.onlyTimes == 0 ? QString()
        : counts.onlyTimes == counts.modified   ? u" (only the time differs)"_s
                                                : u" (in %1 only the time differs)"_s.arg(countText(counts.onlyTimes));
    add(counts.modified, "modified"_L1, times);
    add(counts.moved, "moved"_L1);
    add(counts.copied, "copied"_L1);
    return parts.isEmpty() ? u"no files differ"_s : parts.join(u", "_s);
}

QString ComparisonReport::summaryText() const
{
    const QString text = hasDifferences() ? countsText() : u"no differences"_s;
    const QStringList ignored = rules.texts();
    return ignored.isEmpty() ? text : u"%1; ignored: %2"_s.arg(text, ignored.join(u", "_s));
}

QString ComparisonReport::packagesText() const
{
    QStringList parts;
    for (const auto difference : {PackageDifference::Added, PackageDifference::Removed, PackageDifference::Upgraded,
                                  PackageDifference::Downgraded, PackageDifference::Changed}) {
        const auto count = packages ? std::ranges::count(packages->changes, difference, &PackageChange::difference) : 0;
        const std::string_view name = packageDifferenceName(difference);
        if (count > 0)
            parts << countText(std::uint64_t(count)) + u' ' + QLatin1StringView(name.data(), qsizetype(name.size()));
    }
    return parts.join(u", "_s);
}

QString ComparisonReport::layersText() const
{
    const std::size_t before = image.before.layerCount;
    const std::size_t after = image.after.layerCount;
    const std::size_t shared = std::size_t(std::ranges::count_if(image.layers, &LayerPair::isShared));
    QString text = u"%1 \u2192 %2"_s.arg(before).arg(after);
    if (shared == before && shared == after)
        return text + u", all of them the same"_s;
    if (image.commonBase > 0)
        text += image.commonBase == 1 ? u", the lowest one is the same"_s : u", the lowest %1 are the same"_s.arg(image.commonBase);
    if (shared > image.commonBase)
        text += u", %1 others are shared"_s.arg(shared - image.commonBase);
    return shared == 0 ? text + u", none is shared"_s : text;
}

QString ComparisonReport::configRemark() const
{
    if (image.comparesConfig())
        return {};
    const auto hasNone = [](const SideSummary &side) { return side.kind == SideSummary::Kind::FileSystem; };
    if (hasNone(image.before) && hasNone(image.after))
        return u"not compared: neither side is an image with a config"_s;
    if (hasNone(image.before) || hasNone(image.after))
        return u"not compared: %1 has none"_s.arg(hasNone(image.before) ? titles().first : titles().second);
    return u"not compared: it describes whole images, not their layers"_s;
}

std::vector<NodeId> ComparisonReport::largest(std::size_t most) const
{
    std::vector<std::pair<std::uint64_t, NodeId>> found;
    for (NodeId node = 0; node < files.changes.size(); ++node) {
        const std::int64_t bytes = bytesGained(*comparison, files, node);
        if (bytes != 0)
            found.emplace_back(bytes < 0 ? std::uint64_t(0) - std::uint64_t(bytes) : std::uint64_t(bytes), node);
    }
    const auto end = found.begin() + std::ptrdiff_t(std::min(most, found.size()));
    std::ranges::partial_sort(found, end, [](const auto &left, const auto &right) {
        return left.first != right.first ? left.first > right.first : left.second < right.second;
    });
    std::vector<NodeId> nodes;
    std::transform(found.begin(), end, std::back_inserter(nodes), [](const auto &each) { return each.second; });
    return nodes;
}

std::vector<ReportRow> reportRows(const ImageDiff &image)
{
    const SideSummary &before = image.before;
    const SideSummary &after = image.after;
    std::vector<ReportRow> rows;
    const auto add = [&rows](const QString &name, const QString &left, const QString &right) {
        if (!left.isEmpty() || !right.isEmpty())
            rows.push_back({name, left, right, {}});
    };
    add(u"Platform"_s, before.platform, after.platform);
    add(u"Digest"_s, before.digest, after.digest);
    addSizes(rows, u"Size of the files"_s, before.contentSize, after.contentSize);
    addCounts(rows, u"Files and directories"_s, before.entries, after.entries);
    addCounts(rows, u"Layers"_s, before.layerCount, after.layerCount);
    if (before.tarSize > 0 && after.tarSize > 0)
        addSizes(rows, u"Layers, uncompressed"_s, before.tarSize, after.tarSize);
    if (before.isCompressed && after.isCompressed)
        addSizes(rows, u"Layers, compressed"_s, before.blobSize, after.blobSize);
    return rows;
}

QString countText(std::uint64_t count)
{
    return QLocale(QLocale::English).toString(qulonglong(count));
}

QString configLabel(const ConfigDifference &difference)
{
    const std::string_view field = configFieldName(difference.field);
    const QString name = QString::fromLatin1(field.data(), qsizetype(field.size()));
    return difference.field == ConfigField::Other ? difference.key : difference.key.isEmpty() ? name : name + u' ' + difference.key;
}

} // namespace stratoscope
