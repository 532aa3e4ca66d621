// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/analyze.h"

#include "analysis/size_rules.h"
#include "app/cli/advice_text.h"
#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "base/cancel.h"
#include "base/utf8.h"
#include "diff/attribute_differences.h"
#include "image/verify_image.h"
#include "oci/command_text.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr std::uint64_t kMostRuleBytes = 1 << 20;

Result<std::vector<SizeRule>> readRules(const Context &context)
{
    const Invocation &invocation = context.invocation;
    std::vector<SizeRule> rules;
    if (invocation.failUnder)
        rules.push_back({.name = u"--fail-under"_s, .figure = SizeRule::Figure::Efficiency, .limit = *invocation.failUnder});
    if (invocation.maxWasted)
        rules.push_back({.name = u"--max-wasted"_s, .figure = SizeRule::Figure::HiddenBytes, .mostBytes = *invocation.maxWasted});
    if (invocation.maxWastedPercent)
        rules.push_back(
            {.name = u"--max-wasted-percent"_s, .figure = SizeRule::Figure::HiddenPercent, .limit = *invocation.maxWastedPercent});
    if (!invocation.rules.isEmpty()) {
        STRATOSCOPE_TRY(const QByteArray yaml, readAll(invocation.rules, kMostRuleBytes));
        STRATOSCOPE_TRY(const DiveRules read, DiveRules::parse(yaml, invocation.rules));
        for (const QString &name : read.unknown)
            context.warn(u"%1: ignored the unknown rule “%2”"_s.arg(invocation.rules, name));
        rules.insert(rules.end(), read.rules.begin(), read.rules.end());
    }
    return rules;
}

QLatin1StringView evidenceName(BaseImage::Evidence evidence)
{
    constexpr std::array kNames{"digest"_L1, "layers"_L1, "command"_L1, "times"_L1};
    return kNames[std::size_t(evidence)];
}

// As JSON

void writeOptional(JsonWriter &json, std::string_view name, const std::optional<std::uint64_t> &value)
{
    if (value)
        json.member(name, *value);
    else
        json.member(name, nullptr);
}

/// The paths as text, and again in a member `…Base64` if some of them are not UTF-8.
void writePaths(JsonWriter &json, const std::vector<std::string> &paths, const std::string &name = "paths")
{
    json.key(name).beginArray();
    for (const std::string &path : paths)
        json.value(path);
    json.endArray();
    if (std::ranges::all_of(paths, [](const std::string &path) { return isUtf8(path); }))
        return;
    json.key(name + "Base64").beginArray();
    for (const std::string &path : paths)
        json.value(QString::fromLatin1(QByteArray::fromStdString(path).toBase64()));
    json.endArray();
}

void writeSaving(JsonWriter &json, const ImageAnalysis &analysis, const Saving &saving)
{
    json.beginObject().member("bytes", saving.bytes);
    writeOptional(json, "compressedBytes", analysis.compressedBytes(saving.writtenBy, saving.bytes));
    json.member("cause", wasteCauseName(saving.cause)).member("layer", saving.layer);
    json.member("createdBy", analysis.layer(saving.layer).createdBy);
    json.key("written").beginObject().member("layer", saving.writtenBy);
    json.member("createdBy", analysis.layer(saving.writtenBy).createdBy).endObject();
    if (saving.cause == WasteCause::AttributesOnly) {
        json.key("what").beginArray();
        for (const std::string_view name : aspectNames(saving.aspects))
            json.value(name);
        json.endArray();
    }
    if (saving.cache == CacheKind::None)
        json.member("cache", nullptr);
    else
        json.member("cache", traitsOf(saving.cache).name);
    json.member("advice", adviceText(saving));
    std::vector<std::string> paths;
    for (const WastedFile &file : analysis.filesOf(saving))
        paths.push_back(analysis.path(file));
    writePaths(json, paths);
    if (saving.cause == WasteCause::Moved) {
        paths.clear();
        for (const WastedFile &file : analysis.filesOf(saving))
            paths.push_back(analysis.newPath(file));
        writePaths(json, paths, "movedTo");
    }
    json.endObject();
}

void writeDuplicates(JsonWriter &json, const ImageAnalysis &analysis)
{
    json.member("duplicates", analysis.duplicateBytes).key("duplicateFiles").beginArray();
    for (const DuplicateFiles &files : analysis.duplicates) {
        json.beginObject().member("bytes", files.bytes()).member("size", files.size).member("sha256", toHex(files.digest));
        std::vector<std::string> paths;
        for (const NodeId node : files.copies)
            paths.push_back(analysis.image->tree->path(node));
        writePaths(json, paths);
        json.endObject();
    }
    json.endArray();
}

void writeBase(JsonWriter &json, const std::optional<BaseImage> &base)
{
    if (!base) {
        json.member("baseImage", nullptr);
        return;
    }
    json.key("baseImage").beginObject().member("name", orNull(base->name)).member("digest", orNull(textOf(base->digest)));
    if (base->layers > 0)
        json.member("layers", base->layers).member("knownBy", evidenceName(base->evidence));
    else
        json.member("layers", nullptr).member("knownBy", nullptr);
    json.endObject();
}

