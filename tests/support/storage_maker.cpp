// SPDX-License-Identifier: Apache-2.0
#include "support/storage_maker.h"

#include "engine/storage/storage_documents.h"
#include "support/compress.h"
#include "support/disk_tree.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

/// Calls `visit` for each member of a tar: its name, type, and where its content is.
void walkTarMembers(std::string_view tar,
                    const std::function<void(const std::string &name, char type, std::size_t at, std::size_t size)> &visit)
{
    for (std::size_t at = 0; at + 512 <= tar.size() && tar[at] != '\0';) {
        const std::string header(tar.substr(at, 512));
        const std::size_t size = std::strtoull(header.substr(124, 12).c_str(), nullptr, 8);
        visit(header.c_str(), header[156], at + 512, size);
        at += 512 + (size + 511) / 512 * 512;
    }
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray hexOf(const QByteArray &bytes)
{
    return QByteArray::fromStdString(toHex(sha256(asBytes(asText(bytes)))));
}

} // namespace

std::string tarSplitOf(std::string_view tar)
{
    QByteArray lines;
    int position = 0;
    std::size_t written = 0;
    const auto segment = [&](std::size_t end) {
        const QByteArray payload(tar.data() + written, qsizetype(end - written));
        lines += lineOf({{u"type"_s, 2}, {u"payload"_s, QString::fromLatin1(payload.toBase64())}, {u"position"_s, position++}});
        written = end;
    };
    walkTarMembers(tar, [&](const std::string &name, char type, std::size_t at, std::size_t size) {
        segment(at);
        QJsonObject file{{u"type"_s, 1}, {u"position"_s, position++}};
        const QString text = QString::fromStdString(name);
        if (text.toStdString() == name)
            file[u"name"_s] = text;
        else
            file[u"name_raw"_s] = QString::fromLatin1(QByteArray::fromStdString(name).toBase64());
        if (type == '0' && size > 0) {
            file[u"size"_s] = qint64(size);
            written = at + size;
        }
        lines += lineOf(file);
    });
    segment(tar.size());
    return lines.toStdString();
}

void makeStorage(const QString &directory, const std::vector<TestImage> &images, const QString &driver)
{
    const QString base = directory + u'/' + driver;
    QJsonArray records;
    QJsonArray layers;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const TestImage &image = images[i];
        QString parent;
        QJsonArray blobs;
        for (std::size_t j = 0; j < image.layers.size(); ++j) {
            const QString id = u"1a%1-%2"_s.arg(i).arg(j);
            const std::string &tar = image.layers[j];
            const QByteArray hex = hexOf(QByteArray::fromStdString(tar));
            QJsonObject layer{
                {u"id"_s, id}, {u"diff-size"_s, qint64(tar.size())}, {u"diff-digest"_s, QString::fromLatin1("sha256:" + hex)}};
            if (!parent.isEmpty())
                layer[u"parent"_s] = parent;
            layers << layer;
            writeDisk(u"%1-layers/%2.tar-split.gz"_s.arg(base, id),
                      QByteArray::fromStdString(compressed(tarSplitOf(tar), Compression::Gzip)));
            const QString root = driver == "vfs"_L1 ? u"%1/vfs/dir/%2"_s.arg(directory, id) : u"%1/%2/diff"_s.arg(base, id);
            QDir().mkpath(root);
            for (std::size_t below = driver == "vfs"_L1 ? 0 : j; below <= j; ++below) {
                walkTarMembers(image.layers[below], [&](const std::string &name, char type, std::size_t at, std::size_t size) {
                    const auto path = std::filesystem::path(root.toStdString()) / name; // which need not be UTF-8
                    std::filesystem::create_directories(type == '5' ? path : path.parent_path());
                    if (type == '0')
                        std::ofstream(path, std::ios::binary) << image.layers[below].substr(at, size);
                });
            }
            blobs << QJsonObject{{u"mediaType"_s, u"application/vnd.oci.image.layer.v1.tar"_s},
                                 {u"digest"_s, QString::fromLatin1("sha256:" + hex)},
                                 {u"size"_s, qint64(tar.size())}};
            parent = id;
        }
        const QByteArray config = image.configBytes();
        const QString id = QString::fromLatin1(hexOf(config));
        const QByteArray manifest
            = QJsonDocument(QJsonObject{{u"schemaVersion"_s, 2},
                                        {u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s},
                                        {u"config"_s,
                                         QJsonObject{{u"mediaType"_s, u"application/vnd.oci.image.config.v1+json"_s},
                                                     {u"digest"_s, QString(u"sha256:"_s + id)},
                                                     {u"size"_s, config.size()}}},
                                        {u"layers"_s, blobs}})
                  .toJson(QJsonDocument::Compact);
        const QString folder = u"%1-images/%2/"_s.arg(base, id);
        writeDisk(folder + u"manifest"_s, manifest);
        writeDisk(folder + bigDataFileName(u"sha256:"_s + id), config);
        QJsonObject record{{u"id"_s, id}, {u"layer"_s, parent}};
        if (!image.name.isEmpty())
            record[u"names"_s] = QJsonArray{image.name};
        records << record;
    }
    writeDisk(base + u"-images/images.json"_s, QJsonDocument(records).toJson());
    writeDisk(base + u"-layers/layers.json"_s, QJsonDocument(layers).toJson());
}

} // namespace stratoscope::test
