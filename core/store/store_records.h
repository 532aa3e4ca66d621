// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

/// The records of a store as JSON documents.
namespace stratoscope {

/// Of the file that makes a layer be there.
inline constexpr QLatin1StringView kRecordSuffix{".json"};

QByteArray toJson(const StoredLayer &layer);
Result<StoredLayer> parseStoredLayer(const QByteArray &bytes, const QString &subject);

QByteArray toJson(const StoredImage &image);
Result<StoredImage> parseStoredImage(const QByteArray &bytes, const QString &subject);

} // namespace stratoscope