void writeDive(JsonWriter &json, const DiveFigures &dive)
{
    json.key("dive").beginObject().member("efficiency", dive.efficiency).member("wastedBytes", dive.wastedBytes);
    json.member("userWastedPercent", dive.userWastedPercent());
    json.member("sizeBytes", dive.sizeBytes).member("userSizeBytes", dive.userSizeBytes).key("files").beginArray();
    for (const DiveFigures::File &file : dive.files) {
        json.beginObject().member("count", file.count).member("sizeBytes", file.bytes);
        memberWithBase64(json, "file", file.path);
        json.endObject();
    }
    json.endArray().endObject();
}

void writeRules(JsonWriter &json, const std::vector<RuleOutcome> &outcomes)
{
    json.key("rules").beginArray();
    for (const RuleOutcome &outcome : outcomes) {
        json.beginObject().member("rule", outcome.rule.name);
        if (outcome.rule.isInBytes())
            json.member("value", outcome.bytes).member("limit", outcome.rule.mostBytes);
        else
            json.member("value", outcome.value).member("limit", outcome.rule.limit);
        json.member("passed", outcome.isMet).endObject();
    }
    json.endArray();
}

Result<void> printJson(const Context &context, const ImageAnalysis &analysis, const std::vector<RuleOutcome> &outcomes)
{
    JsonWriter json;
    json.beginObject().member("size", analysis.size).member("layersSize", analysis.layersSize);
    writeOptional(json, "compressedSize", analysis.compressedSize());
    json.key("hidden").beginObject().member("attributesOnly", analysis.hidden.attributesOnly);
    json.member("overwritten", analysis.hidden.overwritten).member("deleted", analysis.hidden.deleted).endObject();
    json.member("contentsKnown", analysis.knowsContents);
    writeDuplicates(json, analysis);
    json.key("savings").beginArray();
    for (const Saving &saving : analysis.savings) {
        throwIfStopped(context.stop);
        writeSaving(json, analysis, saving);
    }
    json.endArray();
    writeBase(json, analysis.base);
    writeDive(json, analysis.dive);
    writeRules(json, outcomes);
    return context.print(json.endObject());
}

// As text

QString percentText(double percent)
{
    return QString::number(percent, 'f', 2) + u" %"_s;
}

QString shortStep(const QString &text)
{
    constexpr qsizetype kLongest = 160;
    return text.size() <= kLongest ? text : text.left(kLongest) + u'…';
}

QString firstPaths(const std::vector<std::string> &paths)
{
    constexpr qsizetype kMost = 3;
    QStringList texts;
    for (const std::string &path : paths)
        texts << printable(path);
    return listed(texts, kMost);
}

QString baseText(const BaseImage &base)
{
    const QString name = base.name.isEmpty() ? textOf(base.digest) : base.name;
    if (base.layers == 0)
        return name + u"; its layers are not known"_s;
    const QString layers = base.layers == 1 ? u"layer 0"_s : u"layers 0 to %1"_s.arg(base.layers - 1);
    switch (base.evidence) {
    case BaseImage::Evidence::Command:
        return u"%1, judging by the command in the history"_s.arg(name.isEmpty() ? layers : name + u", "_s + layers);
    case BaseImage::Evidence::Times:
        return u"%1, judging by the times in the history"_s.arg(name.isEmpty() ? layers : name + u", "_s + layers);
    default:
        return name.isEmpty() ? layers : name + u", "_s + layers;
    }
}

void addRow(QStringList &lines, const QString &name, const QString &text)
{
    lines << name.leftJustified(12) + text;
}

QStringList summaryLines(const ImageAnalysis &analysis)
{
    QStringList lines;
    addRow(lines, u"size"_s, sizeText(analysis.size));
    const auto compressed = analysis.compressedSize();
    const auto count = analysis.layers.size();
    addRow(lines, u"layers"_s,
           u"%1 in %2%3"_s.arg(sizeText(analysis.layersSize), count == 1 ? u"1 layer"_s : u"%1 layers"_s.arg(count),
                               compressed ? u", %1 compressed"_s.arg(sizeText(*compressed)) : QString()));
    const ImageAnalysis::Hidden &hidden = analysis.hidden;
    QString text = sizeText(hidden.total());
    if (hidden.total() > 0) {
        text += u" (%1 of the layers): %2 only changed attributes, %3 overwritten, %4 deleted"_s.arg(
            percentText(100 * double(hidden.total()) / double(analysis.layersSize)), sizeText(hidden.attributesOnly),
            sizeText(hidden.overwritten), sizeText(hidden.deleted));
    }
    addRow(lines, u"hidden"_s, text);
    if (analysis.knowsContents)
        addRow(lines, u"duplicates"_s, sizeText(analysis.duplicateBytes));
    else
        lines << u"Contents were not compared: changed attributes count as overwritten, and duplicates are not known."_s;
    if (analysis.base)
        addRow(lines, u"base image"_s, baseText(*analysis.base));
    return lines;
}

