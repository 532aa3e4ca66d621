// SPDX-License-Identifier: Apache-2.0
#include "support/image_files.h"

#include "oci/digest.h"
#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/json.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

using Files = std::map<std::string, std::string>;

std::string hexOf(std::string_view bytes)
{
    return Digest::of(asBytes(bytes)).hex().toStdString();
}

QString layerTypeOf(Compression compression)
{
    const QString tar = u"application/vnd.oci.image.layer.v1.tar"_s;
    return compression == Compression::None ? tar : tar + u'+' + compressionName(compression);
}

/// Puts a blob into a layout; returns its descriptor.
QJsonObject addBlob(Files &files, const std::string &bytes, const QString &mediaType)
{
    files["blobs/sha256/" + hexOf(bytes)] = bytes;
    return {{u"mediaType"_s, mediaType}, {u"digest"_s, Digest::of(asBytes(bytes)).toString()}, {u"size"_s, qint64(bytes.size())}};
}

QJsonObject addManifest(Files &files, const TestImage &image)
{
    QJsonArray layers;
    for (const std::string &tar : image.layers)
        layers << addBlob(files, compressed(tar, image.compression),
                          image.mediaType.isEmpty() ? layerTypeOf(image.compression) : image.mediaType);
    const QString type = u"application/vnd.oci.image.manifest.v1+json"_s;
    const QJsonObject manifest{
        {u"schemaVersion"_s, 2},
        {u"mediaType"_s, type},
        {u"config"_s, addBlob(files, image.configBytes().toStdString(), u"application/vnd.oci.image.config.v1+json"_s)},
        {u"layers"_s, layers}};
    return addBlob(files, jsonText(manifest), type);
}

QJsonArray namesOf(const TestImage &image)
{
    return image.name.isEmpty() ? QJsonArray() : QJsonArray{image.name};
}

QJsonObject manifestEntry(const TestImage &image, const std::string &config, const QStringList &layers)
{
    return {{u"Config"_s, QString::fromStdString(config)},
            {u"RepoTags"_s, namesOf(image)},
            {u"Layers"_s, QJsonArray::fromStringList(layers)}};
}

/// A folder for each layer, named by an id that is made of the one below and the layer; returns the layers' paths.
QStringList addLayerFolders(Files &files, std::map<std::string, std::string> &placeOf, const TestImage &image)
{
    QStringList paths;
    std::string parent;
    for (const std::string &tar : image.layers) {
        const std::string id = hexOf(parent + hexOf(tar));
        const std::string path = id + "/layer.tar";
        const auto [place, isNew] = placeOf.try_emplace(hexOf(tar), path);
        files[path] = isNew || place->second == path ? compressed(tar, image.compression) : "-> ../" + place->second;
        files[id + "/VERSION"] = "1.0";
        QJsonObject layer{{u"id"_s, QString::fromStdString(id)}};
        if (!parent.empty())
            layer.insert(u"parent"_s, QString::fromStdString(parent));
        if (&tar == &image.layers.back()) {
            layer.insert(u"architecture"_s, image.architecture);
            layer.insert(u"os"_s, u"linux"_s);
            layer.insert(u"config"_s, image.run);
        }
        files[id + "/json"] = jsonText(layer);
        paths << QString::fromStdString(path);
        parent = id;
    }
    return paths;
}

std::string repositoriesOf(const std::vector<TestImage> &images, const std::vector<QStringList> &layers)
{
    QJsonObject repositories;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const qsizetype colon = images[i].name.lastIndexOf(u':');
        if (colon < 0 || layers[i].isEmpty())
            continue;
        QJsonObject tags = repositories.value(images[i].name.left(colon)).toObject();
        tags.insert(images[i].name.mid(colon + 1), layers[i].last().section(u'/', 0, 0));
        repositories.insert(images[i].name.left(colon), tags);
    }
    return jsonText(repositories);
}

} // namespace

