// SPDX-License-Identifier: Apache-2.0
#include "oci/docker_archive.h"

#include "oci/image_config.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<std::map<DiffId, Descriptor>> parseLayerSources(const JsonFields &fields)
{
    std::map<DiffId, Descriptor> sources;
    STRATOSCOPE_TRY(const JsonFields object, fields.object("LayerSources"_L1));
    STRATOSCOPE_CHECK(object.forEachMember([&](const QString &name, const JsonFields &source) -> Result<void> {
        const auto diffId = DiffId::parse(name);
        if (!diffId)
            return fields.fail("LayerSources"_L1, u"contains %1: %2"_s.arg(diffId.error().subject, diffId.error().detail));
        STRATOSCOPE_TRY(Descriptor descriptor, Descriptor::parse(source));
        sources.emplace(*diffId, std::move(descriptor));
        return {};
    }));
    return sources;
}

Result<DockerArchiveImage> parseImage(const JsonFields &fields)
{
    DockerArchiveImage image;
    STRATOSCOPE_TRY(image.config, fields.string("Config"_L1));
    if (image.config.isEmpty())
        return fields.fail("Config"_L1, u"is missing"_s);
    STRATOSCOPE_TRY(image.repoTags, fields.strings("RepoTags"_L1));
    image.repoTags.removeAll(QString());
    STRATOSCOPE_TRY(image.layers, fields.strings("Layers"_L1));
    STRATOSCOPE_TRY(image.layerSources, parseLayerSources(fields));
    return image;
}

} // namespace

Result<std::vector<DockerArchiveImage>> parseDockerManifest(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const QJsonArray array, parseJsonArray(bytes, subject));
    std::vector<DockerArchiveImage> images;
    for (qsizetype index = 0; index < array.size(); ++index) {
        const QString path = u"[%1]"_s.arg(index);
        if (!array.at(index).isObject() && !array.at(index).isNull())
            return fail(ErrorKind::Malformed, subject, u"%1 is not an object"_s.arg(path));
        STRATOSCOPE_TRY(DockerArchiveImage image, parseImage(JsonFields(array.at(index).toObject(), subject, path)));
        images.push_back(std::move(image));
    }
    return images;
}

Result<std::vector<LegacyTag>> parseLegacyRepositories(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(bytes, subject));
    std::vector<LegacyTag> tags;
    const auto readRepository = [&tags](const QString &repository, const JsonFields &fields) -> Result<void> {
        STRATOSCOPE_TRY(const auto ids, fields.ownStrings());
        for (auto tag = ids.begin(); tag != ids.end(); ++tag)
            tags.push_back({.name = repository + u':' + tag.key(), .layerId = tag.value()});
        return {};
    };
    STRATOSCOPE_CHECK(JsonFields(std::move(object), subject).forEachMember(readRepository));
    std::ranges::sort(tags, {}, &LegacyTag::name);
    return tags;
}

Result<LegacyLayer> LegacyLayer::parse(const QByteArray &bytes, const QString &subject)
{
    LegacyLayer layer;
    STRATOSCOPE_TRY(layer.json, parseJsonObject(bytes, subject));
    const JsonFields fields(layer.json, subject);
    STRATOSCOPE_TRY(layer.id, fields.string("id"_L1));
    if (layer.id.isEmpty())
        return fields.fail("id"_L1, u"is missing"_s);
    STRATOSCOPE_TRY(layer.parent, fields.string("parent"_L1));
    return layer;
}

QStringList legacyTops(const LegacyLayers &layers)
{
    std::set<QString> parents;
    for (const auto &[id, layer] : layers)
        parents.insert(layer.parent);
    QStringList tops;
    for (const auto &[id, layer] : layers) {
        if (!parents.contains(id))
            tops.append(id);
    }
    return tops;
}

Result<std::vector<LegacyLayer>> legacyChain(const LegacyLayers &layers, const QString &top, const QString &subject)
{
    std::vector<LegacyLayer> chain;
    for (QString id = top; !id.isEmpty(); id = chain.back().parent) {
        const auto layer = layers.find(id);
        if (layer == layers.end())
            return fail(ErrorKind::Malformed, subject, u"does not contain the layer %1 of an image"_s.arg(quoted(id)));
        if (chain.size() == layers.size())
            return fail(ErrorKind::Malformed, subject, u"has the layer %1 as its own ancestor"_s.arg(quoted(id)));
        chain.push_back(layer->second);
    }
    std::ranges::reverse(chain);
    return chain;
}

QByteArray legacyImageConfig(std::span<const LegacyLayer> chain, std::span<const DiffId> diffIds)
{
    Q_ASSERT(!chain.empty() && chain.size() == diffIds.size());
    QJsonArray history;
    for (const LegacyLayer &layer : chain)
        history.append(v1History(layer.json));
    return v1ImageConfig(chain.back().json, history, diffIds);
}

} // namespace stratoscope
