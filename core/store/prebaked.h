// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "layer/layer_contents.h"
#include "oci/digest.h"
#include "oci/image_config.h"
#include "store/file_digests.h"
#include "tree/user.h"

#include <QMap>
#include <QStringList>

#include <optional>
#include <stop_token>
#include <vector>

/// Prebaked image directories, read: `config.json`, and for each layer `<hex>.idx`, `<hex>.contents` and, where it needs one,
/// `<hex>.ext.json`. The format is described in docs/prebaked.md. Layers are written by prebaked_writer.h.
namespace stratoscope {

/// `config.json`.
struct PrebakedConfig {
    std::vector<Digest> layers; ///< bottom first
    QStringList env;
    QStringList entrypoint;
    QStringList cmd;
    QString workingDir;
    QString user;
    std::optional<UserIds> ids; ///< the numbers of `user`; nothing where the file does not tell
    QMap<QString, QString> labels;
    QString architecture;

    /// Of an image whose layers have these digests; its user is looked up in `fs`. NotFound for a user or group that is not there.
    static Result<PrebakedConfig> of(const ImageConfig &config, std::vector<Digest> layers, const ImageFs &fs);
    /// A bare string counts where an array of strings is expected. Malformed, naming the member.
    static Result<PrebakedConfig> parse(const QByteArray &bytes, const QString &subject);
    /// As one object, its keys in the format's order.
    void write(JsonWriter &json) const;
    /// The document, byte for byte as the format has it.
    QByteArray toBytes() const;

    bool operator==(const PrebakedConfig &) const = default;
};

/// `config.json` of a directory. NotFound where there is none.
Result<PrebakedConfig> readPrebakedConfig(const QString &directory);

/// A layer as it is read from such a directory. Nothing of it is verified: the format has no digest of the whole.
struct PrebakedLayer {
    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;
    std::shared_ptr<const FileDigests> digests;
};

/// Reads `<hex>.idx` and the sidecar and opens the contents. Errors: NotFound, Malformed, Truncated, naming the file and the record
/// (from 0). Blocking. Throws Cancelled.
Result<PrebakedLayer> readPrebakedLayer(const QString &directory, const QString &hex, std::stop_token stop = {});

} // namespace stratoscope
