// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/diff.h"

#include "app/cli/change_lines.h"
#include "app/cli/context.h"
#include "app/cli/walk_tree.h"
#include "base/cancel.h"
#include "export/staged_file.h"
#include "image/verify_image.h"
#include "layer/size_text.h"
#include "report/change_details.h"
#include "report/comparison_report.h"
#include "report/html_report.h"
#include "report/markdown_report.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// Errors name the image as it was given, so that it is clear which side they are about.
Result<std::shared_ptr<const Image>> openSide(const Context &context, Store &store, std::size_t argument)
{
    auto image = context.openImage(store, argument);
    const QString name = printable(context.arguments()[argument]);
    if (!image && !image.error().message().contains(name))
        return Failure(withContext(name, std::move(image).error()));
    return image;
}

/// The part of an image that --layer or --upto selects.
Result<DiffSide> selectSide(const std::shared_ptr<const Image> &image, std::optional<int> layer, std::optional<int> upTo,
                            const std::stop_token &stop)
{
    if (layer || upTo)
        STRATOSCOPE_CHECK(requireLayer(*image, layer.value_or(upTo.value_or(0))));
    if (layer)
        return DiffSide::ofLayer(image, *layer, stop);
    return withContext(image->location, upTo ? DiffSide::upTo(image, *upTo, stop) : DiffSide::whole(image));
}

Result<ComparisonReport> compareSides(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(
        auto rules,
        ComparisonRules::make(invocation.ignored, invocation.ignoreTimes, invocation.ignoreOwners, invocation.semantic));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto first, openSide(context, store, 0));
    auto second = first;
    if (!invocation.layers) {
        STRATOSCOPE_TRY(second, openSide(context, store, 1));
    } else {
        STRATOSCOPE_CHECK(requireLayer(*first, invocation.layers->second));
    }
    const auto [lowest, highest] = invocation.layers.value_or(std::pair(0, 0));
    STRATOSCOPE_TRY(auto before,
                    invocation.layers ? withContext(first->location, DiffSide::upTo(first, lowest - 1, context.stop))
                                      : selectSide(first, invocation.layer, invocation.upTo, context.stop));
    STRATOSCOPE_TRY(auto after,
                    invocation.layers ? withContext(first->location, DiffSide::upTo(first, highest, context.stop))
                                      : selectSide(second, invocation.otherLayer, invocation.otherUpTo, context.stop));
    STRATOSCOPE_CHECK(verifyImage(*first, store, context.progress, context.stop));
    if (second != first)
        STRATOSCOPE_CHECK(verifyImage(*second, store, context.progress, context.stop));
    return ComparisonReport::make(std::move(before), std::move(after), std::move(rules), context.stop);
}

/// Calls `visit(node, path)` for each entry that differs. A moved file is visited where it is now.
template <typename Visit>
Result<void> forEachDifference(const Context &context, const ComparisonReport &report, const Visit &visit)
{
    const TreeDiff &files = report.files;
    const auto onNode = [&](NodeId node, const std::string &path) -> Result<void> {
        throwIfStopped(context.stop);
        if (files.changes[node] != Change::None && !files.isMovedAway(node))
            STRATOSCOPE_CHECK(visit(node, path));
        return context.output.flushIfFull();
    };
    if (files.changes[kRootNode] != Change::None)
        STRATOSCOPE_CHECK(onNode(kRootNode, "/"));
    return walkTree(*files.fs.tree, kRootNode, true, false, onNode);
}

// In JSON

Result<void> printFilesJson(const Context &context, const ComparisonReport &report)
{
    const TreeDiff &files = report.files;
    const DiffSide &before = report.comparison->before();
    const DiffSide &after = report.comparison->after();
    EntryJson beforeJson(*before.fs.tree, before.layers);
    EntryJson afterJson(*after.fs.tree, after.layers);
    return forEachDifference(context, report, [&](NodeId node, const std::string &path) {
        const Change change = files.changes[node];
        ChangeJson json{.layer = {}, .change = change, .what = files.aspects[node], .before = {}, .after = {}};
        const bool isElsewhere = change == Change::Moved || change == Change::Copied;
        if (change != Change::Added)
            json.before = {&beforeJson, files.before[node], isElsewhere ? before.fs.tree->path(files.before[node]) : path};
        if (change != Change::Removed)
            json.after = {&afterJson, files.after[node], path};
        return json.appendLine(context.output.buffer());
    });
}

