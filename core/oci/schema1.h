// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <span>
#include <vector>

namespace stratoscope {

/// What the digest of a manifest of schema 1 is of: of a signed one (a JSON web signature in its pretty form) the payload, without
/// the signatures; of another one the bytes themselves. Malformed where the signatures do not tell one payload.
///
/// The signatures prove nothing, since anybody may make one with a key of his own: they are not checked. What is used of such a
/// document must be read from its payload.
Result<QByteArray> schema1Payload(const QByteArray &bytes, const QString &subject);

/// An image manifest of Docker's schema 1, signed or not (distribution project, image manifest version 2, schema 1). It has no
/// configuration of its own and tells no sizes.
struct Schema1Manifest {
    QString name;
    QString tag;
    QString architecture;
    std::vector<Digest> layers; ///< bottom first; steps that changed no file have none
    Platform platform; ///< as written; an operating system that is not told is linux
    RunConfig run;
    std::vector<HistoryEntry> history; ///< bottom first
    QJsonObject top; ///< the description of the topmost step
    QJsonArray historyJson; ///< `history` as an image configuration has it

    static Result<Schema1Manifest> parse(const QByteArray &bytes, const QString &subject);

    /// The document of an image configuration as Docker makes it of such a manifest. `diffIds` are of `layers`, in their order.
    QByteArray imageConfig(std::span<const DiffId> diffIds) const;

    bool operator==(const Schema1Manifest &) const = default;
};

} // namespace stratoscope
