// SPDX-License-Identifier: Apache-2.0
#include "store/store_records.h"

#include "base/json_reader.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr Compression kCompressions[]
    = {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2};

template <typename AnyDigest>
Result<void> readDigest(const JsonFields &fields, JsonFields::Key key, AnyDigest &into)
{
    STRATOSCOPE_TRY(const QString text, fields.string(key));
    auto digest = AnyDigest::parse(text);
    if (!digest)
        return fields.fail(key, u"is no digest"_s);
    into = *digest;
    return {};
}

template <std::unsigned_integral Number>
Result<void> readSize(const JsonFields &fields, JsonFields::Key key, Number &into)
{
    STRATOSCOPE_TRY(const auto number, fields.integer(key));
    if (!number || *number < 0 || !std::in_range<Number>(*number))
        return fields.fail(key, u"is no size"_s);
    into = Number(*number);
    return {};
}

QByteArray finished(JsonWriter &json)
{
    return QByteArray::fromStdString(json.endObject().take() + '\n');
}

} // namespace

QByteArray toJson(const StoredLayer &layer)
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.member("digest", layer.digest.toString());
    json.member("diffId", layer.diffId.toString());
    json.member("mediaType", layer.mediaType);
    json.member("compression", compressionName(layer.compression));
    json.member("compressedSize", layer.compressedSize);
    json.member("size", layer.size);
    json.member("entries", layer.entries);
    json.member("idxSize", layer.idxSize);
    json.member("contentsSize", layer.contentsSize);
    json.member("sidecarSize", layer.sidecarSize);
    return finished(json);
}

Result<StoredLayer> parseStoredLayer(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const QJsonObject object, parseJsonObject(bytes, subject));
    const JsonFields fields(object, subject);
    StoredLayer layer;
    STRATOSCOPE_CHECK(readDigest(fields, "digest"_L1, layer.digest));
    STRATOSCOPE_CHECK(readDigest(fields, "diffId"_L1, layer.diffId));
    STRATOSCOPE_TRY(layer.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(const QString compression, fields.string("compression"_L1));
    for (const Compression known : kCompressions) {
        if (compressionName(known) == compression)
            layer.compression = known;
    }
    STRATOSCOPE_CHECK(readSize(fields, "compressedSize"_L1, layer.compressedSize));
    STRATOSCOPE_CHECK(readSize(fields, "size"_L1, layer.size));
    STRATOSCOPE_CHECK(readSize(fields, "entries"_L1, layer.entries));
    STRATOSCOPE_CHECK(readSize(fields, "idxSize"_L1, layer.idxSize));
    STRATOSCOPE_CHECK(readSize(fields, "contentsSize"_L1, layer.contentsSize));
    STRATOSCOPE_CHECK(readSize(fields, "sidecarSize"_L1, layer.sidecarSize));
    return layer;
}

QByteArray toJson(const StoredImage &image)
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.member("reference", image.reference);
    json.member("manifest", image.manifest.toString());
    json.member("config", image.config.toString());
    if (image.index)
        json.member("index", image.index->toString());
    json.key("platform").beginObject();
    json.member("os", image.platform.os);
    json.member("architecture", image.platform.architecture);
    json.member("variant", image.platform.variant);
    json.member("osVersion", image.platform.osVersion);
    json.member("osFeatures", image.platform.osFeatures);
    json.endObject();
    json.member("mediaType", image.mediaType);
    json.member("size", image.size);
    json.member("created", image.created);
    json.member("pulled", image.pulled.toUTC().toString(Qt::ISODateWithMs));
    json.key("layers").beginArray();
    for (const Digest &layer : image.layers)
        json.value(layer.toString());
    json.endArray();
    json.member("source", image.source);
    return finished(json);
}

Result<StoredImage> parseStoredImage(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const QJsonObject object, parseJsonObject(bytes, subject));
    const JsonFields fields(object, subject);
    StoredImage image;
    STRATOSCOPE_TRY(image.reference, fields.string("reference"_L1));
    STRATOSCOPE_CHECK(readDigest(fields, "manifest"_L1, image.manifest));
    STRATOSCOPE_CHECK(readDigest(fields, "config"_L1, image.config));
    if (fields.has("index"_L1))
        STRATOSCOPE_CHECK(readDigest(fields, "index"_L1, image.index.emplace()));
    STRATOSCOPE_TRY(const JsonFields platform, fields.object("platform"_L1));
    STRATOSCOPE_TRY(image.platform.os, platform.string("os"_L1));
    STRATOSCOPE_TRY(image.platform.architecture, platform.string("architecture"_L1));
    STRATOSCOPE_TRY(image.platform.variant, platform.string("variant"_L1));
    STRATOSCOPE_TRY(image.platform.osVersion, platform.string("osVersion"_L1));
    STRATOSCOPE_TRY(image.platform.osFeatures, platform.strings("osFeatures"_L1));
    STRATOSCOPE_TRY(image.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_CHECK(readSize(fields, "size"_L1, image.size));
    STRATOSCOPE_TRY(image.created, fields.string("created"_L1));
    STRATOSCOPE_TRY(const QString pulled, fields.string("pulled"_L1));
    image.pulled = QDateTime::fromString(pulled, Qt::ISODateWithMs);
    STRATOSCOPE_TRY(const QStringList layers, fields.strings("layers"_L1));
    for (const QString &text : layers) {
        auto digest = Digest::parse(text);
        if (!digest)
            return fields.fail("layers"_L1, u"holds %1, which is no digest"_s.arg(quoted(text)));
        image.layers.push_back(*digest);
    }
    STRATOSCOPE_TRY(image.source, fields.string("source"_L1));
    return image;
}

} // namespace stratoscope
