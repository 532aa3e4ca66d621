// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/inspect.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "prebaked/prebaked_config.h"

#include <span>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// The configuration in the form of a prebaked directory. A user that the image does not define has no IDs here; only an export
/// reports that as an error.
PrebakedConfig runConfiguration(const Image &image)
{
    std::vector<Digest> digests;
    for (const ImageLayer &layer : image.layers)
        digests.push_back(layer.digest.value_or(Digest()));
    if (!image.userIds) {
        if (auto config = PrebakedConfig::of(image.config, digests, image.fs()))
            return std::move(*config);
    }
    ImageConfig nobody = image.config;
    nobody.run.user.clear();
    PrebakedConfig config = PrebakedConfig::of(nobody, digests, image.fs()).value_or(PrebakedConfig());
    config.user = image.config.run.user;
    config.ids = image.userIds;
    return config;
}

void writeLayer(JsonWriter &json, const ImageLayer &layer, std::size_t number)
{
    json.beginObject().member("index", number);
    json.member("digest", orNull(textOf(layer.digest)));
    json.member("diffId", orNull(textOf(layer.diffId)));
    json.member("mediaType", orNull(layer.mediaType));
    json.member("compressedSize", layer.compressedSize)
        .member("size", layer.size)
        .member("contentSize", layer.index->contentSize())
        .member("entries", layer.index->entryCount())
        .member("createdBy", layer.createdBy);
    if (const auto records = layer.index->recordsWithWarnings(); !records.empty()) {
        json.key("oddEntries").beginArray();
        for (const RecordId record : records) {
            json.beginObject();
            memberWithBase64(json, "path", '/' + layer.index->path(record));
            writeWarnings(json, layer.index->entry(record).warnings);
            json.endObject();
        }
        json.endArray();
    }
    json.endObject();
}

void writeHistory(JsonWriter &json, const HistoryEntry &entry)
{
    json.beginObject();
    json.member("created", orNull(entry.created));
    json.member("createdBy", entry.createdBy);
    if (!entry.author.isEmpty())
        json.member("author", entry.author);
    if (!entry.comment.isEmpty())
        json.member("comment", entry.comment);
    if (entry.emptyLayer)
        json.member("emptyLayer", true);
    json.endObject();
}

void writeImage(JsonWriter &json, const Image &image)
{
    json.beginObject();
    json.member("digest", orNull(textOf(image.digest)));
    json.member("mediaType", orNull(image.mediaType));
    json.member("platform", image.config.platform.toString());
    json.member("created", orNull(image.config.created));
    json.member("kind", sourceKindName(image.source)).member("names", image.names);
    json.member("configDigest", orNull(image.configDigest.toString()));
    json.member("contentSize", image.tree->totalSize(kRootNode)).member("entries", image.tree->totalEntries(kRootNode));
    json.key("config");
    runConfiguration(image).write(json);
    json.key("layers").beginArray();
    for (std::size_t i = 0; i < image.layers.size(); ++i)
        writeLayer(json, image.layers[i], i);
    json.endArray().key("history").beginArray();
    for (const HistoryEntry &entry : image.config.history)
        writeHistory(json, entry);
    json.endArray().endObject();
}

/// A property on a line of its own, or on one for each value; nothing without a value.
void add(QStringList &lines, const QString &name, const QStringList &values)
{
    bool isFirst = true;
    for (const QString &value : values) {
        if (!value.isEmpty())
            lines << u"%1 %2"_s.arg((std::exchange(isFirst, false) ? name : QString()).leftJustified(12), value);
    }
}

void add(QStringList &lines, const QString &name, const QString &value)
{
    add(lines, name, QStringList{value});
}

/// What is odd about entries of a layer, a line each.
QStringList warningsOf(const LayerIndex &index)
{
    constexpr std::size_t kMost = 20;
    QStringList texts;
    const std::vector<RecordId> records = index.recordsWithWarnings();
    for (const RecordId record : std::span(records).first(std::min(records.size(), kMost))) {
        for (const EntryWarningName &known : entryWarningNames()) {
            if (index.entry(record).warnings & known.warning)
                texts << u"/%1: %2"_s.arg(printable(index.path(record)),
                                          QLatin1StringView(known.sentence.data(), qsizetype(known.sentence.size())));
        }
    }
    if (records.size() > kMost)
        texts << u"%1 more entries"_s.arg(records.size() - kMost);
    return texts;
}

void addLayer(QStringList &lines, const ImageLayer &layer, std::size_t number)
{
    const QString size = layer.size == layer.compressedSize
        ? sizeText(layer.size)
        : u"%1 of %2"_s.arg(sizeText(layer.compressedSize), sizeText(layer.size));
    lines << QString() << u"layer %1"_s.arg(number);
    add(lines, u"  digest"_s, textOf(layer.digest));
    add(lines, u"  diff-id"_s, textOf(layer.diffId));
    add(lines, u"  media type"_s, layer.mediaType);
    add(lines, u"  size"_s, layer.size > 0 ? size : QString());
    add(lines, u"  contents"_s, sizeText(layer.index->contentSize()));
    add(lines, u"  entries"_s, QString::number(layer.index->entryCount()));
    add(lines, u"  created by"_s, layer.createdBy);
    add(lines, u"  warning"_s, warningsOf(*layer.index));
}

QStringList imageLines(const Image &image)
{
    const PrebakedConfig config = runConfiguration(image);
    const QString ids = config.ids
        ? u"%1 (%2:%3)"_s.arg(config.user, QString::number(config.ids->uid), QString::number(config.ids->gid))
        : config.user;
    QStringList labels;
    for (auto label = config.labels.begin(); label != config.labels.end(); ++label)
        labels << label.key() + u'=' + label.value();
    QStringList lines;
    add(lines, u"name"_s, image.names);
    add(lines, u"kind"_s, sourceKindName(image.source));
    add(lines, u"digest"_s, textOf(image.digest));
    add(lines, u"media type"_s, image.mediaType);
    add(lines, u"config"_s, image.configDigest.toString());
    add(lines, u"platform"_s, image.config.platform.toString());
    add(lines, u"created"_s, image.config.created);
    add(lines, u"author"_s, image.config.author);
    add(lines, u"entrypoint"_s, config.entrypoint);
    add(lines, u"cmd"_s, config.cmd);
    add(lines, u"directory"_s, config.workingDir);
    add(lines, u"user"_s, ids);
    add(lines, u"env"_s, config.env);
    add(lines, u"label"_s, labels);
    add(lines, u"port"_s, image.config.run.exposedPorts);
    add(lines, u"volume"_s, image.config.run.volumes);
    add(lines, u"stop signal"_s, image.config.run.stopSignal);
    add(lines, u"contents"_s, sizeText(image.tree->totalSize(kRootNode)));
    add(lines, u"entries"_s, QString::number(image.tree->totalEntries(kRootNode)));
    for (std::size_t i = 0; i < image.layers.size(); ++i)
        addLayer(lines, image.layers[i], i);
    if (!image.config.history.empty())
        lines << QString() << u"history"_s;
    for (const HistoryEntry &entry : image.config.history)
        lines << u"  %1 %2%3"_s.arg(entry.created, entry.createdBy, entry.emptyLayer ? u" (no layer)"_s : QString());
    return lines;
}

} // namespace

Result<void> runInspect(const Context &context)
{
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    if (!context.invocation.json)
        return context.print(imageLines(*image));
    JsonWriter json;
    writeImage(json, *image);
    return context.print(json);
}

} // namespace stratoscope::cli
