// SPDX-License-Identifier: Apache-2.0
// Writes the sample image that the start page offers: a docker-archive with three layers, identical in every build.
//
// stratoscope-make-sample SOURCE-DIRECTORY OUT.tar
#include "layer_tar.h"
#include "oci/digest.h"
#include "sample_files.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

QByteArray contentOf(const sample::Entry &entry, const QString &sourceDirectory)
{
    if (!entry.copyOf)
        return entry.text;
    QFile file(sourceDirectory + u'/' + QString::fromUtf8(entry.copyOf));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

/// The tar of one layer.
QByteArray layerTar(const sample::Layer &layer, const QString &sourceDirectory)
{
    sample::LayerTar tar(layer.time);
    for (const sample::Entry &entry : layer.entries) {
        const bool isDirectory = QByteArrayView(entry.path).endsWith('/');
        const bool isFile = entry.type == '0' && !isDirectory;
        tar.add(entry.path, isDirectory ? '5' : entry.type, entry.mode, entry.owner,
                isFile ? contentOf(entry, sourceDirectory) : QByteArray(), entry.linkTo);
    }
    return tar.finish();
}

template <typename Json>
QByteArray toJson(const Json &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray configOf(const QList<QByteArray> &tars)
{
    QJsonArray diffIds;
    for (const QByteArray &tar : tars)
        diffIds.append(Digest::of(std::as_bytes(std::span(tar))).toString());
    QJsonArray history;
    for (const sample::Layer &layer : sample::layers()) {
        const QString created = QDateTime::fromSecsSinceEpoch(layer.time, Qt::UTC).toString(Qt::ISODate);
        history.append(QJsonObject{{u"created"_s, created}, {u"created_by"_s, QString::fromUtf8(layer.createdBy)}});
    }
    history.append(QJsonObject{{u"created"_s, u"2026-03-01T12:00:00Z"_s},
                               {u"created_by"_s, u"ENTRYPOINT [\"/usr/bin/serve\"]"_s},
                               {u"empty_layer"_s, true}});
    const QJsonObject run{
        {u"User"_s, u"app"_s},
        {u"ExposedPorts"_s, QJsonObject{{u"8080/tcp"_s, QJsonObject()}}},
        {u"Env"_s, QJsonArray{u"PATH=/usr/local/bin:/usr/bin:/bin"_s, u"APP_ENV=production"_s}},
        {u"Entrypoint"_s, QJsonArray{u"/usr/bin/serve"_s}},
        {u"Cmd"_s, QJsonArray{u"--port"_s, u"8080"_s}},
        {u"WorkingDir"_s, u"/srv/app"_s},
        {u"Labels"_s,
         QJsonObject{{u"org.opencontainers.image.title"_s, u"Stratoscope sample"_s},
                     {u"org.opencontainers.image.version"_s, u"1.0"_s}}},
    };
    return toJson(QJsonObject{{u"architecture"_s, u"amd64"_s},
                              {u"os"_s, u"linux"_s},
                              {u"created"_s, u"2026-03-01T12:00:00Z"_s},
                              {u"config"_s, run},
                              {u"rootfs"_s, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, diffIds}}},
                              {u"history"_s, history}});
}

QString blobPath(const QByteArray &bytes)
{
    return u"blobs/sha256/"_s + Digest::of(std::as_bytes(std::span(bytes))).hex();
}

QByteArray manifestOf(const QByteArray &config, const QList<QByteArray> &tars)
{
    QJsonArray layers;
    for (const QByteArray &tar : tars)
        layers.append(blobPath(tar));
    return toJson(QJsonArray{QJsonObject{
        {u"Config"_s, blobPath(config)}, {u"RepoTags"_s, QJsonArray{u"stratoscope-sample:1.0"_s}}, {u"Layers"_s, layers}}});
}

bool writeArchive(const QString &path, const QString &sourceDirectory)
{
    QList<QByteArray> tars;
    for (const sample::Layer &layer : sample::layers())
        tars.append(layerTar(layer, sourceDirectory));
    const QByteArray config = configOf(tars);

    sample::LayerTar archive(sample::layers().back().time);
    const auto add = [&archive](const QString &name, const QByteArray &bytes) { archive.add(name.toUtf8(), '0', 0644, 0, bytes); };
    for (const QByteArray &tar : tars)
        add(blobPath(tar), tar);
    add(blobPath(config), config);
    add(u"manifest.json"_s, manifestOf(config, tars));
    const QByteArray bytes = archive.finish();
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: stratoscope-make-sample SOURCE-DIRECTORY OUT.tar\n", stderr);
        return 2;
    }
    if (!writeArchive(QFile::decodeName(argv[2]), QFile::decodeName(argv[1]))) {
        std::fprintf(stderr, "stratoscope-make-sample: %s: cannot write\n", argv[2]);
        return 1;
    }
    return 0;
}
