// SPDX-License-Identifier: Apache-2.0
#include "support/artifacts.h"

#include "support/json.h"
#include "support/layout_maker.h"
#include "support/tar_builder.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

const QString kManifest = u"application/vnd.oci.image.manifest.v1+json"_s;
const QString kConfig = u"application/vnd.oci.image.config.v1+json"_s;
const QString kInToto = u"application/vnd.in-toto+json"_s;
const QString kDsse = u"application/vnd.dsse.envelope.v1+json"_s;

QJsonObject putImageFor(const RegistryServer &registry, const QString &repository, const QString &architecture)
{
    const TestImage image{.layers = {TarBuilder().file("etc/of", architecture.toStdString()).finish()},
                          .architecture = architecture};
    const QByteArray layer = QByteArray::fromStdString(image.layers.front());
    const QJsonObject config = registry.putBlob(repository, image.configBytes(), kConfig);
    const QJsonObject manifest
        = registry.putManifest(repository,
                               artifactManifest({registry.putBlob(repository, layer, u"application/vnd.oci.image.layer.v1.tar"_s)},
                                                {{u"config"_s, config}}));
    return forPlatform(manifest, u"linux/"_s + architecture);
}

TestDocument statement(const QString &predicate, const QString &about)
{
    return {.mediaType = kInToto,
            .content = json({{u"predicateType"_s, predicate}, {u"about"_s, about}}),
            .annotations = {{u"in-toto.io/predicate-type"_s, predicate}}};
}

} // namespace

QByteArray artifactManifest(const QJsonArray &layers, const QJsonObject &changes)
{
    QJsonObject manifest{
        {u"schemaVersion"_s, 2},
        {u"mediaType"_s, kManifest},
        {u"config"_s, QJsonObject{{u"mediaType"_s, kConfig}, {u"digest"_s, u"sha256:"_s + QString(64, u'0')}, {u"size"_s, 2}}},
        {u"layers"_s, layers}};
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (change->isNull())
            manifest.remove(change.key());
        else
            manifest[change.key()] = *change;
    }
    return json(manifest);
}

QJsonObject putArtifact(const RegistryServer &registry, const QString &repository, const QList<TestDocument> &documents,
                        const QStringList &tags, const QJsonObject &changes)
{
    QJsonArray layers;
    for (const TestDocument &document : documents) {
        QJsonObject layer = registry.putBlob(repository, document.content, document.mediaType);
        if (!document.annotations.isEmpty())
            layer[u"annotations"_s] = document.annotations;
        layers << layer;
    }
    return registry.putManifest(repository, artifactManifest(layers, changes), tags);
}

void signAsCosign(const RegistryServer &registry, const QString &repository, const QString &digest)
{
    const QString tag = QString(digest).replace(u':', u'-');
    putArtifact(registry, repository,
                {{.mediaType = u"application/vnd.dev.cosign.simplesigning.v1+json"_s,
                  .content = "payload of " + digest.toUtf8(),
                  .annotations = {{u"dev.cosignproject.cosign/signature"_s, u"MEUC"_s}}}},
                {tag + u".sig"_s});
    putArtifact(registry, repository, {{.mediaType = u"text/spdx"_s, .content = "SPDXVersion: SPDX-2.3"}}, {tag + u".sbom"_s});
    const auto attested = [](const QString &predicate) {
        return TestDocument{.mediaType = kDsse,
                            .content = predicate.toUtf8(),
                            .annotations = {{u"predicateType"_s, predicate}, {u"dsse"_s, u"1"_s}}};
    };
    putArtifact(registry, repository, {attested(u"https://slsa.dev/provenance/v1"_s), attested(u"https://cyclonedx.org/bom"_s)},
                {tag + u".att"_s});
}

AttestedIndex putAttestedIndex(const RegistryServer &registry, const QString &repository, const QString &tag)
{
    QJsonArray entries;
    QStringList digests;
    for (const QString &architecture : {u"amd64"_s, u"arm64"_s}) {
        const QJsonObject image = putImageFor(registry, repository, architecture);
        digests << digestOf(image);
        entries << image;
    }
    for (const QString &digest : digests) {
        QJsonObject attestation = putArtifact(
            registry, repository,
            {statement(u"https://spdx.dev/Document"_s, digest), statement(u"https://slsa.dev/provenance/v0.2"_s, digest)});
        attestation[u"platform"_s] = QJsonObject{{u"os"_s, u"unknown"_s}, {u"architecture"_s, u"unknown"_s}};
        attestation[u"annotations"_s]
            = QJsonObject{{u"vnd.docker.reference.type"_s, u"attestation-manifest"_s}, {u"vnd.docker.reference.digest"_s, digest}};
        entries << attestation;
    }
    const QJsonObject index = registry.putManifest(
        repository,
        json({{u"schemaVersion"_s, 2}, {u"mediaType"_s, u"application/vnd.oci.image.index.v1+json"_s}, {u"manifests"_s, entries}}),
        {tag});
    return {digestOf(index), digests[0], digests[1]};
}

} // namespace stratoscope::test
