// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

constexpr auto kHelloSha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// Two layers with all kinds of entries and names.
TestImage image()
{
    TarBuilder one;
    one.add({.path = "etc/", .type = '5', .mode = 0755, .uid = 1, .gid = 2, .mtime = -1});
    one.file("etc/hello", "hello").file("etc/gone", "x").file("etc-more", "sorted after what is in etc");
    one.add({.path = "etc/setuid", .content = "hello", .mode = 04755, .pax = {{"mtime", "1714564800.123456789"}}});
    one.add({.path = "etc/attr", .pax = {{"SCHILY.xattr.user.note", std::string("\xFF\0", 2)}}});
    one.symlink("link", "etc/hello").symlink("loop", "loop").symlink("dangling", "/no/where").symlink("dir", "etc");
    one.device("null", '3', 1, 3).device("sda", '4', 8, 16).fifo("pipe");
    one.file(std::string("caf\xE9"), "latin").symlink(std::string("to-caf\xE9"), std::string("caf\xE9"));
    one.file("tab\tand\nline", "odd").file("quote\"", "");
    one.add({.path = "old", .mtime = -99999999999}).add({.path = "new", .mtime = 253402300800});
    TarBuilder two;
    two.hardlink("etc/hard", "etc/hello").file("etc/.wh.gone").file("opaque/.wh..wh..opq").file("implied/deep", "deep");
    return {.layers = {one.finish(), two.finish()}};
}

} // namespace

class TestBrowse : public QObject
{
    Q_OBJECT

private:
    Command m_cli;
    QHash<QString, QJsonObject> m_entries; ///< by path, or by its base64