QString sizeColumn(std::uint64_t bytes)
{
    return sizeText(bytes).rightJustified(11) + u"  "_s;
}

void addSavings(QStringList &lines, const ImageAnalysis &analysis)
{
    constexpr std::size_t kMost = 20;
    if (analysis.savings.empty())
        return;
    lines << QString() << u"What could be saved:"_s;
    const QString indent(13, u' ');
    for (const Saving &saving : std::span(analysis.savings).first(std::min(kMost, analysis.savings.size()))) {
        const QString step = shortStep(commandText(analysis.layer(saving.layer).createdBy));
        lines << sizeColumn(saving.bytes) + causeText(saving) + (step.isEmpty() ? u"."_s : u": "_s + step);
        lines << indent + adviceText(saving);
        std::vector<std::string> paths;
        for (const WastedFile &file : analysis.filesOf(saving))
            paths.push_back(analysis.path(file));
        lines << indent + firstPaths(paths);
    }
    std::uint64_t rest = 0;
    for (std::size_t i = kMost; i < analysis.savings.size(); ++i)
        rest += analysis.savings[i].bytes;
    if (analysis.savings.size() > kMost)
        lines << sizeColumn(rest) + u"in %1 more savings; --json lists them all."_s.arg(analysis.savings.size() - kMost);
}

void addDuplicates(QStringList &lines, const ImageAnalysis &analysis)
{
    constexpr std::size_t kMost = 10;
    if (analysis.duplicates.empty())
        return;
    lines << QString() << u"Duplicates:"_s;
    for (const DuplicateFiles &files : std::span(analysis.duplicates).first(std::min(kMost, analysis.duplicates.size()))) {
        std::vector<std::string> paths;
        for (const NodeId node : files.copies)
            paths.push_back(analysis.image->tree->path(node));
        lines << sizeColumn(files.bytes())
                + u"%1 copies of %2: %3"_s.arg(QString::number(files.copies.size()), sizeText(files.size), firstPaths(paths));
    }
    std::uint64_t rest = analysis.duplicateBytes;
    for (std::size_t i = 0; i < std::min(kMost, analysis.duplicates.size()); ++i)
        rest -= std::min(rest, analysis.duplicates[i].bytes());
    if (analysis.duplicates.size() > kMost)
        lines << sizeColumn(rest) + u"in copies of %1 more files; --json lists them all."_s.arg(analysis.duplicates.size() - kMost);
}

void addDive(QStringList &lines, const DiveFigures &dive)
{
    lines << QString() << u"As dive counts:"_s;
    addRow(lines, u"efficiency"_s, percentText(100 * dive.efficiency));
    addRow(lines, u"wasted"_s,
           u"%1 bytes (%2), %3 of the layers above the lowest"_s.arg(QString::number(dive.wastedBytes), sizeText(dive.wastedBytes),
                                                                     percentText(100 * dive.userWastedPercent())));
}

QString figureText(const SizeRule &rule, double value, std::uint64_t bytes)
{
    if (rule.isInBytes())
        return sizeText(bytes);
    return rule.figure == SizeRule::Figure::HiddenPercent ? percentText(value) : QString::number(value, 'f', 4);
}

void addRules(QStringList &lines, const std::vector<RuleOutcome> &outcomes)
{
    if (outcomes.empty())
        return;
    lines << QString() << u"Rules:"_s;
    for (const RuleOutcome &outcome : outcomes) {
        const QString limit = figureText(outcome.rule, outcome.rule.limit, outcome.rule.mostBytes);
        lines << u"  %1  %2  %3 %4 %5"_s.arg(outcome.isMet ? u"passed"_s : u"FAILED"_s, outcome.rule.name.leftJustified(24),
                                             figureText(outcome.rule, outcome.value, outcome.bytes).rightJustified(11),
                                             outcome.rule.figure == SizeRule::Figure::Efficiency ? u"at least"_s : u"at most"_s,
                                             limit);
    }
}

} // namespace

Result<void> runAnalyze(const Context &context)
{
    STRATOSCOPE_TRY(const std::vector<SizeRule> rules, readRules(context)); // before an image is pulled in vain
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    if (context.invocation.digests)
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));
    STRATOSCOPE_TRY(const ImageAnalysis analysis, analyzeImage(image, baseCandidates(store, context.stop), context.stop));
    const std::vector<RuleOutcome> outcomes = checkRules(rules, analysis);
    if (!std::ranges::all_of(outcomes, &RuleOutcome::isMet))
        context.exitCode = 1;
    if (context.invocation.json)
        return printJson(context, analysis, outcomes);
    QStringList lines = summaryLines(analysis);
    addSavings(lines, analysis);
    addDuplicates(lines, analysis);
    addDive(lines, analysis.dive);
    addRules(lines, outcomes);
    return context.print(lines);
}

} // namespace stratoscope::cli