void writeConfig(JsonWriter &json, const ComparisonReport &report)
{
    json.beginObject().key("config").beginObject().member("compared", report.image.comparesConfig());
    if (!report.image.comparesConfig())
        json.member("remark", report.configRemark());
    json.key("changes").beginArray();
    for (const ConfigDifference &difference : report.image.config) {
        json.beginObject().member("change", changeName(difference.change)).member("name", configFieldName(difference.field));
        if (!difference.key.isEmpty())
            json.member("key", difference.key);
        json.member("before", difference.change == Change::Added ? QJsonValue() : QJsonValue(difference.before));
        json.member("after", difference.change == Change::Removed ? QJsonValue() : QJsonValue(difference.after)).endObject();
    }
    json.endArray().endObject().endObject();
}

void writeStep(JsonWriter &json, std::string_view name, const HistoryEntry &step, bool exists)
{
    if (!exists) {
        json.member(name, nullptr);
        return;
    }
    json.key(name).beginObject().member("created", orNull(step.created));
    if (!step.author.isEmpty())
        json.member("author", step.author);
    if (!step.comment.isEmpty())
        json.member("comment", step.comment);
    json.endObject();
}

void writeHistory(JsonWriter &json, const ComparisonReport &report)
{
    const bool isCompared = report.image.comparesHistory() && !report.rules.image.ignoreHistory;
    const auto &steps = report.image.history;
    json.beginObject().key("history").beginObject().member("compared", isCompared);
    json.member("same", std::ranges::count(steps, Change::None, &HistoryStep::change)).key("changes").beginArray();
    for (const HistoryStep &step : steps) {
        if (step.change == Change::None)
            continue;
        json.beginObject().member("change", changeName(step.change)).member("createdBy", step.entry().createdBy);
        json.member("emptyLayer", step.entry().emptyLayer);
        writeStep(json, "before", step.before, step.change != Change::Added);
        writeStep(json, "after", step.after, step.change != Change::Removed);
        json.endObject();
    }
    json.endArray().endObject().endObject();
}

void writePackages(JsonWriter &json, const ComparisonReport &report)
{
    const ComparedPackages packages = report.packages.value_or(ComparedPackages());
    json.beginObject().key("packages").beginObject().member("compared", report.packages.has_value());
    json.member("before", packages.before).member("after", packages.after).key("changes").beginArray();
    for (const PackageChange &change : packages.changes) {
        json.beginObject().member("change", packageDifferenceName(change.difference)).member("type", packageTypeName(change.type));
        json.member("name", change.name).member("arch", change.arch);
        const auto version = [&json](std::string_view name, const std::string &text, bool exists) {
            if (exists)
                json.member(name, text);
            else
                json.member(name, nullptr);
        };
        version("before", change.before, change.difference != PackageDifference::Added);
        version("after", change.after, change.difference != PackageDifference::Removed);
        json.endObject();
    }
    json.endArray().member("notes", packages.notes).endObject().endObject();
}

