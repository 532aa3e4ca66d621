// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QMap>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

/// Three layers, which add, modify and remove entries of every kind.
TestImage layeredImage()
{
    TarBuilder one;
    one.dir("etc").file("etc/gone", "x").file("etc/hello", "hello");
    one.file("etc/passwd", "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n");
    one.file("mode", "mode").file("same", "same");
    one.add({.path = "owned", .content = "owned", .uid = 1000});
    one.symlink("link", "etc").dir("was-dir").file("was-dir/inner", "inner").file("was-file", "file");
    TarBuilder two;
    two.add({.path = "etc/", .type = '5', .mode = 0755, .mtime = kTestTime + 60}); // only newer: not modified
    two.file("etc/.wh.gone").file("etc/hello", "hello again");
    two.add({.path = "mode", .content = "mode", .mode = 04755});
    two.add({.path = "same", .content = "same", .mtime = kTestTime + 1});
    two.add({.path = "new", .content = "new", .pax = {{"SCHILY.xattr.user.note", "n"}}});
    two.file(std::string("odd-\xE9"), "odd");
    TarBuilder three;
    three.file("etc/gone", "y").symlink("link", "was-file").file(".wh.was-dir").file("was-dir", "now a file");
    three.file(".wh.was-file").dir("was-file");
    return {.layers = {one.finish(), two.finish(), three.finish()}};
}

} // namespace

