// SPDX-License-Identifier: Apache-2.0
#include "oci/image_config.h"

#include "base/json_writer.h"
#include "oci/descriptor.h"
#include "oci/digest_fields.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<RunConfig> parseRun(const JsonFields &fields)
{
    RunConfig run;
    STRATOSCOPE_TRY(run.user, fields.string("User"_L1));
    STRATOSCOPE_TRY(run.env, fields.strings("Env"_L1));
    STRATOSCOPE_TRY(run.entrypoint, fields.stringOrStrings("Entrypoint"_L1));
    STRATOSCOPE_TRY(run.cmd, fields.stringOrStrings("Cmd"_L1));
    STRATOSCOPE_TRY(run.workingDir, fields.string("WorkingDir"_L1));
    STRATOSCOPE_TRY(run.labels, fields.stringMap("Labels"_L1));
    STRATOSCOPE_TRY(run.exposedPorts, fields.keys("ExposedPorts"_L1));
    STRATOSCOPE_TRY(run.volumes, fields.keys("Volumes"_L1));
    STRATOSCOPE_TRY(run.stopSignal, fields.string("StopSignal"_L1));
    STRATOSCOPE_TRY(run.shell, fields.strings("Shell"_L1));
    STRATOSCOPE_TRY(run.onBuild, fields.strings("OnBuild"_L1));
    return run;
}

Result<HistoryEntry> parseHistory(const JsonFields &fields)
{
    HistoryEntry entry;
    STRATOSCOPE_TRY(entry.created, fields.string("created"_L1));
    STRATOSCOPE_TRY(entry.createdBy, fields.string("created_by"_L1));
    STRATOSCOPE_TRY(entry.author, fields.string("author"_L1));
    STRATOSCOPE_TRY(entry.comment, fields.string("comment"_L1));
    STRATOSCOPE_TRY(entry.emptyLayer, fields.boolean("empty_layer"_L1));
    return entry;
}

/// The command line of a step, as `docker history` shows it.
QString commandOf(const QJsonObject &step)
{
    QStringList words;
    for (const QJsonValue word : jsonMember(jsonMember(step, "container_config"_L1).toObject(), "Cmd"_L1).toArray())
        words.append(word.toString());
    return words.join(u' ');
}

} // namespace

Result<ImageConfig> ImageConfig::parse(const QByteArray &bytes, const QString &subject)
{
    ImageConfig config;
    STRATOSCOPE_TRY(config.json, parseJsonObject(bytes, subject));
    config.bytes = bytes;
    const JsonFields fields(config.json, subject);
    STRATOSCOPE_TRY(config.platform, parsePlatform(fields));
    STRATOSCOPE_TRY(config.created, fields.string("created"_L1));
    STRATOSCOPE_TRY(config.author, fields.string("author"_L1));

    STRATOSCOPE_TRY(config.run, fields.object("config"_L1).and_then(parseRun));
    STRATOSCOPE_TRY(const JsonFields rootfs, fields.object("rootfs"_L1));
    STRATOSCOPE_TRY(config.diffIds, parseDigests<DiffId>(rootfs, "diff_ids"_L1));
    STRATOSCOPE_TRY(config.history, fields.list<HistoryEntry>("history"_L1, parseHistory));
    return config;
}

Result<void> requireLayers(const ImageConfig &config, std::size_t layers, const QString &subject)
{
    if (layers == config.diffIds.size())
        return {};
    return fail(ErrorKind::Malformed, subject,
                u"lists %1 layers, but the image's config has %2 diff-ids"_s.arg(layers).arg(config.diffIds.size()));
}

std::vector<HistoryEntry> historyForLayers(const ImageConfig &config, std::size_t layerCount)
{
    std::vector<HistoryEntry> steps;
    std::ranges::copy_if(config.history, std::back_inserter(steps), [](const HistoryEntry &entry) { return !entry.emptyLayer; });
    steps.resize(layerCount);
    return steps;
}

QJsonObject v1History(const QJsonObject &step)
{
    QJsonObject history;
    const auto copy = [&history](QLatin1StringView key, const QString &text) {
        if (!text.isEmpty())
            history.insert(key, text);
    };
    copy("created"_L1, jsonMember(step, "created"_L1).toString());
    copy("author"_L1, jsonMember(step, "author"_L1).toString());
    copy("created_by"_L1, commandOf(step));
    copy("comment"_L1, jsonMember(step, "comment"_L1).toString());
    return history;
}

QByteArray v1ImageConfig(QJsonObject top, const QJsonArray &history, std::span<const DiffId> diffIds)
{
    for (const auto key : {"id"_L1, "parent"_L1, "Size"_L1, "parent_id"_L1, "layer_id"_L1, "throwaway"_L1})
        top.remove(key);
    QJsonArray digests;
    for (const DiffId &diffId : diffIds)
        digests.append(diffId.toString());
    top.insert("rootfs"_L1, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, digests}});
    top.insert("history"_L1, history);
    return QByteArray::fromStdString(JsonWriter().value(top).take());
}

} // namespace stratoscope
