// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/registry_server.h"

namespace stratoscope::test {

/// What an artifact holds: a signature, an SBOM, a statement.
struct TestDocument {
    QString mediaType;
    QByteArray content;
    QJsonObject annotations = {};
};

/// The bytes of an artifact's manifest; the documents are its layers. `changes` replace members, and take out those that are null.
QByteArray artifactManifest(const QJsonArray &layers, const QJsonObject &changes = {});

/// Puts it there with its documents; its descriptor.
QJsonObject putArtifact(const RegistryServer &registry, const QString &repository, const QList<TestDocument> &documents,
                        const QStringList &tags = {}, const QJsonObject &changes = {});

/// Puts there what cosign would: a signature, an SBOM, and attestations (provenance, another SBOM).
void signAsCosign(const RegistryServer &registry, const QString &repository, const QString &digest);

/// The digests of an index that BuildKit might have made: of two images, each with an SBOM and a provenance.
struct AttestedIndex {
    QString digest;
    QString amd64;
    QString arm64;
};
AttestedIndex putAttestedIndex(const RegistryServer &registry, const QString &repository, const QString &tag);

} // namespace stratoscope::test
