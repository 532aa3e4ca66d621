// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "oci/digest.h"
#include "oci/image_config.h"
#include "tree/user.h"

#include <QMap>
#include <QStringList>

#include <optional>
#include <vector>

namespace stratoscope {

/// `config.json` of a prebaked image directory (docs/prebaked.md).
struct PrebakedConfig {
    std::vector<Digest> layers; ///< bottom first
    QStringList env;
    QStringList entrypoint;
    QStringList cmd;
    QString workingDir;
    QString user;
    std::optional<UserIds> ids; ///< the numeric IDs of `user`, if the file has them
    QMap<QString, QString> labels;
    QString architecture;

    /// For an image whose layers have these digests; its user is looked up in `fs`, unless its `ids` are known. NotFound for an
    /// unknown user or group.
    static Result<PrebakedConfig> of(const ImageConfig &config, std::vector<Digest> layers, const ImageFs &fs,
                                     const std::optional<UserIds> &ids = {});
    /// A string is accepted in place of an array of strings. Malformed, naming the member.
    static Result<PrebakedConfig> parse(const QByteArray &bytes, const QString &subject);
    /// Reads `config.json` of a directory. NotFound if there is none.
    static Result<PrebakedConfig> read(const QString &directory);
    /// As one object, its keys in the order of the format.
    void write(JsonWriter &json) const;
    /// The document, byte for byte as the format requires.
    QByteArray toBytes() const;

    bool operator==(const PrebakedConfig &) const = default;
};

} // namespace stratoscope