QJsonObject historyStep(const QString &createdBy, bool isEmpty)
{
    QJsonObject step{{u"created"_s, u"2024-05-01T12:00:00Z"_s}, {u"created_by"_s, createdBy}};
    if (isEmpty)
        step.insert(u"empty_layer"_s, true);
    return step;
}

QByteArray TestImage::configBytes() const
{
    QJsonArray diffIds;
    QJsonArray steps;
    for (const std::string &tar : layers) {
        diffIds << Digest::of(asBytes(tar)).toString();
        steps << QJsonObject{{u"created_by"_s, u"layer %1"_s.arg(steps.size())}};
    }
    return QByteArray::fromStdString(
        jsonText(QJsonObject{{u"architecture"_s, architecture},
                             {u"os"_s, u"linux"_s},
                             {u"created"_s, u"2024-05-01T12:00:00Z"_s},
                             {u"config"_s, run},
                             {u"rootfs"_s, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, diffIds}}},
                             {u"history"_s, history.isEmpty() ? steps : history}}));
}

Files ociLayout(const std::vector<TestImage> &images)
{
    Files files{{"oci-layout", R"({"imageLayoutVersion":"1.0.0"})"}};
    QJsonArray manifests;
    for (const TestImage &image : images) {
        QJsonObject descriptor = addManifest(files, image);
        descriptor.insert(u"platform"_s, QJsonObject{{u"architecture"_s, image.architecture}, {u"os"_s, u"linux"_s}});
        if (!image.name.isEmpty())
            descriptor.insert(u"annotations"_s, QJsonObject{{u"org.opencontainers.image.ref.name"_s, image.name}});
        manifests << descriptor;
    }
    files["index.json"] = jsonText(QJsonObject{{u"schemaVersion"_s, 2}, {u"manifests"_s, manifests}});
    return files;
}

Files dockerArchive(const std::vector<TestImage> &images, DockerLayout layout)
{
    Files files;
    QJsonArray manifest;
    std::map<std::string, std::string> placeOf; // a layer's tar: the path that it stands at first
    std::vector<QStringList> layersOf;
    if (layout == DockerLayout::New)
        files = ociLayout(images);
    for (const TestImage &image : images) {
        const std::string config = image.configBytes().toStdString();
        std::string configPath = hexOf(config) + ".json";
        QStringList layers;
        switch (layout) {
        case DockerLayout::Oldest:
        case DockerLayout::Old:
            layers = addLayerFolders(files, placeOf, image);
            break;
        case DockerLayout::New:
            configPath = "blobs/sha256/" + hexOf(config);
            for (const std::string &tar : image.layers)
                layers << u"blobs/sha256/"_s + QString::fromStdString(hexOf(compressed(tar, image.compression)));
            break;
        case DockerLayout::Skopeo:
            for (const std::string &tar : image.layers) {
                layers << QString::fromStdString(hexOf(tar) + ".tar");
                files[layers.last().toStdString()] = compressed(tar, image.compression);
            }
            break;
        }
        layersOf.push_back(layers);
        if (layout != DockerLayout::Oldest) {
            files[configPath] = config;
            manifest << manifestEntry(image, configPath, layers);
        }
    }
    if (layout != DockerLayout::Oldest)
        files["manifest.json"] = jsonText(manifest);
    if (layout == DockerLayout::Oldest || layout == DockerLayout::Old)
        files["repositories"] = repositoriesOf(images, layersOf);
    return files;
}

std::string tarOf(const Files &files)
{
    TarBuilder tar;
    for (const auto &[path, content] : files) {
        if (content.starts_with("-> "))
            tar.symlink(path, content.substr(3));
        else
            tar.file(path, content);
    }
    return tar.finish();
}

void writeFiles(const QString &folder, const Files &files)
{
    for (const auto &[path, content] : files)
        writeDisk(folder + u'/' + QString::fromStdString(path), QByteArray::fromStdString(content));
}

} // namespace stratoscope::test
