// SPDX-License-Identifier: Apache-2.0
#include "store/stored_image.h"

#include "base/json_writer.h"
#include "oci/digest_fields.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

std::vector<Digest> StoredImage::digests() const
{
    std::vector<Digest> digests = layers;
    digests.insert(digests.end(), {manifest, config});
    if (index)
        digests.push_back(*index);
    std::ranges::sort(digests);
    digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
    return digests;
}

Result<StoredImage> StoredImage::parse(const QByteArray &json, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(json, subject));
    StoredImage image;
    STRATOSCOPE_TRY(image.reference, fields.string("reference"_L1));
    STRATOSCOPE_TRY(image.manifest, parseDigest<Digest>(fields, "manifest"_L1));
    STRATOSCOPE_TRY(image.config, parseDigest<Digest>(fields, "config"_L1));
    if (fields.has("index"_L1)) {
        STRATOSCOPE_TRY(image.index, parseDigest<Digest>(fields, "index"_L1));
    }
    STRATOSCOPE_TRY(const JsonFields platform, fields.object("platform"_L1));
    STRATOSCOPE_TRY(image.platform.os, platform.string("os"_L1));
    STRATOSCOPE_TRY(image.platform.architecture, platform.string("architecture"_L1));
    STRATOSCOPE_TRY(image.platform.variant, platform.string("variant"_L1));
    STRATOSCOPE_TRY(image.platform.osVersion, platform.string("osVersion"_L1));
    STRATOSCOPE_TRY(image.platform.osFeatures, platform.strings("osFeatures"_L1));
    STRATOSCOPE_TRY(image.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(image.size, fields.size("size"_L1));
    STRATOSCOPE_TRY(image.created, fields.string("created"_L1));
    STRATOSCOPE_TRY(const QString pulled, fields.string("pulled"_L1));
    image.pulled = QDateTime::fromString(pulled, Qt::ISODateWithMs);
    STRATOSCOPE_TRY(image.layers, parseDigests<Digest>(fields, "layers"_L1));
    STRATOSCOPE_TRY(image.source, fields.string("source"_L1));
    return image;
}

QByteArray StoredImage::toJson() const
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.member("reference", reference);
    json.member("manifest", manifest.toString());
    json.member("config", config.toString());
    if (index)
        json.member("index", index->toString());
    json.key("platform").beginObject();
    json.member("os", platform.os);
    json.member("architecture", platform.architecture);
    json.member("variant", platform.variant);
    json.member("osVersion", platform.osVersion);
    json.member("osFeatures", platform.osFeatures);
    json.endObject();
    json.member("mediaType", mediaType);
    json.member("size", size);
    json.member("created", created);
    json.member("pulled", pulled.toUTC().toString(Qt::ISODateWithMs));
    json.key("layers").beginArray();
    for (const Digest &layer : layers)
        json.value(layer.toString());
    json.endArray();
    json.member("source", source);
    json.endObject();
    return QByteArray::fromStdString(json.take() + '\n');
}

} // namespace stratoscope
