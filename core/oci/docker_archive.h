// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <functional>
#include <map>
#include <span>
#include <vector>

/// What `docker save` writes beside the layers: only its values, no archive is read here.
namespace stratoscope {

/// An image of a `manifest.json`. Paths are of members of the archive, as written.
struct DockerArchiveImage {
    QString config;
    QStringList repoTags; ///< `alpine:3.22`; empty for an image without a name
    QStringList layers; ///< bottom first; a path may stand twice
    std::map<DiffId, Descriptor> layerSources; ///< what each layer was in its registry; often empty

    bool operator==(const DockerArchiveImage &) const = default;
};

Result<std::vector<DockerArchiveImage>> parseDockerManifest(const QByteArray &bytes, const QString &subject);

// The oldest layout, without `manifest.json`: a `repositories` file, and a folder per layer with `json` and `layer.tar`.

/// A name from `repositories` and the id of the layer on top.
struct LegacyTag {
    QString name; ///< `busybox:latest`
    QString layerId;

    bool operator==(const LegacyTag &) const = default;
};

/// Sorted by name.
Result<std::vector<LegacyTag>> parseLegacyRepositories(const QByteArray &bytes, const QString &subject);

/// `<id>/json`.
struct LegacyLayer {
    QString id;
    QString parent; ///< empty at the bottom
    QJsonObject json;

    static Result<LegacyLayer> parse(const QByteArray &bytes, const QString &subject);

    bool operator==(const LegacyLayer &) const = default;
};

using LegacyLayers = std::map<QString, LegacyLayer>; ///< by id

/// The ids of layers that are no other's parent: the images, where there is no `repositories` either. Sorted.
QStringList legacyTops(const LegacyLayers &layers);

/// From the bottom to `top`. Malformed where a parent is missing or the chain bites its tail.
Result<std::vector<LegacyLayer>> legacyChain(const LegacyLayers &layers, const QString &top, const QString &subject);

/// The image configuration that Docker makes of such a chain: the top's own, with the layers' diff-ids and their history.
/// `diffIds` are as many as the chain has layers.
QByteArray legacyImageConfig(std::span<const LegacyLayer> chain, std::span<const DiffId> diffIds);

} // namespace stratoscope
