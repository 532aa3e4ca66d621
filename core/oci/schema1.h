// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <span>
#include <vector>

namespace stratoscope {

/// The bytes that the digest of a schema 1 manifest refers to: the payload, without the signatures, if it is signed (a JSON web
/// signature in its pretty form), otherwise all bytes. Malformed if the signatures do not have the same payload.
///
/// The signatures are not verified: they prove nothing, since anyone can create one with a key of their own. A manifest must be
/// read from the payload.
Result<QByteArray> schema1Payload(const QByteArray &bytes, const QString &subject);

/// The digest that identifies a manifest: of its bytes, or of the payload if it is one of schema 1.
Result<Digest> manifestDigest(const QByteArray &bytes, const QJsonObject &document, HashAlgorithm algorithm,
                              const QString &subject);

/// A Docker image manifest of schema 1, signed or not (distribution project, image manifest version 2, schema 1). It has neither a
/// separate config nor sizes.
struct Schema1Manifest {
    std::vector<Digest> layers; ///< lowest first; none for steps that changed no files
    QJsonObject top; ///< of the topmost step, with the platform: linux if it has no operating system
    QJsonArray history; ///< as in an image config, lowest first

    static Result<Schema1Manifest> parse(const QByteArray &bytes, const QString &subject);

    /// The image config that Docker creates for such a manifest. `diffIds`: those of `layers`, in their order.
    QByteArray imageConfig(std::span<const DiffId> diffIds) const { return v1ImageConfig(top, history, diffIds); }

    bool operator==(const Schema1Manifest &) const = default;
};

} // namespace stratoscope
