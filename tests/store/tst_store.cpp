// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/cancel.h"
#include "prebaked/prebaked_format.h"
#include "store/layer_transaction.h"
#include "store/partial_blob.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/prebaked.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/sources.h"
#include "support/store.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const DiffId kUnknownDiffId(sha256(asBytes("unknown")));
const Digest kStoreUnknown(kUnknownDiffId);

void writeOver(const QString &path, const QByteArray &content)
{
    QFile::remove(path);
    writeDisk(path, content);
}

/// The files and directories that other users may access.
QStringList openToOthers(const QString &directory)
{
    QStringList paths;
    for (QDirIterator entries(directory, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
         entries.hasNext();) {
        const QFileInfo info(entries.next());
        struct stat status;
        if (::lstat(QFile::encodeName(info.filePath()).constData(), &status) != 0 || (status.st_mode & 077) != 0)
            paths << info.filePath();
    }
    return paths;
}

} // namespace

class TestStore : public StoreTest
{
    Q_OBJECT

private Q_SLOTS:
    void isMadeWhereNothingIs()
    {
        const auto store = Store::open(m_dir->path() + u"/deep/down/store/"_s);
        VERIFY_RESULT(store);
        QCOMPARE(store->directory(), m_dir->path() + u"/deep/down/store"_s);
        QCOMPARE(storeFiles(*store), QStringList{u"version"_s});
        VERIFY_RESULT(Store::open(store->directory()));
        QVERIFY(need(store->images().all()).empty());
        QCOMPARE(store->layers().find(kStoreUnknown), std::nullopt);
        QCOMPARE(store->layers().find(kUnknownDiffId), std::nullopt);
    }

    void isFoundByTheEnvironment()
    {
        qputenv("XDG_DATA_HOME", "/data");
        QCOMPARE(Store::defaultDirectory(), u"/data/stratoscope/store"_s);
        qputenv("STRATOSCOPE_STORE", "/elsewhere");
        QCOMPARE(Store::defaultDirectory(), u"/elsewhere"_s);
        qunsetenv("STRATOSCOPE_STORE");
        qunsetenv("XDG_DATA_HOME");
    }

    void oneHalfMadeIsFinished()
    {
        QDir().mkpath(path() + u"/layers"_s);
        VERIFY_RESULT(Store::open(path()));
        QVERIFY(QFile::exists(path() + u"/version"_s));
    }