    Ran onImage(const QString &command, const QStringList &more = {}) const
    {
        return m_cli.run(QStringList{command, m_cli.path(u"image.tar"_s)} + more);
    }
    QStringList pathsOf(const QStringList &arguments) const
    {
        QStringList paths;
        for (const QJsonObject &entry : onImage(u"ls"_s, QStringList{u"--json"_s} + arguments).lines())
            paths << entry[u"path"_s].toString();
        return paths;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string tar = tarOf(dockerArchive({image()}, DockerLayout::Skopeo));
        writeDisk(m_cli.path(u"image.tar"_s), QByteArray::fromStdString(tar));
        const Ran ran = onImage(u"ls"_s, {u"-R"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(ran.err, QByteArray());
        for (const QJsonObject &entry : ran.lines())
            m_entries.insert(entry.contains(u"pathBase64"_s) ? entry[u"pathBase64"_s].toString() : entry[u"path"_s].toString(),
                             entry);
    }

    void listIsSortedWithSlashFirst()
    {
        QStringList paths = pathsOf({u"-R"_s});
        QCOMPARE(paths, QStringList({u"/caf\uFFFD"_s,    u"/dangling"_s,  u"/dir"_s,        u"/etc"_s,      u"/etc/attr"_s,
                                     u"/etc/hard"_s,     u"/etc/hello"_s, u"/etc/setuid"_s, u"/etc-more"_s, u"/implied"_s,
                                     u"/implied/deep"_s, u"/link"_s,      u"/loop"_s,       u"/new"_s,      u"/null"_s,
                                     u"/old"_s,          u"/pipe"_s,      u"/quote\""_s,    u"/sda"_s,      u"/tab\tand\nline"_s,
                                     u"/to-caf\uFFFD"_s}));
    }

    /// What unpackers accept opens, and says what is odd.
    void oddEntriesHaveWarnings()
    {
        TarBuilder odd;
        odd.add({.path = "d/f", .content = "hi", .uid = -2, .gid = -2}).file("d/.wh.").file("ok");
        const QString path = m_cli.path(u"odd.tar"_s);
        writeDisk(path, QByteArray::fromStdString(tarOf(dockerArchive({{.layers = {odd.finish()}}}, DockerLayout::Skopeo))));
        const QString sentence = u"has an owner or group that does not fit into 32 bits, of which the lower 32 are used"_s;
        const Ran list = m_cli.run({u"ls"_s, path, u"-R"_s, u"--json"_s});
        QVERIFY2(list.code == 0, list.err.constData());
        QCOMPARE(list.lines().size(), 3);
        QCOMPARE(list.lines()[1][u"uid"_s].toInteger(), 4294967294);
        QCOMPARE(list.lines()[1][u"warnings"_s].toArray(), QJsonArray({sentence}));
        QVERIFY(!list.lines()[2].contains(u"warnings"_s));
        const Ran inspect = m_cli.run({u"inspect"_s, path, u"--json"_s});
        QVERIFY2(inspect.code == 0, inspect.err.constData());
        const QJsonArray layers = inspect.json()[u"layers"_s].toArray();
        QCOMPARE(layers[0].toObject()[u"oddEntries"_s].toArray(),
                 (QJsonArray{QJsonObject{{u"path"_s, u"/d/f"_s}, {u"warnings"_s, QJsonArray{sentence}}},
                             QJsonObject{{u"path"_s, u"/d/.wh."_s},
                                         {u"warnings"_s, QJsonArray{u"is a whiteout without a name, which hides nothing"_s}}}}));
        QVERIFY(m_cli.run({u"inspect"_s, path}).out.contains("warning    /d/f: has an owner"));
    }

    /// As JSON, but with apostrophes for quotes.
    void fieldsOfAnEntry_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const char *path, const QByteArray &json) {
            QTest::newRow(name) << QString::fromUtf8(path) << QByteArray(json).replace('\'', '"');
        };
        const QByteArray sha = QByteArray(",'sha256':'") + kHelloSha + "'";
        const QByteArray time = "'mtime':'2024-05-01T12:00:00Z'";
        const QByteArray rest = "'uid':0,'gid':0,'size':0," + time + ",'layer':0";
        row("directory", "/etc",
            "{'path':'/etc','type':'directory','mode':'0755','uid':1,'gid':2,'size':0,'mtime':'1969-12-31T23:59:59Z','layer':0}");
        row("nanoseconds", "/etc/setuid",
            "{'path':'/etc/setuid','type':'regular','mode':'4755','uid':0,'gid':0,'size':5,"
            "'mtime':'2024-05-01T12:00:00.123456789Z','layer':0"
                + sha + "}");
        row("symlink", "/link", "{'path':'/link','type':'symlink','mode':'0777'," + rest + ",'linkTarget':'etc/hello'}");
        row("hard link", "/etc/hard",
            "{'path':'/etc/hard','type':'regular','mode':'0644','uid':0,'gid':0,'size':5," + time
                + ",'layer':1,'linkTarget':'/etc/hello'" + sha + "}");
        row("character device", "/null", "{'path':'/null','type':'character','mode':'0644'," + rest + ",'device':'1:3'}");
        row("block device", "/sda", "{'path':'/sda','type':'block','mode':'0644'," + rest + ",'device':'8:16'}");
        row("pipe", "/pipe", "{'path':'/pipe','type':'fifo','mode':'0644'," + rest + "}");
        row("implied directory", "/implied",
            "{'path':'/"
            "implied','type':'directory','mode':'0755','uid':0,'gid':0,'size':0,'mtime':'1970-01-01T00:00:00Z','layer':1}");
        row("link with a target that is not UTF-8", "L3RvLWNhZuk=",
            "{'path':'/to-caf\\ufffd','type':'symlink','mode':'0777'," + rest
                + ",'linkTarget':'caf\\ufffd','pathBase64':'L3RvLWNhZuk=','linkTargetBase64':'Y2Fm6Q=='}");
    }
    void fieldsOfAnEntry()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, json);
        const QJsonObject expected = QJsonDocument::fromJson(json).object();
        QVERIFY(!expected.isEmpty());
        QCOMPARE(m_entries[path], expected);
    }

    void attributesAreBase64()
    {
        QCOMPARE(m_entries[u"/etc/attr"_s][u"xattrs"_s].toObject(), QJsonObject({{u"user.note"_s, u"/wA="_s}}));
    }

    void timesFarOut()
    {
        QCOMPARE(m_entries[u"/old"_s][u"mtime"_s].toString(), u"-1199-02-15T14:13:21Z"_s);
        QCOMPARE(m_entries[u"/new"_s][u"mtime"_s].toString(), u"+10000-01-01T00:00:00Z"_s);
    }

    void withoutDigests()
    {
        const Ran ran = onImage(u"ls"_s, {u"-R"_s, u"--json"_s, u"--no-digests"_s});
        QCOMPARE(ran.code, 0);
        QVERIFY(!ran.out.contains("sha256"));
        QCOMPARE(ran.lines().size(), m_entries.size());
    }

    void aDirectoryAFileOrALinkIsListed()
    {
        QCOMPARE(pathsOf({u"/etc"_s}), QStringList({u"/etc/attr"_s, u"/etc/hard"_s, u"/etc/hello"_s, u"/etc/setuid"_s}));
        QCOMPARE(pathsOf({u"dir/"_s}), pathsOf({u"/etc"_s}));
        QCOMPARE(pathsOf({u"/link"_s}), QStringList({u"/etc/hello"_s}));
        QCOMPARE(pathsOf({u"/dangling"_s}), QStringList({u"/dangling"_s}));
        QCOMPARE(pathsOf({u"/implied"_s, u"-R"_s}), QStringList({u"/implied/deep"_s}));
    }

    void aLayerAloneHasItsWhiteouts()
    {
        const Ran ran = onImage(u"ls"_s, {u"-R"_s, u"--json"_s, u"--layer"_s, u"1"_s});
        QStringList lines;
        for (const QJsonObject &entry : ran.lines()) {
            QCOMPARE(entry[u"layer"_s].toInt(), 1);
            lines << entry[u"type"_s].toString() + u' ' + entry[u"path"_s].toString();
        }
        QCOMPARE(lines,
                 QStringList({u"whiteout /etc/gone"_s, u"hardlink /etc/hard"_s, u"regular /implied/deep"_s,
                              u"opaque /opaque/.wh..wh..opq"_s}));
        QCOMPARE(ran.lines()[1][u"linkTarget"_s].toString(), u"/etc/hello"_s);
        // Intermediate directories are listed, so that one can descend step by step.
        QCOMPARE(pathsOf({u"--layer=1"_s}), QStringList({u"/etc"_s, u"/implied"_s, u"/opaque"_s}));
    }

    void mergedThroughALayer()
    {
        QVERIFY(pathsOf({u"-R"_s, u"--upto"_s, u"0"_s}).contains(u"/etc/gone"_s));
        QCOMPARE(pathsOf({u"-R"_s, u"--upto"_s, u"1"_s}), pathsOf({u"-R"_s}));
        const Ran ran = onImage(u"ls"_s, {u"--upto"_s, u"2"_s});
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.err,
                 "stratoscope-cli: " + m_cli.path(u"image.tar"_s).toUtf8()
                     + ": has no layer 2; its 2 layers are numbered from 0\n");
    }

    void listAsText()
    {
        const Ran ran = onImage(u"ls"_s, {u"-R"_s});
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.out.contains("drwxr-xr-x 1:2    0 1969-12-31 23:59:59 /etc\n"));
        QVERIFY(ran.out.contains("-rwsr-xr-x 0:0    5 2024-05-01 12:00:00 /etc/setuid\n"));
        QVERIFY(ran.out.contains("lrwxrwxrwx 0:0    0 2024-05-01 12:00:00 /link -> etc/hello\n"));
        QVERIFY(ran.out.contains("-rw-r--r-- 0:0    5 2024-05-01 12:00:00 /etc/hard link to /etc/hello\n"));
        QVERIFY(ran.out.contains("brw-r--r-- 0:0 8:16 2024-05-01 12:00:00 /sda\n"));
        // Not on a terminal: names are the image's own bytes.
        QVERIFY(ran.out.contains("/caf\xE9\n"));
        QVERIFY(ran.out.contains("/tab\tand\nline\n"));
    }

    void contentFollowsLinks_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("file") << QStringList{u"/etc/hello"_s} << QByteArray("hello");
        QTest::newRow("relative path") << QStringList{u"etc/hello"_s} << QByteArray("hello");
        QTest::newRow("link") << QStringList{u"/link"_s} << QByteArray("hello");
        QTest::newRow("below a link") << QStringList{u"/dir/../dir/hello"_s} << QByteArray("hello");
        QTest::newRow("hard link") << QStringList{u"/etc/hard"_s} << QByteArray("hello");
        QTest::newRow("layer") << QStringList{u"/etc/gone"_s, u"--layer"_s, u"0"_s} << QByteArray("x");
        QTest::newRow("hard link into a lower layer") << QStringList{u"/etc/hard"_s, u"--layer"_s, u"1"_s} << QByteArray("hello");
        QTest::newRow("empty") << QStringList{u"/quote\""_s} << QByteArray();
    }
    void contentFollowsLinks()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, content);
        const Ran ran = onImage(u"cat"_s, arguments);
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out, content);
        QCOMPARE(ran.code, 0);
    }

    void namesThatAreNotUtf8CanBeAskedFor()
    {
        const Ran ran = m_cli.shell(u"$cli cat image.tar $'/to-caf\\xe9' && $cli resolve image.tar $'/to-caf\\xe9' --json "
                                    u"&& $cli resolve image.tar $'/to-caf\\xe9'"_s);
        QCOMPARE(ran.out, QByteArray("latin{\"path\":\"/caf\\ufffd\",\"pathBase64\":\"L2NhZuk=\"}\n/caf\xE9\n"));
        QCOMPARE(ran.code, 0);
    }

    void whatIsNoFileHasNoContent_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("directory") << u"/etc"_s << QByteArray("/etc: is not a regular file but of type directory");
        QTest::newRow("device") << u"/null"_s << QByteArray("/null: is not a regular file but of type character");
        QTest::newRow("missing") << u"/etc/no"_s << QByteArray("/etc/no: “no” does not exist in “/etc”");
        QTest::newRow("removed") << u"/etc/gone"_s << QByteArray("/etc/gone: “gone” does not exist in “/etc”");
    }
    void whatIsNoFileHasNoContent()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, message);
        const Ran ran = onImage(u"cat"_s, {path});
        QCOMPARE(ran.err, "stratoscope-cli: " + m_cli.path(u"image.tar"_s).toUtf8() + ": " + message + "\n");
        QCOMPARE(ran.code, 1);
    }

    void pathsAreResolved()
    {
        QCOMPARE(onImage(u"resolve"_s, {u"/dir/hello"_s}).out, QByteArray("/etc/hello\n"));
        QCOMPARE(onImage(u"resolve"_s, {u"/dir/../../link"_s, u"--json"_s}).out, QByteArray("{\"path\":\"/etc/hello\"}\n"));
        QCOMPARE(onImage(u"resolve"_s, {u"/"_s}).out, QByteArray("/\n"));
        const Ran loop = onImage(u"resolve"_s, {u"/loop"_s});
        QCOMPARE(loop.code, 1);
        QVERIFY(loop.err.contains("/loop: follows more than 40 symbolic links"));
    }

    void inspectTellsAll()
    {
        const QJsonObject json = onImage(u"inspect"_s, {u"--json"_s}).json();
        QCOMPARE(json[u"platform"_s].toString(), u"linux/amd64"_s);
        QVERIFY(json.contains(u"digest"_s) && json.contains(u"mediaType"_s) && json.contains(u"created"_s));
        const QJsonArray layers = json[u"layers"_s].toArray();
        QCOMPARE(layers.size(), 2);
        const QJsonObject layer = layers[1].toObject();
        for (const auto key : {"index", "digest", "diffId", "mediaType", "compressedSize", "size", "entries", "createdBy"})
            QVERIFY2(layer.contains(QLatin1StringView(key)), key);
        QCOMPARE(layer[u"index"_s].toInt(), 1);
        QCOMPARE(layer[u"entries"_s].toInt(), 4);
        QCOMPARE(json[u"config"_s][u"layers"_s].toArray(),
                 QJsonArray({layers[0][u"digest"_s].toString(), layers[1][u"digest"_s].toString()}));
        QVERIFY(onImage(u"inspect"_s).out.contains("\nlayer 1\n  digest     sha256:"));
    }

    void progressAsJson()
    {
        const Ran ran = onImage(u"ls"_s, {u"--json"_s, u"--progress=json"_s});
        QCOMPARE(ran.code, 0);
        const QList<QJsonObject> lines = Ran{0, ran.err, {}}.lines();
        QVERIFY(lines.size() >= 3);
        QStringList stages;
        for (const QJsonObject &line : lines) {
            QCOMPARE(line.keys(),
                     QStringList({u"blobCount"_s, u"blobIndex"_s, u"bytesPerSecond"_s, u"current"_s, u"eta"_s, u"filename"_s,
                                  u"stage"_s, u"total"_s}));
            if (!stages.endsWith(line[u"stage"_s].toString()))
                stages << line[u"stage"_s].toString();
        }
        QVERIFY(stages.endsWith(u"verify"_s));
    }
};

STRATOSCOPE_GUILESS_TEST(TestBrowse)
#include "tst_browse.moc"
