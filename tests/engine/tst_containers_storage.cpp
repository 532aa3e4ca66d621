// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/containers_storage.h"

#include "engine/storage/tar_split.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/sources.h"
#include "support/storage_maker.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage imageWith(const QString &name, const std::string &content = "hello")
{
    return {.layers = {TarBuilder().dir("etc/").file("etc/hello", "lower").file("etc/empty").finish(),
                       TarBuilder().symlink("etc/link", "hello").file("etc/hello", content).finish()},
            .name = name};
}

std::string bytesOf(const FileRegion &region)
{
    return need(readAll(region, 1 << 24)).toStdString();
}

} // namespace

/// Images of a containers-storage on the disk.
class TestContainersStorage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestFolder> m_folder;

    QString path(const QString &name = {}) const
    {
        return m_folder->path() + u"/store"_s + (name.isEmpty() ? QString() : u'/' + name);
    }
    Result<std::shared_ptr<const LocalArchive>> open(const QString &name, const QString &driver = {}) const
    {
        const QString store = (driver.isEmpty() ? QString() : driver + u'@') + path();
        return openContainersStorage(need(ImageName::parse(u"containers-storage:[%1]%2"_s.arg(store, name))), m_folder->path());
    }
    Result<ResolvedImage> resolve(const QString &name, const QString &driver = {}) const
    {
        ProgressMeter progress;
        return open(name, driver).and_then([&](const auto &archive) { return archive->resolve({}, {}, progress, {}); });
    }
    QString errorOf(const QString &name) const
    {
        const auto image = resolve(name);
        return image ? QString() : image.error().message();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<TestFolder>(); }

    void reassemblesLayers_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::newRow("overlay") << u"overlay"_s;
        QTest::newRow("vfs") << u"vfs"_s;
    }
    void reassemblesLayers()
    {
        QFETCH(QString, driver);
        const TestImage image = imageWith(u"example.test/app:1"_s);
        makeStorage(path(), {image, imageWith(u"example.test/other:1"_s, "other")}, driver);
        const auto found = need(resolve(u"app:1"_s));
        QCOMPARE(found.names, QStringList{u"example.test/app:1"_s});
        QCOMPARE(found.config.platform.toString(), u"linux/amd64"_s);
        QCOMPARE(found.layers.size(), image.layers.size());
        for (std::size_t i = 0; i < image.layers.size(); ++i) {
            QVERIFY(bytesOf(found.layers[i].blob) == image.layers[i]);
            QCOMPARE(*found.layers[i].diffId, DiffId::of(asBytes(image.layers[i])));
        }
        // Its layers are the blobs that the manifest has.
        QVERIFY(found.digest);
        QCOMPARE(*found.digest, Digest::ofDocument(found.manifestBytes));
        QCOMPARE(need(open(u"app:1"_s, driver))->kind(), SourceKind::ContainersStorage);
    }

    void findsImages_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content"); // empty: an error
        QTest::newRow("complete") << u"docker.io/library/app:1"_s << u"one"_s;
        QTest::newRow("short") << u"app:1"_s << u"one"_s;
        QTest::newRow("latest") << u"localhost/app"_s << u"two"_s;
        QTest::newRow("ID") << QString() << u"three"_s;
        QTest::newRow("unknown") << u"nothing:1"_s << QString();
    }
    void findsImages()
    {
        QFETCH(QString, name);
        QFETCH(QString, content);
        const TestImage nameless = imageWith({}, "three");
        makeStorage(path(),
                    {imageWith(u"docker.io/library/app:1"_s, "one"), imageWith(u"localhost/app:latest"_s, "two"), nameless});
        const QString id = Digest::ofDocument(nameless.configBytes()).hex();
        const auto found = resolve(name.isEmpty() ? id.left(12) : name);
        QCOMPARE(found.has_value(), !content.isEmpty());
        if (found)
            QVERIFY(bytesOf(found->layers.back().blob).find(content.toStdString()) != std::string::npos);
        else
            QCOMPARE(found.error().message(), u"containers-storage:[%1]nothing:1: there is no such image in %1"_s.arg(path()));
    }

    void keepsNamesThatAreNotUtf8()
    {
        const std::string tar = TarBuilder().file("caf\xe9", "bytes").finish();
        makeStorage(path(), {{.layers = {tar}, .name = u"example.test/app:1"_s}});
        QVERIFY(bytesOf(need(resolve(u"app:1"_s)).layers.front().blob) == tar);
    }

    void noticesChanges_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("other content") << u"content"_s << u"layer 1: its diff ID should be sha256:"_s;
        QTest::newRow("shorter") << u"shorter"_s << u"layer 1: etc/hello: is shorter than it was in the layer"_s;
        QTest::newRow("missing") << u"missing"_s << u"layer 1: etc/hello: cannot open"_s;
        QTest::newRow("a directory") << u"directory"_s << u"layer 1: etc/hello: is not a regular file"_s;
        QTest::newRow("a pipe") << u"pipe"_s << u"layer 1: etc/hello: is not a regular file"_s;
        QTest::newRow("a link out of the layer") << u"link"_s << u"layer 1: etc/hello: cannot open"_s;
        QTest::newRow("no tar-split") << u"tar-split"_s << u"use podman:NAME"_s;
        QTest::newRow("a config that was changed") << u"config"_s << u"config: its digest should be sha256:"_s;
        QTest::newRow("no config") << u"no config"_s << u"cannot open"_s;
        QTest::newRow("a layer that is its own parent") << u"circle"_s << u"is its own ancestor"_s;
        QTest::newRow("a layer that is missing") << u"no layer"_s << u"the layer 1a0-1 is missing"_s;
        QTest::newRow("an ID with a path") << u"path"_s << u"layer is not an ID"_s;
        QTest::newRow("broken JSON") << u"json"_s << u"images.json"_s;
    }
    void noticesChanges()
    {
        QFETCH(QString, change);
        QFETCH(QString, says);
        const TestImage image = imageWith(u"example.test/app:1"_s);
        makeStorage(path(), {image});
        const QString file = path(u"overlay/1a0-1/diff/etc/hello"_s);
        const QString id = Digest::ofDocument(image.configBytes()).hex();
        const QString config = path(u"overlay-images/%1/%2"_s.arg(id, bigDataFileName(u"sha256:"_s + id)));
        const auto replace = [](const QString &name, const QByteArray &before, const QByteArray &after) {
            writeDisk(name, readDisk(name).replace(before, after));
        };
        if (change == "content"_L1)
            writeDisk(file, "HELLO");
        else if (change == "shorter"_L1)
            writeDisk(file, "hell");
        else if (change == "config"_L1)
            writeDisk(config, readDisk(config) + ' ');
        else if (change == "no config"_L1)
            QFile::remove(config);
        else if (change == "tar-split"_L1)
            QFile::remove(path(u"overlay-layers/1a0-1.tar-split.gz"_s));
        else if (change == "circle"_L1)
            replace(path(u"overlay-layers/layers.json"_s), R"("parent": "1a0-0")", R"("parent": "1a0-1")");
        else if (change == "no layer"_L1)
            writeDisk(path(u"overlay-layers/layers.json"_s), "[]");
        else if (change == "path"_L1)
            replace(path(u"overlay-images/images.json"_s), "1a0-1", "../../1a0-1");
        else if (change == "json"_L1)
            writeDisk(path(u"overlay-images/images.json"_s), "[{");
        else
            QFile::remove(file);
        if (change == "directory"_L1)
            QDir().mkpath(file);
        if (change == "pipe"_L1)
            QCOMPARE(::mkfifo(QFile::encodeName(file).constData(), 0600), 0);
        if (change == "link"_L1) {
            // It would have the right content.
            writeDisk(m_folder->path() + u"/outside"_s, "hello");
            QVERIFY(QFile::link(m_folder->path() + u"/outside"_s, file));
        }
        const QString message = errorOf(u"app:1"_s);
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.contains(path()), qPrintable(message));
    }

    void followsLinksInsideALayer()
    {
        const TestImage image{.layers = {TarBuilder().symlink("lib", "usr/lib").file("lib/a", "content").finish()},
                              .name = u"example.test/app:1"_s};
        makeStorage(path(), {image}, u"vfs"_s);
        const QString root = path(u"vfs/dir/1a0-0"_s);
        QVERIFY(QDir(root + u"/lib"_s).removeRecursively());
        writeDisk(root + u"/usr/lib/a"_s, "content");
        QVERIFY(QFile::link(u"/usr/lib"_s, root + u"/lib"_s));
        QVERIFY(bytesOf(need(resolve(u"app:1"_s)).layers.front().blob) == image.layers.front());
    }

    void explainsWhatCannotBeRead()
    {
        makeStorage(path(), {imageWith(u"example.test/app:1"_s)});
        const QString file = path(u"overlay/1a0-1/diff/etc/hello"_s);
        giveToUser(m_folder->path());
        ::chmod(QFile::encodeName(file).constData(), 0);
        const QString ofFile = asUser([&] { return errorOf(u"app:1"_s); });
        if (!isRoot())
            QSKIP("needs root");
        QVERIFY2(ofFile.contains("layer 1: etc/hello: belongs to another user"_L1) && ofFile.contains("podman.socket"_L1),
                 qPrintable(ofFile));
        ::chmod(QFile::encodeName(path(u"overlay-images"_s)).constData(), 0);
        const QString ofStore = asUser([&] { return errorOf(u"app:1"_s); });
        QVERIFY2(ofStore.contains("cannot be read by this user; use podman:NAME"_L1), qPrintable(ofStore));
    }

    void refusesOtherDrivers()
    {
        makeStorage(path(), {imageWith(u"example.test/app:1"_s)}, u"btrfs"_s);
        const auto image = resolve(u"app:1"_s, u"btrfs"_s);
        QVERIFY(!image);
        QCOMPARE(image.error().kind, ErrorKind::Unsupported);
        QVERIFY2(image.error().detail.contains("storage driver “btrfs”"_L1) || image.error().detail.contains("btrfs"_L1),
                 qPrintable(image.error().detail));
    }

    void readsStorageConf_data()
    {
        QTest::addColumn<QByteArray>("conf");
        QTest::addColumn<bool>("rootless");
        QTest::addColumn<QString>("locations");
        QTest::newRow("root's") << QByteArray(
            "[storage]\ndriver = \"overlay\"\ngraphroot = \"/a\"\nrootless_storage_path = \"/b\"\n")
                                << false << u"overlay@/a"_s;
        QTest::newRow("a user's") << QByteArray("[storage]\ngraphroot = \"/a\"\nrootless_storage_path = \"$HOME/b\"\n") << true
                                  << u"@/home/me/b"_s;
        QTest::newRow("additional stores") << QByteArray(
            "[storage]\ndriver = \"vfs\"\ngraphroot = \"/a\"\n[storage.options]\nadditionalimagestores = [\"/c\", \"/a\", "
            "\"/d\"]\n") << false << u"vfs@/a vfs@/c vfs@/d"_s;
        QTest::newRow("nothing") << QByteArray() << false << QString();
        QTest::newRow("other types") << QByteArray("[storage]\ngraphroot = 1\n[storage.options]\nadditionalimagestores = [2]\n")
                                     << false << QString();
    }
    void readsStorageConf()
    {
        QFETCH(QByteArray, conf);
        QFETCH(bool, rootless);
        QFETCH(QString, locations);
        qputenv("HOME", "/home/me");
        QStringList found;
        for (const StorageLocation &location : need(parseStorageConf(conf, u"storage.conf"_s, rootless)))
            found << location.driver + u'@' + location.directory;
        QCOMPARE(found.join(u' '), locations);
    }

    void reportsBrokenStorageConf()
    {
        const auto locations = parseStorageConf("[storage]\ndriver = overlay\n", u"storage.conf"_s, false);
        QVERIFY(!locations);
        QCOMPARE(locations.error().kind, ErrorKind::Configuration);
        QVERIFY2(locations.error().message().startsWith("storage.conf: line 2: "_L1), qPrintable(locations.error().message()));
    }

    void rejectsTarSplits_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("not JSON") << QByteArray("oops\n") << u"line 1: "_s;
        QTest::newRow("an unknown type") << QByteArray("{\"type\":2,\"payload\":\"\"}\n{\"type\":3}\n")
                                         << u"line 2: type is unknown"_s;
        QTest::newRow("not base64") << QByteArray("{\"type\":2,\"payload\":\"?\"}\n") << u"line 1: payload is not base64"_s;
        QTest::newRow("too much") << QByteArray("{\"type\":2,\"payload\":\"" + QByteArray(1500, 'x').toBase64() + "\"}\n")
                                  << u"line 1: exceeds the size of the layer"_s;
        QTest::newRow("a file that is too large")
            << QByteArray("{\"type\":1,\"name\":\"a\",\"size\":1000000000000}") << u"line 1: exceeds the size of the layer"_s;
    }
    void rejectsTarSplits()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        MemorySource source(text.toStdString());
        MemorySink sink;
        const auto open = [](const std::string &) -> Result<File> { return fail(ErrorKind::NotFound, {}, {}); };
        const auto done = reassembleTar(source, open, 1024, sink, {});
        QVERIFY(!done);
        QVERIFY2(done.error().message().startsWith(says), qPrintable(done.error().message()));
    }
};

STRATOSCOPE_APPLESS_TEST(TestContainersStorage)
#include "tst_containers_storage.moc"
