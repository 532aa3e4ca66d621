// SPDX-License-Identifier: Apache-2.0
#include "oci/new_documents.h"

#include "base/json_writer.h"
#include "oci/media_type.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

void writeAnnotations(JsonWriter &json, const Annotations &annotations)
{
    if (annotations.isEmpty())
        return;
    json.key("annotations").beginObject();
    for (auto annotation = annotations.begin(); annotation != annotations.end(); ++annotation)
        json.member(annotation.key().toStdString(), annotation.value());
    json.endObject();
}

void writePlatform(JsonWriter &json, const Platform &platform)
{
    json.key("platform").beginObject();
    json.member("architecture", platform.architecture).member("os", platform.os);
    if (!platform.osVersion.isEmpty())
        json.member("os.version", platform.osVersion);
    if (!platform.osFeatures.isEmpty())
        json.member("os.features", platform.osFeatures);
    if (!platform.variant.isEmpty())
        json.member("variant", platform.variant);
    json.endObject();
}

void writeDescriptor(JsonWriter &json, const Descriptor &descriptor)
{
    json.beginObject().member("mediaType", descriptor.mediaType).member("digest", descriptor.digest.toString());
    json.member("size", descriptor.size);
    if (!descriptor.urls.isEmpty())
        json.member("urls", descriptor.urls);
    writeAnnotations(json, descriptor.annotations);
    if (descriptor.platform)
        writePlatform(json, *descriptor.platform);
    if (!descriptor.artifactType.isEmpty())
        json.member("artifactType", descriptor.artifactType);
    json.endObject();
}

void writeDescriptors(JsonWriter &json, std::string_view key, std::span<const Descriptor> descriptors)
{
    json.key(key).beginArray();
    for (const Descriptor &descriptor : descriptors)
        writeDescriptor(json, descriptor);
    json.endArray();
}

void insertText(QJsonObject &object, QLatin1StringView key, const QString &text)
{
    if (!text.isEmpty())
        object.insert(key, text);
}

void insertTexts(QJsonObject &object, QLatin1StringView key, const QStringList &texts)
{
    if (!texts.isEmpty())
        object.insert(key, QJsonArray::fromStringList(texts));
}

/// The members of a config that is no document.
QJsonObject configOf(const ImageConfig &config)
{
    QJsonObject run;
    insertText(run, "User"_L1, config.run.user);
    insertTexts(run, "Env"_L1, config.run.env);
    insertTexts(run, "Entrypoint"_L1, config.run.entrypoint);
    insertTexts(run, "Cmd"_L1, config.run.cmd);
    insertText(run, "WorkingDir"_L1, config.run.workingDir);
    QJsonObject labels;
    for (auto label = config.run.labels.begin(); label != config.run.labels.end(); ++label)
        labels.insert(label.key(), label.value());
    if (!labels.isEmpty())
        run.insert("Labels"_L1, labels);
    QJsonObject json{{u"architecture"_s, config.platform.architecture}, {u"os"_s, config.platform.os}, {u"config"_s, run}};
    insertText(json, "variant"_L1, config.platform.variant);
    return json;
}

/// Takes out a member in whatever case its name is written.
void removeMember(QJsonObject &object, QLatin1StringView key)
{
    for (const QString &name : object.keys()) {
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            object.remove(name);
    }
}

} // namespace

Descriptor descriptorOf(const QByteArray &document, const QString &mediaType, const Digest &digest)
{
    Descriptor descriptor;
    descriptor.mediaType = mediaType;
    descriptor.digest = digest;
    descriptor.size = document.size();
    return descriptor;
}

QByteArray newManifest(const Descriptor &config, std::span<const Descriptor> layers, const Annotations &annotations)
{
    JsonWriter json;
    json.beginObject().member("schemaVersion", 2).member("mediaType", media_type::kOciManifest).key("config");
    writeDescriptor(json, config);
    writeDescriptors(json, "layers", layers);
    writeAnnotations(json, annotations);
    json.endObject();
    return QByteArray::fromStdString(json.take());
}

QByteArray newIndex(std::span<const Descriptor> manifests)
{
    JsonWriter json;
    json.beginObject().member("schemaVersion", 2).member("mediaType", media_type::kOciIndex);
    writeDescriptors(json, "manifests", manifests);
    json.endObject();
    return QByteArray::fromStdString(json.take());
}

QByteArray newConfig(const ImageConfig &config, std::span<const DiffId> diffIds, const QJsonArray &history)
{
    QJsonObject json = config.json.isEmpty() ? configOf(config) : config.json;
    removeMember(json, "rootfs"_L1);
    removeMember(json, "history"_L1);
    QJsonArray digests;
    for (const DiffId &diffId : diffIds)
        digests.append(diffId.toString());
    json.insert("rootfs"_L1, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, digests}});
    if (!history.isEmpty())
        json.insert("history"_L1, history);
    return QByteArray::fromStdString(JsonWriter().value(json).take());
}

QByteArray newDockerManifest(const DockerArchiveImage &image)
{
    JsonWriter json;
    json.beginArray().beginObject().member("Config", image.config).key("RepoTags");
    if (image.repoTags.isEmpty())
        json.value(nullptr);
    else
        json.value(image.repoTags);
    json.member("Layers", image.layers).endObject().endArray();
    return QByteArray::fromStdString(json.take());
}

QJsonArray historyOf(const ImageConfig &config)
{
    return jsonMember(config.json, "history"_L1).toArray();
}

bool isEmptyStep(const QJsonObject &step)
{
    return jsonMember(step, "empty_layer"_L1).toBool();
}

std::optional<QJsonArray> historyUpTo(const QJsonArray &history, std::size_t layers, std::size_t last)
{
    QJsonArray kept;
    std::size_t made = 0;
    for (const QJsonValue step : history) {
        made += isEmptyStep(step.toObject()) ? 0 : 1;
        if (made <= last + 1)
            kept.append(step);
    }
    return made == layers ? std::optional(kept) : std::nullopt;
}

QJsonArray joinedHistory(const QJsonArray &history, std::size_t first, std::size_t last)
{
    QJsonArray joined;
    QStringList commands;
    std::size_t layer = 0;
    for (const QJsonValue step : history) {
        const QJsonObject object = step.toObject();
        const bool isMade = !isEmptyStep(object);
        const bool isJoined = isMade && layer >= first && layer <= last;
        if (isJoined)
            commands << jsonMember(object, "created_by"_L1).toString();
        if (!isJoined)
            joined.append(step);
        else if (layer == last) {
            commands.removeAll(QString());
            QJsonObject one;
            insertText(one, "created"_L1, jsonMember(object, "created"_L1).toString());
            insertText(one, "created_by"_L1, commands.join(u"; "_s));
            one.insert("comment"_L1, u"the layers %1 to %2, squashed into one"_s.arg(first).arg(last));
            joined.append(one);
        }
        layer += isMade ? 1 : 0;
    }
    return joined;
}

} // namespace stratoscope