void writeLayers(JsonWriter &json, const ComparisonReport &report)
{
    json.beginObject().key("layers").beginObject().member("commonBase", report.image.commonBase);
    json.member("newBlobsSize", report.image.newBlobSize).key("layers").beginArray();
    for (const LayerPair &pair : report.image.layers) {
        const ImageLayer &shown = pair.after >= 0 ? report.comparison->after().layers[std::size_t(pair.after)]
                                                  : report.comparison->before().layers[std::size_t(pair.before)];
        json.beginObject();
        json.member("before", pair.before < 0 ? QJsonValue() : QJsonValue(pair.before + report.image.before.firstLayer));
        json.member("after", pair.after < 0 ? QJsonValue() : QJsonValue(pair.after + report.image.after.firstLayer));
        json.member("digest", orNull(textOf(shown.digest))).member("diffId", orNull(textOf(shown.diffId)));
        json.member("size", shown.size).member("compressedSize", shown.compressedSize).member("createdBy", shown.createdBy);
        json.endObject();
    }
    json.endArray().endObject().endObject();
}

void writeSide(JsonWriter &json, std::string_view name, const SideSummary &side)
{
    json.key(name).beginObject().member("name", side.description());
    json.member("platform", orNull(side.platform)).member("digest", orNull(side.digest));
    json.member("layers", side.layerCount)
        .member("entries", side.entries)
        .member("contentSize", side.contentSize)
        .member("layersSize", side.tarSize)
        .member("blobsSize", side.blobSize)
        .endObject();
}

void writeSummary(JsonWriter &json, const ComparisonReport &report)
{
    const ComparisonReport::Counts &counts = report.counts;
    json.beginObject().key("summary").beginObject().member("different", report.hasDifferences());
    json.member("added", counts.added)
        .member("removed", counts.removed)
        .member("modified", counts.modified)
        .member("onlyTimes", counts.onlyTimes)
        .member("moved", counts.moved)
        .member("copied", counts.copied)
        .member("ignored", report.rules.texts());
    writeSide(json, "before", report.image.before);
    writeSide(json, "after", report.image.after);
    json.endObject().endObject();
}

Result<void> printJson(const Context &context, const ComparisonReport &report)
{
    STRATOSCOPE_CHECK(printFilesJson(context, report));
    JsonWriter json;
    for (const auto write : {writeConfig, writeHistory, writePackages, writeLayers, writeSummary}) {
        write(json, report);
        STRATOSCOPE_CHECK(context.print(json));
    }
    return {};
}

// As text

QString shortened(const QString &value)
{
    constexpr qsizetype kLongest = 200;
    return value.size() <= kLongest ? value : value.left(kLongest) + u'\u2026';
}

QString signOf(Change change)
{
    return change == Change::Added ? u"+"_s : change == Change::Removed ? u"-"_s : u"~"_s;
}

QString configLine(const ConfigDifference &difference)
{
    const QString before = shortened(difference.before);
    const QString after = shortened(difference.after);
    const QString values = difference.change == Change::Modified ? u"%1 \u2192 %2"_s.arg(before, after) : before + after;
    return u"  %1 %2: %3"_s.arg(signOf(difference.change), configLabel(difference), values.isEmpty() ? u"\"\""_s : values);
}

void addConfig(QStringList &lines, const ComparisonReport &report)
{
    if (report.image.comparesConfig() && report.image.config.empty())
        return;
    lines << u"config"_s + (report.image.comparesConfig() ? QString() : u": "_s + report.configRemark());
    for (const ConfigDifference &difference : report.image.config) {
        const bool hasValue = difference.field != ConfigField::ExposedPort && difference.field != ConfigField::Volume;
        lines << (hasValue ? configLine(difference) : u"  %1 %2"_s.arg(signOf(difference.change), configLabel(difference)));
    }
}

void addHistory(QStringList &lines, const ComparisonReport &report)
{
    const auto &steps = report.image.history;
    std::array<std::ptrdiff_t, 4> counts{}; // by Change
    for (const HistoryStep &step : steps)
        ++counts[std::size_t(step.change)];
    if (counts[std::size_t(Change::None)] == std::ptrdiff_t(steps.size()))
        return;
    const auto same = counts[std::size_t(Change::None)];
    lines << (same > 0 ? u"history: %1 of %2 steps are the same"_s.arg(same).arg(steps.size()) : u"history"_s);
    const auto modified = counts[std::size_t(Change::Modified)];
    if (modified > 0)
        lines << u"  ~ %1 with another time, author or comment"_s.arg(modified == 1 ? u"1 step"_s : u"%1 steps"_s.arg(modified));
    for (const HistoryStep &step : steps) {
        if (step.change == Change::Added || step.change == Change::Removed)
            lines << u"  %1 %2"_s.arg(signOf(step.change), shortened(step.entry().createdBy.simplified()));
    }
}

