// SPDX-License-Identifier: Apache-2.0
#include "support/store.h"

#include "prebaked/ingest_layer.h"
#include "prebaked/prebaked_layer.h"
#include "store/layer_transaction.h"
#include "support/need.h"
#include "support/sources.h"
#include "support/tar_builder.h"

#include <QDir>
#include <QDirIterator>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

Digest digestOfBytes(const QByteArray &bytes)
{
    return Digest::of(asBytes({bytes.constData(), std::size_t(bytes.size())}));
}

} // namespace

std::string seededTar(int seed, std::size_t padding)
{
    const std::string text = std::to_string(seed);
    TarBuilder tar;
    tar.dir("etc/").file("etc/file-" + text, "content of " + text).file("padding", std::string(padding, 'p'));
    return tar.finish();
}

Result<StoredLayer> putLayer(const Store &store, std::string_view tar)
{
    STRATOSCOPE_TRY(LayerTransaction transaction, LayerTransaction::begin(store));
    MemorySource source{std::string(tar)};
    ProgressMeter progress;
    STRATOSCOPE_TRY(const LayerFacts facts, ingestLayer(source, transaction.writer(), {}, progress, {}));
    StoredLayer layer;
    layer.digest = facts.digest;
    layer.diffId = facts.diffId;
    layer.mediaType = u"application/vnd.oci.image.layer.v1.tar"_s;
    layer.compressedSize = facts.compressedSize;
    layer.size = facts.size;
    return transaction.commit(layer, facts.index).map([](const LoadedLayer &loaded) { return loaded.stored; });
}

Result<StoredImage> putImage(const Store &store, const QString &reference, const std::vector<std::string> &tars,
                             const QString &platform)
{
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    const QByteArray manifest = "manifest of " + reference.toUtf8() + platform.toUtf8();
    const QByteArray config = "config of " + reference.toUtf8() + platform.toUtf8();
    StoredImage image;
    image.reference = reference;
    image.manifest = digestOfBytes(manifest);
    image.config = digestOfBytes(config);
    STRATOSCOPE_TRY(image.platform, Platform::parse(platform));
    image.mediaType = u"application/vnd.oci.image.manifest.v1+json"_s;
    image.created = u"2024-05-01T12:00:00Z"_s;
    image.pulled = QDateTime::fromMSecsSinceEpoch(1714564800123, Qt::UTC);
    image.source = u"/images/%1.tar"_s.arg(reference);
    ProgressMeter progress;
    for (const std::string &tar : tars) {
        STRATOSCOPE_TRY(const StoredLayer layer, putLayer(store, tar));
        STRATOSCOPE_CHECK(store.blobs().add(regionOf(tar), layer.digest, progress, {}));
        image.layers.push_back(layer.digest);
        image.size += layer.compressedSize;
    }
    STRATOSCOPE_CHECK(store.blobs().add(manifest, image.manifest));
    STRATOSCOPE_CHECK(store.blobs().add(config, image.config));
    STRATOSCOPE_CHECK(store.addImage(image));
    return image;
}

namespace {

Result<void> checkBlob(const Store &store, const Digest &digest)
{
    STRATOSCOPE_TRY(const FileRegion region, store.blobs().find(digest));
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(region, 1 << 30));
    if (digestOfBytes(bytes) != digest)
        return fail(ErrorKind::Mismatch, digest.toString(), u"has other content"_s);
    return {};
}

Result<void> checkLayer(const Store &store, const Digest &digest)
{
    const auto layer = store.layers().find(digest);
    if (!layer)
        return fail(ErrorKind::NotFound, digest.toString(), u"is missing"_s);
    STRATOSCOPE_TRY(const PrebakedLayer loaded, store.layers().load(*layer));
    FileDigests::Reader digests(loaded.digests, loaded.index);
    for (RecordId record = 0; record < loaded.index->size(); ++record) {
        if (loaded.index->kind(record) != EntryKind::Regular)
            continue;
        std::string content(std::size_t(loaded.index->entry(record).size), '\0');
        STRATOSCOPE_TRY(const std::size_t count,
                        loaded.contents.read(*loaded.index, record, 0, std::as_writable_bytes(std::span(content))));
        STRATOSCOPE_TRY(const Sha256 wanted, digests.digest(record));
        if (count != content.size() || sha256(asBytes(content)) != wanted)
            return fail(ErrorKind::Mismatch, digest.toString(), u"one of its files has other content"_s);
    }
    return {};
}

/// The digests in the names of files.
std::vector<Digest> digestsIn(const QString &folder, const QString &algorithm, const QString &suffix = {})
{
    std::vector<Digest> digests;
    for (const QString &name : QDir(folder).entryList({u'*' + suffix}, QDir::Files)) {
        if (const auto digest = Digest::parse(algorithm + u':' + name.chopped(suffix.size())))
            digests.push_back(*digest);
    }
    return digests;
}

} // namespace

Result<void> checkStore(const Store &store)
{
    STRATOSCOPE_TRY(const std::vector<StoredImage> images, store.images().all());
    for (const StoredImage &image : images) {
        STRATOSCOPE_CHECK(checkBlob(store, image.manifest));
        STRATOSCOPE_CHECK(checkBlob(store, image.config));
        for (const Digest &layer : image.layers) {
            STRATOSCOPE_CHECK(checkLayer(store, layer));
            STRATOSCOPE_CHECK(checkBlob(store, layer));
        }
    }
    for (const Digest &blob : digestsIn(store.directory() + u"/blobs/sha256"_s, u"sha256"_s))
        STRATOSCOPE_CHECK(checkBlob(store, blob));
    for (const Digest &layer :
         digestsIn(store.layers().directory(), u"sha256"_s, u".json"_s)) // names with .ext.json are not digests
        STRATOSCOPE_CHECK(checkLayer(store, layer));
    return {};
}

QStringList unfinishedFiles(const Store &store)
{
    QStringList names;
    for (const QString &folder : {u"tmp"_s, u"downloads"_s}) {
        for (const QString &name : QDir(store.directory() + u'/' + folder).entryList(QDir::Files | QDir::Hidden))
            names << folder + u'/' + name;
    }
    return names;
}

QStringList storeFiles(const Store &store)
{
    QStringList names;
    QDirIterator files(store.directory(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = QDir(store.directory()).relativeFilePath(files.next());
        if (name != "lock"_L1 && !name.startsWith("tmp/"_L1))
            names << name;
    }
    names.sort();
    return names;
}

QString StoreTest::path() const
{
    return m_dir->path() + u"/store"_s;
}

Store StoreTest::open() const
{
    return need(Store::open(path()));
}

QStringList StoreTest::temporaries() const
{
    return QDir(path() + u"/tmp"_s).entryList(QDir::Files | QDir::Hidden);
}

} // namespace stratoscope::test
