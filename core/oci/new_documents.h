// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/docker_archive.h"
#include "oci/image_config.h"

#include <QJsonArray>

#include <span>

/// Documents of images that this program puts together: compact JSON, the same for the same values.
namespace stratoscope {

Descriptor descriptorOf(const QByteArray &document, const QString &mediaType, const Digest &digest);

/// An OCI image manifest.
QByteArray newManifest(const Descriptor &config, std::span<const Descriptor> layers, const Annotations &annotations = {});

/// An OCI image index.
QByteArray newIndex(std::span<const Descriptor> manifests);

/// The config with other layers, bottom first, and their history; all other members are kept. A config that is no document (of a
/// prebaked directory) is written from its fields.
QByteArray newConfig(const ImageConfig &config, std::span<const DiffId> diffIds, const QJsonArray &history);

/// The `manifest.json` of a docker-archive with one image.
QByteArray newDockerManifest(const DockerArchiveImage &image);

/// The history of an image config, as it is in its JSON.
QJsonArray historyOf(const ImageConfig &config);
/// Whether a step of a history has no layer.
bool isEmptyStep(const QJsonObject &step);
/// The steps up to the one that made the layer above `last`; nothing if the history does not have one step for each of `layers`
/// layers.
std::optional<QJsonArray> historyUpTo(const QJsonArray &history, std::size_t layers, std::size_t last);
/// The same history with one step in place of those that made the layers `first` to `last`, which says what it joins.
QJsonArray joinedHistory(const QJsonArray &history, std::size_t first, std::size_t last);

} // namespace stratoscope
