// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/storage_documents.h"

#include "engine/json_elements.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// An ID is the name of a directory.
Result<QString> readStorageId(const JsonFields &fields, QLatin1StringView key)
{
    STRATOSCOPE_TRY(QString id, fields.string(key));
    const bool isId = std::ranges::all_of(
        id, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || c == u'-' || c == u'_'; });
    if (!isId)
        return fields.fail(key, u"is not an ID: %1"_s.arg(quoted(id)));
    return id;
}

} // namespace

Result<std::vector<StorageImage>> parseStorageImages(const QByteArray &bytes, const QString &subject)
{
    std::vector<StorageImage> images;
    STRATOSCOPE_CHECK(forEachElement(bytes, subject, [&images](const JsonFields &fields) -> Result<void> {
        StorageImage image;
        STRATOSCOPE_TRY(image.id, readStorageId(fields, "id"_L1));
        if (image.id.isEmpty())
            return fields.fail("id"_L1, u"is missing"_s);
        STRATOSCOPE_TRY(image.names, fields.strings("names"_L1));
        STRATOSCOPE_TRY(image.layer, readStorageId(fields, "layer"_L1));
        images.push_back(std::move(image));
        return {};
    }));
    return images;
}

Result<StorageLayers> parseStorageLayers(const QByteArray &bytes, const QString &subject)
{
    StorageLayers layers;
    STRATOSCOPE_CHECK(forEachElement(bytes, subject, [&layers](const JsonFields &fields) -> Result<void> {
        StorageLayer layer;
        STRATOSCOPE_TRY(layer.id, readStorageId(fields, "id"_L1));
        if (layer.id.isEmpty())
            return fields.fail("id"_L1, u"is missing"_s);
        STRATOSCOPE_TRY(layer.parent, readStorageId(fields, "parent"_L1));
        STRATOSCOPE_TRY(const std::optional<qint64> size, fields.integer("diff-size"_L1));
        layer.size = std::uint64_t(std::max<qint64>(size.value_or(0), 0));
        layers.insert_or_assign(layer.id, layer);
        return {};
    }));
    return layers;
}

Result<std::vector<StorageLayer>> storageChain(const StorageLayers &layers, const QString &top, const QString &subject)
{
    std::vector<StorageLayer> chain;
    for (QString id = top; !id.isEmpty(); id = chain.back().parent) {
        const auto found = layers.find(id);
        if (found == layers.end())
            return fail(ErrorKind::Malformed, subject, u"the layer %1 is missing"_s.arg(id.left(12)));
        if (chain.size() >= layers.size())
            return fail(ErrorKind::Malformed, subject, u"the layer %1 is its own ancestor"_s.arg(id.left(12)));
        chain.push_back(found->second);
    }
    std::ranges::reverse(chain);
    return chain;
}

QString bigDataFileName(const QString &key)
{
    const bool isPlain
        = std::ranges::all_of(key, [](QChar c) { return c == u'.' || (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z'); });
    return isPlain ? key : u'=' + QString::fromLatin1(key.toUtf8().toBase64());
}

} // namespace stratoscope
