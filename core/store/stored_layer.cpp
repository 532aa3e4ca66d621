// SPDX-License-Identifier: Apache-2.0
#include "store/stored_layer.h"

#include "base/json_writer.h"
#include "oci/digest_fields.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<StoredLayer> StoredLayer::parse(const QByteArray &json, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(json, subject));
    StoredLayer layer;
    STRATOSCOPE_TRY(layer.digest, parseDigest<Digest>(fields, "digest"_L1));
    STRATOSCOPE_TRY(layer.diffId, parseDigest<DiffId>(fields, "diffId"_L1));
    STRATOSCOPE_TRY(layer.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(const QString compression, fields.string("compression"_L1));
    for (const auto known : {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
        if (compressionName(known) == compression)
            layer.compression = known;
    }
    STRATOSCOPE_TRY(layer.compressedSize, fields.size("compressedSize"_L1));
    STRATOSCOPE_TRY(layer.size, fields.size("size"_L1));
    STRATOSCOPE_TRY(layer.entries, fields.size("entries"_L1));
    STRATOSCOPE_TRY(layer.idxSize, fields.size("idxSize"_L1));
    STRATOSCOPE_TRY(layer.contentsSize, fields.size("contentsSize"_L1));
    STRATOSCOPE_TRY(layer.sidecarSize, fields.size("sidecarSize"_L1));
    return layer;
}

QByteArray StoredLayer::toJson() const
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.member("digest", digest.toString());
    json.member("diffId", diffId.toString());
    json.member("mediaType", mediaType);
    json.member("compression", compressionName(compression));
    json.member("compressedSize", compressedSize);
    json.member("size", size);
    json.member("entries", entries);
    json.member("idxSize", idxSize);
    json.member("contentsSize", contentsSize);
    json.member("sidecarSize", sidecarSize);
    json.endObject();
    return QByteArray::fromStdString(json.take() + '\n');
}

} // namespace stratoscope
