// SPDX-License-Identifier: Apache-2.0
// Writes the sample image that the start page offers: a docker-archive with three layers, identical in every build.
//
// stratoscope-make-sample SOURCE-DIRECTORY OUT.tar
#include "base/json_writer.h"
#include "layer_tar.h"
#include "oci/digest.h"
#include "sample_files.h"

#include <KTar>
#include <QBuffer>
#include <QDateTime>
#include <QFile>
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

QByteArray configOf(const QList<QByteArray> &tars)
{
    JsonWriter json;
    json.beginObject();
    json.member("architecture", "amd64");
    json.member("os", "linux");
    json.member("created", "2026-03-01T12:00:00Z");
    json.key("config").beginObject();
    json.member("User", "app");
    json.key("ExposedPorts").beginObject().key("8080/tcp").beginObject().endObject().endObject();
    json.key("Env").beginArray().value("PATH=/usr/local/bin:/usr/bin:/bin").value("APP_ENV=production").endArray();
    json.key("Entrypoint").beginArray().value("/usr/bin/serve").endArray();
    json.key("Cmd").beginArray().value("--port").value("8080").endArray();
    json.member("WorkingDir", "/srv/app");
    json.key("Labels")
        .beginObject()
        .key("org.opencontainers.image.title")
        .value("Stratoscope sample")
        .key("org.opencontainers.image.version")
        .value("1.0")
        .endObject();
    json.endObject();
    json.key("rootfs").beginObject();
    json.member("type", "layers");
    json.key("diff_ids").beginArray();
    for (const QByteArray &tar : tars)
        json.value(Digest::of(std::as_bytes(std::span(tar))).toString());
    json.endArray().endObject();
    json.key("history").beginArray();
    for (const sample::Layer &layer : sample::layers()) {
        json.beginObject();
        json.member("created", QDateTime::fromSecsSinceEpoch(layer.time, Qt::UTC).toString(Qt::ISODate));
        json.member("created_by", layer.createdBy);
        json.endObject();
    }
    json.beginObject()
        .key("created")
        .value("2026-03-01T12:00:00Z")
        .key("created_by")
        .value("ENTRYPOINT [\"/usr/bin/serve\"]")
        .key("empty_layer")
        .value(true)
        .endObject();
    json.endArray().endObject();
    return QByteArray::fromStdString(json.take());
}

QString blobPath(const QByteArray &bytes)
{
    return u"blobs/sha256/"_s + Digest::of(std::as_bytes(std::span(bytes))).hex();
}

QByteArray manifestOf(const QByteArray &config, const QList<QByteArray> &tars)
{
    JsonWriter json;
    json.beginArray().beginObject();
    json.member("Config", blobPath(config));
    json.key("RepoTags").beginArray().value("stratoscope-sample:1.0").endArray();
    json.key("Layers").beginArray();
    for (const QByteArray &tar : tars)
        json.value(blobPath(tar));
    json.endArray().endObject().endArray();
    return QByteArray::fromStdString(json.take());
}

bool writeArchive(const QString &path, const QString &sourceDirectory)
{
    QList<QByteArray> tars;
    for (const sample::Layer &layer : sample::layers())
        tars.append(layerTar(layer, sourceDirectory));
    const QByteArray config = configOf(tars);

    QBuffer buffer;
    KTar archive(&buffer);
    bool good = archive.open(QIODevice::WriteOnly);
    const QDateTime time = QDateTime::fromSecsSinceEpoch(sample::layers().back().time, Qt::UTC);
    const auto add = [&](const QString &name, const QByteArray &bytes) {
        good = good && archive.writeFile(name, bytes, 0100644, u"root"_s, u"root"_s, time, time, time);
    };
    for (const QByteArray &tar : tars)
        add(blobPath(tar), tar);
    add(blobPath(config), config);
    add(u"manifest.json"_s, manifestOf(config, tars));
    if (!good || !archive.close())
        return false;
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(buffer.data()) == buffer.data().size() && file.commit();
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
