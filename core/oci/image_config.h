// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "oci/digest.h"
#include "oci/platform.h"

#include <QByteArray>
#include <QJsonArray>
#include <QMap>
#include <QStringList>

#include <optional>
#include <span>
#include <vector>

namespace stratoscope {

/// How to run a container of the image.
struct RunConfig {
    QString user;
    QStringList env; ///< `KEY=value`
    QStringList entrypoint;
    QStringList cmd;
    QString workingDir;
    QMap<QString, QString> labels;
    QStringList exposedPorts; ///< `80/tcp`
    QStringList volumes;
    QString stopSignal;
    QStringList shell;
    QStringList onBuild;

    bool operator==(const RunConfig &) const = default;
};

/// A build step of the image.
struct HistoryEntry {
    QString created; ///< RFC 3339, as written
    QString createdBy;
    QString author;
    QString comment;
    bool emptyLayer = false; ///< the step has no layer, since it changed no files

    bool operator==(const HistoryEntry &) const = default;
};

/// An image config (OCI image-spec, config.md). Members that are missing or null are empty. Keys match in any case: see
/// json_reader.h.
struct ImageConfig {
    Platform platform; ///< as written, not normalized
    QString created; ///< RFC 3339, as written
    QString author;
    RunConfig run;
    std::vector<DiffId> diffIds; ///< lowest layer first
    std::vector<HistoryEntry> history;
    QByteArray bytes; ///< the document itself, which its digest refers to
    QJsonObject json;

    static Result<ImageConfig> parse(const QByteArray &bytes, const QString &subject);

    bool operator==(const ImageConfig &) const = default;
};

/// The documents that describe an image, as its source has them: its manifest, the index that the manifest was chosen from, and its
/// config.
struct ImageDocuments {
    QStringList names; ///< tags and references that the source gives the image
    QString mediaType; ///< of the manifest; empty if there is none
    std::optional<Digest> digest; ///< of the manifest; nothing if there is none (docker-archive, prebaked directory)
    QByteArray manifestBytes; ///< empty if there is none
    std::optional<Digest> indexDigest; ///< nothing if there was no index, or none but the `index.json` of a layout
    QByteArray indexBytes; ///< empty if there was no index or it is not known
    Digest configDigest; ///< null for a prebaked directory
    ImageConfig config; ///< with its own bytes; of a prebaked directory, what can be known of it
    QStringList warnings; ///< sentences: what is odd about the image, or about how its source gave it
};

/// Malformed, named by `subject`, unless there is one diff ID for each of a manifest's layers.
Result<void> requireLayers(const ImageConfig &config, std::size_t layers, const QString &subject);

/// The step that created each of `layerCount` layers, lowest layer first; empty steps if the history is too short.
std::vector<HistoryEntry> historyForLayers(const ImageConfig &config, std::size_t layerCount);

/// The entry for a step in the history of an image config.
QJsonObject v1History(const QJsonObject &step);

/// The image config that Docker creates from the topmost step: its members except for those about the layer, with `history` and
/// `diffIds`, lowest layer first.
QByteArray v1ImageConfig(QJsonObject top, const QJsonArray &history, std::span<const DiffId> diffIds);

} // namespace stratoscope
