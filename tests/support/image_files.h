// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/decompress.h"
#include "support/tar_builder.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <map>
#include <string>
#include <vector>

/// Whole images, in the forms that they are found in on disks.
namespace stratoscope::test {

/// A step of a config's history.
QJsonObject historyStep(const QString &createdBy, bool isEmpty = false);

struct TestImage {
    std::vector<std::string> layers; ///< tars, bottom first
    QString name = QStringLiteral("example.test/app:1"); ///< empty: none
    Compression compression = Compression::None; ///< of the layers' blobs
    QString mediaType = {}; ///< of the layers; empty: the right one
    QString architecture = QStringLiteral("amd64");
    QJsonObject run = {}; ///< the config's own `config`
    QJsonArray history = {}; ///< empty: a step `layer N` for each layer

    /// The config's bytes, with the diff-ids of the layers and its history.
    QByteArray configBytes() const;
};

/// The files of an OCI image layout, by their path in it: `oci-layout`, `index.json`, `blobs/sha256/…`. Layers have the types of
/// OCI.
std::map<std::string, std::string> ociLayout(const std::vector<TestImage> &images);

/// How `docker save` wrote its archives.
enum class DockerLayout {
    Oldest, ///< `<id>/layer.tar`, `<id>/json`, `repositories`; no manifest.json
    Old, ///< those and manifest.json; a layer that stands there already is a symlink
    New, ///< an OCI layout with manifest.json
    Skopeo, ///< `<digest>.tar`, which manifest.json names
};
std::map<std::string, std::string> dockerArchive(const std::vector<TestImage> &images, DockerLayout layout);

/// A tar of such files; a content that begins with `-> ` makes a symlink.
std::string tarOf(const std::map<std::string, std::string> &files);
/// Writes such files below a folder.
void writeFiles(const QString &folder, const std::map<std::string, std::string> &files);

} // namespace stratoscope::test