    void refusesWhatIsNoStore_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::addRow("a directory with other files") << u"/store/holiday.jpg"_s << QByteArray()
                                                      << u"/store: is not an image store and is not empty; use another directory"_s;
        QTest::addRow("a file") << u"/store"_s << QByteArray() << u"/store: is a file; an image store is a directory"_s;
        QTest::addRow("below a file") << u"/store/x"_s << QByteArray() << QString();
        QTest::addRow("a later version") << u"/store/version"_s << QByteArray("2\n")
                                         << u"/store: is an image store of version 2, but this program only supports version 1; "_s;
        QTest::addRow("not a version") << u"/store/version"_s << QByteArray("one\n")
                                       << u"/store/version: does not contain the version number of a store"_s;
    }

    void refusesWhatIsNoStore()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        writeDisk(m_dir->path() + file, content);
        if (message.isEmpty()) {
            const auto store = Store::open(m_dir->path() + file + u"/store"_s);
            QVERIFY(!store);
            QVERIFY2(store.error().message().startsWith(u"cannot create an image store: "_s), qPrintable(store.error().message()));
            return;
        }
        const auto store = Store::open(path());
        QVERIFY(!store);
        QVERIFY2(store.error().message().startsWith(m_dir->path() + message), qPrintable(store.error().message()));
    }

    /// Whatever the umask.
    void belongsToItsUserAlone()
    {
        for (const mode_t mask : {000U, 022U, 077U}) {
            const QString place = m_dir->path() + u"/deep/%1"_s.arg(mask);
            const mode_t before = ::umask(mask);
            const Store store = need(Store::open(place));
            need(putImage(store, u"app:1"_s, {seededTar(1)}));
            VERIFY_RESULT(need(PartialBlob::begin(store, kStoreUnknown))->append(asBytes("x")));
            ::umask(before);
            QCOMPARE(openToOthers(m_dir->path()), QStringList());
        }
    }

    void isMadePrivateIfItIsNot()
    {
        const Store store = open();
        const StoredImage image = need(putImage(store, u"app:1"_s, {seededTar(1)}));
        const QString shared = store.layers().path(image.layers.front(), prebaked::kIdxSuffix);
        const QString exported = m_dir->path() + u"/exported.idx"_s;
        QCOMPARE(::link(QFile::encodeName(shared).constData(), QFile::encodeName(exported).constData()), 0);
        runTool(u"chmod"_s, {u"-R"_s, u"a+rX"_s, path()}, m_dir->path());
        QVERIFY(openToOthers(path()).size() > 10);
        VERIFY_RESULT(Store::open(path()));
        QCOMPARE(openToOthers(path()), QStringList{shared}); // the user's export, in a folder that nobody else enters
        VERIFY_RESULT(checkStore(open()));
    }

    /// A mistyped directory is left alone.
    void anotherDirectoryKeepsItsMode()
    {
        writeDisk(path() + u"/documents/letter"_s, "x");
        runTool(u"chmod"_s, {u"-R"_s, u"a+rX"_s, path()}, m_dir->path());
        const QStringList before = openToOthers(path());
        QVERIFY(!Store::open(path()));
        QCOMPARE(openToOthers(path()), before);
    }

    void onlyReadableItCanBeRead()
    {
        const StoredImage image = need(putImage(open(), u"app:1"_s, {seededTar(1)}));
        runTool(u"chmod"_s, {u"-R"_s, u"a+rX"_s, m_dir->path()}, m_dir->path()); // its owner shares it
        const QString outcome = asUser([this, &image]() -> QString {
            const auto store = Store::open(path());
            if (!store)
                return store.error().message();
            if (!store->images().all() || store->images().all()->size() != 1
                || !store->layers().load(*store->layers().find(image.layers.front())))
                return u"cannot be read"_s;
            const auto transaction = LayerTransaction::begin(*store);
            return transaction ? u"can be written"_s : transaction.error().message();
        });
        if (isRoot())
            QCOMPARE(outcome, path() + u": cannot write to this image store: Permission denied"_s);
    }

    void keepsALayer()
    {
        const Store store = open();
        TarBuilder tar;
        tar.file("a", "x").add({.path = "b\n", .content = "y", .pax = {{"mtime", "1.5"}}});
        const auto layer = putLayer(store, tar.finish());
        VERIFY_RESULT(layer);
        QVERIFY(layer->sidecarSize > 0);
        QCOMPARE(layer->entries, 2u);
        QCOMPARE(store.layers().find(layer->digest), layer.value());
        QCOMPARE(open().layers().find(layer->diffId), layer.value());
        const auto loaded = store.layers().load(*layer);
        VERIFY_RESULT(loaded);
        QCOMPARE(loaded->index->entryCount(), 2u);
        QCOMPARE(need(readByOther(store.layers().directory(), layer->digest.hex())).size(), std::size_t(2));
        QVERIFY(temporaries().isEmpty());
        for (const QString &name : storeFiles(store))
            QVERIFY2(
                !QFile(path() + u'/' + name).permissions().testAnyFlags(QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther),
                qPrintable(name));
    }

    /// Exports may be hard links to the files: their modes are those of the store's.
    void changedModesAreRepaired()
    {
        const Store store = open();
        const StoredLayer layer = need(putLayer(store, seededTar(1)));
        const auto modes = [&](mode_t mode) {
            QList<mode_t> before;
            for (const char *suffix : {".idx", ".contents"}) {
                const QByteArray file = QFile::encodeName(store.layers().directory() + u'/' + layer.digest.hex()) + suffix;
                struct stat status = {};
                ::stat(file.constData(), &status);
                before << (status.st_mode & 07777);
                ::chmod(file.constData(), mode);
            }
            return before;
        };
        const QList<mode_t> wanted = modes(0777);
        for (const mode_t mode : {mode_t(0), mode_t(0644), mode_t(07555)}) {
            VERIFY_RESULT(store.layers().load(layer));
            QCOMPARE(modes(mode), wanted);
        }
        VERIFY_RESULT(store.layers().load(layer));
    }

    void aLayerThatIsThereStays()
    {
        const Store store = open();
        const StoredLayer first = need(putLayer(store, seededTar(1)));
        const QStringList files = storeFiles(store);
        const StoredLayer second = need(putLayer(store, seededTar(1)));
        QCOMPARE(second, first);
        QCOMPARE(storeFiles(store), files);
        QVERIFY(temporaries().isEmpty());
    }

    void whatIsCommittedIsOpen()
    {
        const Store store = open();
        LayerTransaction transaction = need(LayerTransaction::begin(store));
        MemorySource source(seededTar(3));
        ProgressMeter progress;
        const LayerFacts facts = need(ingestLayer(source, transaction.writer(), {}, progress, {}));
        StoredLayer layer;
        layer.digest = facts.digest;
        layer.diffId = facts.diffId;
        const auto committed = transaction.commit(layer, facts.index);
        VERIFY_RESULT(committed);
        FileDigests::Reader digests(committed->files.digests, facts.index);
        std::string content(12, '?');
        for (RecordId record = 0; record < facts.index->size(); ++record) {
            if (facts.index->name(record) != "file-3")
                continue;
            QCOMPARE(need(committed->files.contents.read(*facts.index, record, 0, std::as_writable_bytes(std::span(content)))),
                     std::size_t(12));
            QCOMPARE(need(digests.digest(record)), sha256(asBytes("content of 3")));
        }
        QCOMPARE(content, std::string("content of 3"));
    }

    void aLayerThatIsNotCommittedLeavesNothing()
    {
        const Store store = open();
        {
            LayerTransaction transaction = need(LayerTransaction::begin(store));
            VERIFY_RESULT(transaction.writer().append(asBytes("x")));
            QCOMPARE(temporaries().size(), 2);
            const LayerTransaction moved = std::move(transaction);
        }
        QVERIFY(temporaries().isEmpty());
        QCOMPARE(storeFiles(store), QStringList{u"version"_s});
    }

    /// As after a power failure: files that were not synced may be shorter, or missing.
    void aDamagedLayerIsNotThereAndIsMadeAnew_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<bool>("removed");
        for (const char *suffix : {".idx", ".contents", ".ext.json", ".json"}) {
            QTest::addRow("%s emptied", suffix) << QString::fromLatin1(suffix) << false;
            QTest::addRow("%s removed", suffix) << QString::fromLatin1(suffix) << true;
        }
    }

    void aDamagedLayerIsNotThereAndIsMadeAnew()
    {
        QFETCH(QString, suffix);
        QFETCH(bool, removed);
        const Store store = open();
        TarBuilder tar;
        tar.add({.path = "b\n", .content = "y"});
        const StoredLayer layer = need(putLayer(store, tar.finish()));
        const QString file = store.layers().directory() + u'/' + layer.digest.hex() + suffix;
        QVERIFY(QFile::exists(file));
        if (removed)
            QFile::remove(file);
        else
            writeOver(file, {});
        QCOMPARE(store.layers().find(layer.digest), std::nullopt);
        QCOMPARE(store.layers().find(layer.diffId), std::nullopt);
        QCOMPARE(need(putLayer(store, tar.finish())), layer);
        QCOMPARE(store.layers().find(layer.digest), layer);
        VERIFY_RESULT(store.layers().load(layer));
    }

    void keepsBlobs()
    {
        const Store store = open();
        const QByteArray bytes = "some document";
        const Digest digest = Digest::of(asBytes("some document"));
        VERIFY_RESULT(store.blobs().add(bytes, digest));
        VERIFY_RESULT(store.blobs().add(bytes, digest));
        const auto region = store.blobs().find(digest);
        VERIFY_RESULT(region);
        QCOMPARE(need(readAll(*region, 100)), bytes);

        Hasher hasher(HashAlgorithm::Sha512);
        hasher.update(asBytes("long"));
        const Digest other(HashAlgorithm::Sha512, hasher.finish());
        Progress last;
        ProgressMeter progress([&last](const Progress &now) { last = now; });
        progress.begin(Stage::Index, 4);
        FileRegion middle = regionOf("a long story");
        middle.offset = 2;
        middle.size = 4;
        VERIFY_RESULT(store.blobs().add(middle, other, progress, {}));
        progress.finish();
        QCOMPARE(last.current, 4);
        QCOMPARE(need(readAll(need(store.blobs().find(other)), 100)), QByteArray("long"));
    }

    void wholeFilesAreKeptAsBlobs()
    {
        const Store store = open();
        const QByteArray bytes(3'000'000, 'x');
        writeDisk(m_dir->path() + u"/layer"_s, bytes);
        const FileRegion region = need(FileRegion::whole(m_dir->path() + u"/layer"_s));
        const Digest digest = Digest::of(asBytes(bytes.toStdString()));
        ProgressMeter progress;
        VERIFY_RESULT(store.blobs().add(region, digest, progress, {}));
        QCOMPARE(need(readAll(need(store.blobs().find(digest)), 1 << 30)), bytes);
    }

    void aBlobOfAnotherDigestIsRefused()
    {
        const Store store = open();
        ProgressMeter progress;
        const auto bytes = store.blobs().add("x", kStoreUnknown);
        const auto region = store.blobs().add(regionOf("x"), kStoreUnknown, progress, {});
        for (const auto &result : {bytes, region}) {
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Mismatch);
            QCOMPARE(
                result.error().message(),
                u"%1: its digest should be %1, but is %2"_s.arg(kStoreUnknown.toString(), Digest::of(asBytes("x")).toString()));
        }
        QVERIFY(!store.blobs().find(kStoreUnknown));
        QCOMPARE(store.blobs().find(kStoreUnknown).error().kind, ErrorKind::NotFound);
        QVERIFY(temporaries().isEmpty());
    }

    void aStoppedCopyLeavesNothing()
    {
        const Store store = open();
        ProgressMeter progress;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)store.blobs().add(regionOf("x"), kStoreUnknown, progress, stop.get_token()));
        QVERIFY(temporaries().isEmpty());
    }

    void aShortenedSourceIsAnError()
    {
        const Store store = open();
        FileRegion region = regionOf("short");
        region.size = 100;
        ProgressMeter progress;
        const auto put = store.blobs().add(region, kStoreUnknown, progress, {});
        QVERIFY(!put);
        QCOMPARE(put.error().kind, ErrorKind::Truncated);
        QVERIFY(temporaries().isEmpty());
    }

    void temporariesOfTheDeadAreSweptOnOpening()
    {
        const Store store = open();
        writeDisk(store.temporaryDirectory() + u"/left"_s, "x");
        {
            const LayerTransaction transaction = need(LayerTransaction::begin(store));
            open();
            QCOMPARE(temporaries().size(), 3); // leftovers and files in use cannot be told apart now
        }
        open();
        QVERIFY(temporaries().isEmpty());
    }
};

STRATOSCOPE_GUILESS_TEST(TestStore)
#include "tst_store.moc"