void addPackages(QStringList &lines, const ComparisonReport &report)
{
    if (!report.packages)
        return;
    if (const QString text = report.packagesText(); !text.isEmpty())
        lines << u"packages: "_s + text;
    for (const PackageChange &change : report.packages->changes) {
        const std::string type(packageTypeName(change.type));
        const QString name = printable(type + ' ' + change.name);
        if (change.difference == PackageDifference::Added)
            lines << u"  + %1 %2"_s.arg(name, printable(change.after));
        else if (change.difference == PackageDifference::Removed)
            lines << u"  - %1 %2"_s.arg(name, printable(change.before));
        else
            lines << u"  ~ %1 %2 \u2192 %3"_s.arg(name, printable(change.before), printable(change.after));
    }
}

QString fromTo(std::uint64_t before, std::uint64_t after)
{
    const QString sizes = u"%1 \u2192 %2"_s.arg(sizeText(before), sizeText(after));
    return before == after ? sizeText(after) : u"%1 (%2)"_s.arg(sizes, sizeDifference(before, after));
}

QStringList summaryLines(const ComparisonReport &report)
{
    const SideSummary &before = report.image.before;
    const SideSummary &after = report.image.after;
    QStringList lines;
    lines << report.summaryText();
    lines << u"contents: %1"_s.arg(fromTo(before.contentSize, after.contentSize));
    if (before.kind != SideSummary::Kind::Nothing)
        lines << u"layers: %1"_s.arg(report.layersText());
    if (before.isCompressed && after.isCompressed)
        lines << u"compressed: %1; %2 of it in new layers"_s.arg(fromTo(before.blobSize, after.blobSize),
                                                                 sizeText(report.image.newBlobSize));
    return lines;
}

Result<void> printText(const Context &context, const ComparisonReport &report)
{
    const auto [before, after] = report.titles();
    STRATOSCOPE_CHECK(context.print({u"--- "_s + before, u"+++ "_s + after}));
    const EntryText names(context.output.isTerminal());
    STRATOSCOPE_CHECK(forEachDifference(context, report, [&](NodeId node, const std::string &path) -> Result<void> {
        appendChangeText(context.output.buffer(), names, report.files.changes[node], path,
                         changeDetails(*report.comparison, report.files, node));
        return {};
    }));
    QStringList lines;
    addConfig(lines, report);
    addHistory(lines, report);
    addPackages(lines, report);
    return context.print(lines + summaryLines(report));
}

} // namespace

Result<void> runDiff(const Context &context)
{
    const Invocation &invocation = context.invocation;
    std::unique_ptr<StagedFile> html;
    if (!invocation.html.isEmpty()) {
        auto staged = StagedFile::begin(invocation.html, invocation.force);
        if (!staged && staged.error().kind == ErrorKind::Exists && !invocation.force)
            staged.error().detail += u"; use --force to overwrite it"_s;
        STRATOSCOPE_TRY(html, std::move(staged));
    }
    STRATOSCOPE_TRY(const ComparisonReport report, compareSides(context));
    for (const QString &note : report.packages ? report.packages->notes : QStringList())
        context.warn(note);
    if (html)
        STRATOSCOPE_CHECK(saveHtmlReport(report, *html, context.stop));
    if (invocation.exitCode && report.hasDifferences())
        context.exitCode = 1;
    if (invocation.json)
        return printJson(context, report);
    if (invocation.markdown) {
        context.output.buffer() += markdownReport(report);
        return context.output.flush();
    }
    return html ? context.print(summaryLines(report)) : printText(context, report);
}

} // namespace stratoscope::cli