/// The commands about layers and entries of an image: `find`, `changes` and `versions`.
class TestLayerCommands : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    Ran onImage(const QString &command, const QStringList &more = {}) const
    {
        return m_cli.run(QStringList{command, m_cli.path(u"image.tar"_s)} + more);
    }
    /// All entries up to a layer, by path, as `ls` has them.
    QMap<QString, QJsonObject> entriesUpTo(int layer) const
    {
        QMap<QString, QJsonObject> entries;
        if (layer < 0)
            return entries;
        for (const QJsonObject &entry : onImage(u"ls"_s, {u"-R"_s, u"--json"_s, u"--upto"_s, QString::number(layer)}).lines())
            entries.insert(entry[u"path"_s].toString(), entry);
        return entries;
    }
    static QJsonObject without(QJsonObject object, const QStringList &names)
    {
        for (const QString &name : names)
            object.remove(name);
        return object;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string tar = tarOf(dockerArchive({layeredImage()}, DockerLayout::Skopeo));
        writeDisk(m_cli.path(u"image.tar"_s), QByteArray::fromStdString(tar));
    }

    void changesOfEachLayer()
    {
        const Ran ran = onImage(u"changes"_s);
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out,
                 QByteArray(
                     "layer 0  layer 0\n+ /etc\n+ /etc/gone\n+ /etc/hello\n+ /etc/passwd\n+ /link\n+ /mode\n+ /owned\n+ /same\n"
                     "+ /was-dir\n+ /was-dir/inner\n+ /was-file\n"
                     "layer 1  layer 1\n- /etc/gone\n~ /etc/hello (content)\n~ /mode (mode)\n+ /new\n+ /odd-\xE9\n~ /same (mtime)\n"
                     "layer 2  layer 2\n+ /etc/gone\n~ /link (link)\n+ /was-dir\n- /was-dir\n- /was-dir/inner\n+ /was-file\n"
                     "- /was-file\n"));
        QCOMPARE(ran.code, 0);
    }

    void changesOfLayersTakenTogether()
    {
        const QByteArray begin = "~ /etc/hello (content)\n~ /link (link)\n~ /mode (mode)\n+ /new\n+ /odd-\xE9\n";
        const QByteArray end = "+ /was-dir\n- /was-dir\n- /was-dir/inner\n+ /was-file\n- /was-file\n";
        QCOMPARE(onImage(u"changes"_s, {u"--layers"_s, u"1..2"_s}).out,
                 "~ /etc/gone (content)\n" + begin + "~ /same (mtime)\n" + end);
        // Without digests, files of the same size are told apart by their times.
        QCOMPARE(onImage(u"changes"_s, {u"--layers"_s, u"1..2"_s, u"--no-digests"_s}).out,
                 begin + "~ /same (content, mtime)\n" + end);
        QCOMPARE(onImage(u"changes"_s, {u"--layers"_s, u"2"_s}).out, "+ /etc/gone\n~ /link (link)\n" + end);
    }

    void fieldsOfAChange()
    {
        const Ran ran = onImage(u"changes"_s, {u"--json"_s, u"--layers"_s, u"1"_s});
        QCOMPARE(ran.code, 0);
        const QList<QJsonObject> lines = ran.lines();
        QCOMPARE(lines.size(), 6);
        const auto before = entriesUpTo(0);
        const auto after = entriesUpTo(1);
        const QJsonObject gone{{u"layer"_s, 1},           {u"change"_s, u"removed"_s},           {u"path"_s, u"/etc/gone"_s},
                               {u"what"_s, QJsonArray()}, {u"before"_s, before[u"/etc/gone"_s]}, {u"after"_s, QJsonValue()}};
        QCOMPARE(lines[0], gone);
        const QJsonObject hello{{u"layer"_s, 1},
                                {u"change"_s, u"modified"_s},
                                {u"path"_s, u"/etc/hello"_s},
                                {u"what"_s, QJsonArray{u"content"_s}},
                                {u"before"_s, before[u"/etc/hello"_s]},
                                {u"after"_s, after[u"/etc/hello"_s]}};
        QCOMPARE(lines[1], hello);
        QVERIFY(hello[u"before"_s][u"sha256"_s] != hello[u"after"_s][u"sha256"_s]);
        const QJsonObject added{{u"layer"_s, 1},           {u"change"_s, u"added"_s},   {u"path"_s, u"/new"_s},
                                {u"what"_s, QJsonArray()}, {u"before"_s, QJsonValue()}, {u"after"_s, after[u"/new"_s]}};
        QCOMPARE(lines[3], added);
        QCOMPARE(lines[4][u"pathBase64"_s].toString(), QString::fromLatin1(QByteArray("/odd-\xE9").toBase64()));
        // Several layers taken together have no number.
        QVERIFY(!onImage(u"changes"_s, {u"--json"_s, u"--layers"_s, u"0..1"_s}).lines().front().contains(u"layer"_s));
    }

    /// The changes of each layer are what differs in the listings before and after it.
    void changesAgreeWithListings()
    {
        QStringList expected;
        for (int layer = 0; layer < 3; ++layer) {
            const auto before = entriesUpTo(layer - 1);
            const auto after = entriesUpTo(layer);
            const auto line
                = [layer](const QString &change, const QString &path) { return u"%1 %2 %3"_s.arg(layer).arg(change, path); };
            for (auto entry = before.begin(); entry != before.end(); ++entry) {
                const auto now = after.constFind(entry.key());
                const bool isDirectory = (*entry)[u"type"_s] == u"directory"_s;
                if (now == after.constEnd()) {
                    expected << line(u"removed"_s, entry.key());
                } else if (isDirectory != ((*now)[u"type"_s] == u"directory"_s)) {
                    expected << line(u"removed"_s, entry.key()) << line(u"added"_s, entry.key());
                } else {
                    const QStringList ignored = isDirectory ? QStringList{u"layer"_s, u"mtime"_s} : QStringList{u"layer"_s};
                    if (without(*entry, ignored) != without(*now, ignored))
                        expected << line(u"modified"_s, entry.key());
                }
            }
            for (auto entry = after.begin(); entry != after.end(); ++entry) {
                if (!before.contains(entry.key()))
                    expected << line(u"added"_s, entry.key());
            }
        }
        QStringList found;
        for (const QJsonObject &change : onImage(u"changes"_s, {u"--json"_s}).lines())
            found
                << u"%1 %2 %3"_s.arg(change[u"layer"_s].toInt()).arg(change[u"change"_s].toString(), change[u"path"_s].toString());
        expected.sort();
        found.sort();
        QCOMPARE(found, expected);
    }

    void versionsOfAPath()
    {
        QCOMPARE(onImage(u"versions"_s, {u"/etc/gone"_s}).out,
                 QByteArray("layer 0  added     -rw-r--r-- 0:0 1 2024-05-01 12:00:00 /etc/gone\n  layer 0\n"
                            "layer 1  removed   /etc/gone\n  layer 1\n"
                            "layer 2  added     -rw-r--r-- 0:0 1 2024-05-01 12:00:00 /etc/gone\n  layer 2\n"));
        const Ran ran = onImage(u"versions"_s, {u"etc/hello"_s, u"--json"_s});
        QCOMPARE(ran.code, 0);
        const QList<QJsonObject> lines = ran.lines();
        QCOMPARE(lines.size(), 2);
        for (int layer = 0; layer < 2; ++layer) {
            QJsonObject expected = entriesUpTo(layer)[u"/etc/hello"_s];
            expected.insert(u"change"_s, layer == 0 ? u"added"_s : u"modified"_s);
            expected.insert(u"createdBy"_s, u"layer %1"_s.arg(layer));
            QCOMPARE(lines[layer], expected);
        }
        const QJsonObject removed = onImage(u"versions"_s, {u"/etc/gone"_s, u"--json"_s}).lines().at(1);
        const QJsonObject expected{
            {u"change"_s, u"removed"_s}, {u"createdBy"_s, u"layer 1"_s}, {u"path"_s, u"/etc/gone"_s}, {u"layer"_s, 1}};
        QCOMPARE(removed, expected);
    }

    void versionsOfPathsThatAreLinks()
    {
        QCOMPARE(onImage(u"versions"_s, {u"/link"_s, u"--json"_s}).lines().size(), 2);
        const Ran ran = onImage(u"versions"_s, {u"/was-dir/inner"_s, u"--json"_s});
        QCOMPARE(ran.lines().size(), 2);
        QCOMPARE(ran.lines().at(1)[u"change"_s].toString(), u"removed"_s);
        const Ran odd = m_cli.shell(u"$cli versions image.tar $'/odd-\\xe9' --json"_s);
        QCOMPARE(odd.json()[u"pathBase64"_s].toString(), QString::fromLatin1(QByteArray("/odd-\xE9").toBase64()));
    }

    void findsEntries_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("paths");
        const auto row = [](const QStringList &arguments, const QByteArray &paths) {
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << paths;
        };
        row({u"hello"_s}, "/etc/hello\n");
        row({u"etc/"_s}, "/etc/gone\n/etc/hello\n/etc/passwd\n");
        row({u"/*o*"_s}, "/mode\n/owned\n");
        row({u"re:^(gone|new)$"_s}, "/new\n/etc/gone\n");
        row({u"type:symlink"_s}, "/link\n");
        row({u"mode:suid"_s}, "/mode\n");
        row({u"size:>8 -passwd"_s}, "/was-dir\n/etc/hello\n");
        row({u"owner:app"_s}, "/owned\n");
        row({u"xattr:note"_s}, "/new\n");
        row({u"layer:0 type:file"_s}, "/owned\n/etc/passwd\n");
        row({u"was-file type:file"_s, u"--upto"_s, u"0"_s}, "/was-file\n");
        row({u"changed:removed"_s, u"--layers"_s, u"1"_s}, "/etc/gone\n");
        row({u"changed:modified"_s, u"--layers"_s, u"1..2"_s}, "/link\n/mode\n/same\n/etc/gone\n/etc/hello\n");
        row({u"changed:added"_s, u"--upto"_s, u"1"_s}, "/new\n/odd-\xE9\n");
        row({u"nothing-like-that"_s}, "");
    }
    void findsEntries()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, paths);
        const Ran ran = onImage(u"find"_s, arguments);
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out, paths);
        QCOMPARE(ran.code, 0);
    }

    void foundEntriesHaveTheirFields()
    {
        QCOMPARE(onImage(u"find"_s, {u"hello"_s, u"--json"_s}).json(), entriesUpTo(2)[u"/etc/hello"_s]);
        QVERIFY(!onImage(u"find"_s, {u"hello"_s, u"--json"_s, u"--no-digests"_s}).json().contains(u"sha256"_s));
    }

    void whatIsMissingOrWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("layer") << QStringList{u"changes"_s, u"image.tar"_s, u"--layers"_s, u"1..3"_s}
                               << QByteArray("has no layer 3; its 3 layers are numbered from 0");
        QTest::newRow("layer to search") << QStringList{u"find"_s, u"image.tar"_s, u"x"_s, u"--upto"_s, u"3"_s}
                                         << QByteArray("has no layer 3; its 3 layers are numbered from 0");
        QTest::newRow("path") << QStringList{u"versions"_s, u"image.tar"_s, u"/no"_s} << QByteArray("/no: not found in any layer");
        QTest::newRow("size") << QStringList{u"find"_s, u"image.tar"_s, u"size:large"_s} << QByteArray("size:large: ");
        QTest::newRow("regular expression") << QStringList{u"find"_s, u"image.tar"_s, u"re:("_s} << QByteArray("");
        QTest::newRow("user") << QStringList{u"find"_s, u"image.tar"_s, u"owner:nobody"_s} << QByteArray("nobody");
        for (const auto command : {"find", "versions"})
            QTest::newRow(command) << QStringList{QString::fromLatin1(command), u"missing.tar"_s, u"x"_s}
                                   << QByteArray("missing.tar");
        QTest::newRow("changes") << QStringList{u"changes"_s, u"./missing.tar"_s} << QByteArray("missing.tar");
    }
    void whatIsMissingOrWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, part);
        const Ran ran = m_cli.run(arguments);
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.startsWith("stratoscope-cli: ") && ran.err.contains(part), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
    }

    void damagedLayersAreNotCompared()
    {
        auto files = dockerArchive({layeredImage()}, DockerLayout::Skopeo);
        for (auto &[name, bytes] : files) {
            if (const auto text = bytes.find("hello again"); text != std::string::npos)
                bytes[text] = 'H';
        }
        writeDisk(m_cli.path(u"damaged.tar"_s), QByteArray::fromStdString(tarOf(files)));
        for (const QStringList &arguments : {QStringList{u"changes"_s}, QStringList{u"find"_s, u"hello"_s, u"--json"_s},
                                             QStringList{u"versions"_s, u"/etc/hello"_s, u"--json"_s}}) {
            QStringList all = arguments;
            all.insert(1, m_cli.path(u"damaged.tar"_s));
            const Ran ran = m_cli.run(all);
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.contains("layer 1: its di"), ran.err.constData());
            QCOMPARE(ran.out, QByteArray());
        }
    }
};

STRATOSCOPE_GUILESS_TEST(TestLayerCommands)
#include "tst_layers.moc"
