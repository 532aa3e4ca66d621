// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"

#include <QByteArray>
#include <QJsonObject>

namespace stratoscope {

/// Mismatch if the bytes do not have this digest.
Result<void> requireDigest(const QByteArray &bytes, const Digest &wanted, const QString &subject);

/// The digest that identifies a manifest: of its bytes, or, for a signed manifest of schema 1, of its payload (oci/schema1.h).
Result<Digest> manifestDigest(const QByteArray &bytes, const QJsonObject &document, HashAlgorithm algorithm,
                              const QString &subject);

} // namespace stratoscope
