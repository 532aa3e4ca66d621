// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "oci/digest.h"
#include "oci/platform.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <vector>

namespace stratoscope {

/// How a container of the image is run.
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

/// One step of the image's making.
struct HistoryEntry {
    QString created; ///< RFC 3339, as written
    QString createdBy;
    QString author;
    QString comment;
    bool emptyLayer = false; ///< the step changed no file and has no layer

    bool operator==(const HistoryEntry &) const = default;
};

/// An image's configuration (OCI image-spec, config.md). A member that is missing or null is empty; keys count only as the
/// specification spells them.
struct ImageConfig {
    Platform platform; ///< as written, not normalised
    QString created; ///< RFC 3339, as written
    QString author;
    RunConfig run;
    std::vector<DiffId> diffIds; ///< bottom first
    std::vector<HistoryEntry> history;
    QByteArray bytes; ///< the document itself: what its digest is of
    QJsonObject json;

    static Result<ImageConfig> parse(const QByteArray &bytes, const QString &subject);

    bool operator==(const ImageConfig &) const = default;
};

/// The step that made each layer, `layerCount` of them, bottom first; empty ones where the history is too short.
std::vector<HistoryEntry> historyForLayers(const ImageConfig &config, std::size_t layerCount);

} // namespace stratoscope
