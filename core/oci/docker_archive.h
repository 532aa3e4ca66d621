// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <map>
#include <span>
#include <vector>

/// The documents that `docker save` writes besides the layers. Archives are read elsewhere.
namespace stratoscope {

/// An image of a `manifest.json`. Paths are those of members of the archive, as written.
struct DockerArchiveImage {
    QString config;
    QStringList repoTags; ///< `alpine:3.22`; empty if it has no name
    QStringList layers; ///< lowest first; may have the same path twice
    std::map<DiffId, Descriptor> layerSources; ///< the descriptors of the layers in their registry; often empty

    bool operator==(const DockerArchiveImage &) const = default;
};

Result<std::vector<DockerArchiveImage>> parseDockerManifest(const QByteArray &bytes, const QString &subject);

// The oldest format, without `manifest.json`: a file `repositories`, and a directory per layer with `json` and `layer.tar`.

/// A name in `repositories` and the ID of its topmost layer.
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
    QString parent; ///< empty for the lowest layer
    QJsonObject json;

    static Result<LegacyLayer> parse(const QByteArray &bytes, const QString &subject);

    bool operator==(const LegacyLayer &) const = default;
};

using LegacyLayers = std::map<QString, LegacyLayer>; ///< by ID

/// The IDs of the layers that are not the parent of another one, sorted: the images of an archive without `repositories`.
QStringList legacyTops(const LegacyLayers &layers);

/// The layers from the lowest to `top`. Malformed if a parent is missing or a layer is its own ancestor.
Result<std::vector<LegacyLayer>> legacyChain(const LegacyLayers &layers, const QString &top, const QString &subject);

/// The image config that Docker creates for such a chain: that of the topmost layer, with the diff IDs and the history of all
/// layers. `diffIds`: one for each layer.
QByteArray legacyImageConfig(std::span<const LegacyLayer> chain, std::span<const DiffId> diffIds);

} // namespace stratoscope
