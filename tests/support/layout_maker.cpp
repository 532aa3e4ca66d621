// SPDX-License-Identifier: Apache-2.0
#include "support/layout_maker.h"

#include "oci/digest.h"
#include "support/compress.h"
#include "support/json.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

std::string pathOf(const QJsonObject &descriptor)
{
    return "blobs/sha256/" + digestOf(descriptor).mid(7).toStdString();
}

} // namespace

QJsonObject LayoutMaker::blob(const std::string &bytes, const QString &mediaType)
{
    const QJsonObject descriptor{
        {u"mediaType"_s, mediaType}, {u"digest"_s, Digest::of(asBytes(bytes)).toString()}, {u"size"_s, qint64(bytes.size())}};
    m_files[pathOf(descriptor)] = bytes;
    return descriptor;
}

QJsonObject LayoutMaker::image(const TestImage &image, const QJsonObject &changes)
{
    QJsonArray layers;
    for (const std::string &tar : image.layers)
        layers << blob(compressed(tar, image.compression),
                       image.mediaType.isEmpty() ? u"application/vnd.oci.image.layer.v1.tar"_s : image.mediaType);
    const QString type = u"application/vnd.oci.image.manifest.v1+json"_s;
    QJsonObject manifest{{u"schemaVersion"_s, 2},
                         {u"mediaType"_s, type},
                         {u"config"_s, blob(image.configBytes().toStdString(), u"application/vnd.oci.image.config.v1+json"_s)},
                         {u"layers"_s, layers}};
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (change.value().isNull())
            manifest.remove(change.key());
        else
            manifest.insert(change.key(), change.value());
    }
    return blob(jsonText(manifest), manifest.value("mediaType"_L1).toString(type));
}

QJsonObject LayoutMaker::index(const QJsonArray &descriptors, const QString &mediaType)
{
    return blob(jsonText({{u"schemaVersion"_s, 2}, {u"mediaType"_s, mediaType}, {u"manifests"_s, descriptors}}), mediaType);
}

LayoutMaker &LayoutMaker::entry(const QJsonObject &descriptor)
{
    m_entries << descriptor;
    return *this;
}

std::map<std::string, std::string> LayoutMaker::files() const
{
    auto files = m_files;
    files["oci-layout"] = R"({"imageLayoutVersion":"1.0.0"})";
    files["index.json"] = jsonText({{u"schemaVersion"_s, 2}, {u"manifests"_s, m_entries}});
    return files;
}

void LayoutMaker::remove(const QJsonObject &descriptor)
{
    m_files.erase(pathOf(descriptor));
}

std::string &LayoutMaker::bytesOf(const QJsonObject &descriptor)
{
    return m_files.at(pathOf(descriptor));
}

QJsonObject forPlatform(QJsonObject descriptor, const QString &platform)
{
    QJsonObject object{{u"os"_s, platform.section(u'/', 0, 0)}, {u"architecture"_s, platform.section(u'/', 1, 1)}};
    if (platform.count(u'/') > 1)
        object.insert(u"variant"_s, platform.section(u'/', 2));
    descriptor.insert(u"platform"_s, object);
    return descriptor;
}

QJsonObject named(QJsonObject descriptor, const QString &name)
{
    descriptor.insert(u"annotations"_s, QJsonObject{{u"org.opencontainers.image.ref.name"_s, name}});
    return descriptor;
}

QJsonObject asAttestation(QJsonObject descriptor)
{
    descriptor = forPlatform(descriptor, u"unknown/unknown"_s);
    descriptor.insert(u"annotations"_s, QJsonObject{{u"vnd.docker.reference.type"_s, u"attestation-manifest"_s}});
    return descriptor;
}

QString digestOf(const QJsonObject &descriptor)
{
    return descriptor.value("digest"_L1).toString();
}

} // namespace stratoscope::test
