// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"

#include <QByteArray>
#include <QJsonObject>

namespace stratoscope {

/// Mismatch unless these bytes have this digest.
Result<void> requireDigest(const QByteArray &bytes, const Digest &wanted, const QString &subject);

/// The digest by which registries know a manifest: of its bytes; of a signed one of schema 1, of its payload (oci/schema1.h).
Result<Digest> manifestDigest(const QByteArray &bytes, const QJsonObject &document, HashAlgorithm algorithm,
                              const QString &subject);

} // namespace stratoscope
