// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

TarBuilder baseLayer()
{
    TarBuilder tar;
    tar.dir("etc").file("etc/hosts", "hosts").file("etc/passwd", "root:x:0:0::/:/bin/sh\n");
    return tar;
}

TestImage imageBefore()
{
    TarBuilder top;
    top.dir("app").file("app/gone", "removed content").file("app/moved", "moves along").file("app/same", "same");
    top.file("app/suid", "suid").symlink("app/link", "old").file("app/touched", "touched").file("app/size", "123");
    top.add({.path = "app/owned", .content = "owned", .uid = 1, .gid = 2});
    top.device("app/null", '3', 1, 3).file(std::string("app/odd-\xE9"), "odd").dir("app/was-dir");
    return {.layers = {baseLayer().finish(), top.finish()},
            .name = u"example.test/app:1"_s,
            .run = {{u"User"_s, u"app"_s},
                    {u"Env"_s, QJsonArray{u"PATH=/bin"_s, u"GONE=1"_s}},
                    {u"ExposedPorts"_s, QJsonObject{{u"80/tcp"_s, QJsonObject()}}}}};
}

TestImage imageAfter()
{
    TarBuilder top;
    top.dir("app").file("app/new", "new content").file("app/elsewhere", "moves along").file("app/same", "same");
    top.add({.path = "app/suid", .content = "suid", .mode = 04755});
    top.symlink("app/link", "new").add({.path = "app/touched", .content = "touched", .mtime = kTestTime + 60});
    top.file("app/size", "1234567").add({.path = "app/owned", .content = "owned", .uid = 33, .gid = 33});
    top.device("app/null", '3', 1, 5).file(std::string("app/odd-\xE9"), "changed").file("app/was-dir", "file");
    top.file("app/hosts", "hosts");
    return {.layers = {baseLayer().finish(), top.finish()},
            .name = u"example.test/app:2"_s,
            .run = {{u"Env"_s, QJsonArray{u"PATH=/bin:/app"_s, u"NEW="_s}}, {u"Cmd"_s, QJsonArray{u"sh"_s, u"-c"_s}}}};
}

/// A random small tree with unique contents, so that there is only one way to pair moved files.
TestImage randomImage(std::mt19937 &random, const QString &name)
{
    TarBuilder tar;
    const auto chance = [&random](unsigned of) { return random() % of == 0; };
    for (const std::string directory : {"", "a/", "a/b/", "c/"}) {
        if (!directory.empty())
            tar.dir(directory.substr(0, directory.size() - 1), chance(5) ? 0700 : 0755);
        for (int i = 0; i < 6; ++i) {
            const std::string path = directory + "f" + std::to_string(i);
            if (chance(4))
                continue;
            if (chance(6))
                tar.symlink(path, chance(2) ? "f1" : "elsewhere");
            else if (chance(8))
                tar.file(path); // empty: git takes these for renamed, too
            else
                tar.file(path, "content " + std::to_string(chance(3) ? random() % 12 : random()) + path.substr(path.size() - 1));
        }
    }
    return {.layers = {tar.finish()}, .name = name};
}

} // namespace

/// The command `diff`.
class TestDiffCommand : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    void write(const QString &name, const TestImage &image)
    {
        writeDisk(m_cli.path(name), QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Skopeo))));
    }
    Ran diff(const QStringList &arguments) const
    {
        QStringList all{u"diff"_s};
        for (const QString &argument : arguments)
            all << (argument.endsWith(u".tar"_s) ? m_cli.path(argument) : argument);
        return m_cli.run(all);
    }
    Ran diffBoth(const QStringList &more = {}) const { return diff(QStringList{u"before.tar"_s, u"after.tar"_s} + more); }
    QMap<QString, QJsonObject> entries(const QString &image) const
    {
        QMap<QString, QJsonObject> entries;
        for (const QJsonObject &entry : m_cli.run({u"ls"_s, m_cli.path(image), u"-R"_s, u"--json"_s}).lines())
            entries.insert(entry[u"path"_s].toString(), entry);
        return entries;
    }
    /// The lines about paths, by path; a path occurs twice if it became a directory.
    static QMultiMap<QString, QJsonObject> pathLines(const Ran &ran)
    {
        QMultiMap<QString, QJsonObject> lines;
        for (const QJsonObject &line : ran.lines()) {
            if (line.contains(u"path"_s))
                lines.insert(line[u"path"_s].toString(), line);
        }
        return lines;
    }
    /// One of the objects after the paths.
    static QJsonObject part(const Ran &ran, const QString &name)
    {
        for (const QJsonObject &line : ran.lines()) {
            if (line.contains(name))
                return line[name].toObject();
        }
        return {};
    }
    QString unpack(const QString &name, const TestImage &image) const
    {
        writeFiles(m_cli.path(name + u"-layout"_s), ociLayout({image}));
        QStringList options{u"unpack"_s, u"--image"_s, m_cli.path(name + u"-layout"_s) + u':' + image.name};
        if (!isRoot())
            options << u"--rootless"_s;
        runTool(u"umoci"_s, options << m_cli.path(name + u"-bundle"_s), m_cli.folder());
        return m_cli.path(name + u"-bundle/rootfs"_s);
    }
    /// What a program prints that exits with 1 for differences.
    static QByteArray compareWith(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished() || process.exitCode() > 1)
            qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    }

private Q_SLOTS:
    void initTestCase()
    {
        write(u"before.tar"_s, imageBefore());
        write(u"after.tar"_s, imageAfter());
    }

    void aLineForEachDifference()
    {
        const Ran ran = diffBoth();
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        const QByteArray expected = "--- example.test/app:1\n"
                                    "+++ example.test/app:2\n"
                                    "→ /app/elsewhere (moved from /app/moved)\n"
                                    "- /app/gone (15 bytes)\n"
                                    "⇒ /app/hosts (copied from /etc/hosts)\n"
                                    "~ /app/link (link old → new)\n"
                                    "+ /app/new (11 bytes)\n"
                                    "~ /app/null (device 1:3 → 1:5)\n"
                                    "~ /app/odd-\xE9 (content, +4 bytes)\n"
                                    "~ /app/owned (owner 1:2 → 33:33)\n"
                                    "~ /app/size (content, +4 bytes)\n"
                                    "~ /app/suid (mode 0644 → 4755)\n"
                                    "~ /app/touched (only the time differs)\n"
                                    "+ /app/was-dir (4 bytes)\n"
                                    "- /app/was-dir\n"
                                    "config\n"
                                    "  - user: app\n"
                                    "  - env GONE: 1\n"
                                    "  + env NEW: \"\"\n"
                                    "  ~ env PATH: /bin → /bin:/app\n"
                                    "  + cmd: [\"sh\",\"-c\"]\n"
                                    "  - port 80/tcp\n"
                                    "2 added, 2 removed, 7 modified (in 1 only the time differs), 1 moved, 1 copied\n"
                                    "contents: 79 bytes → 92 bytes (+13 bytes)\n"
                                    "layers: 2 → 2, the lowest one is the same\n";
        QCOMPARE(QString::fromLatin1(ran.out), QString::fromLatin1(expected));
    }

    void fieldsInJson()
    {
        const Ran ran = diffBoth({u"--json"_s});
        QCOMPARE(ran.code, 0);
        const auto lines = pathLines(ran);
        QCOMPARE(lines.size(), 13);
        const auto before = entries(u"before.tar"_s);
        const auto after = entries(u"after.tar"_s);
        const QJsonObject moved{
            {u"change"_s, u"moved"_s}, {u"path"_s, u"/app/elsewhere"_s},       {u"from"_s, u"/app/moved"_s},
            {u"what"_s, QJsonArray()}, {u"before"_s, before[u"/app/moved"_s]}, {u"after"_s, after[u"/app/elsewhere"_s]}};
        QCOMPARE(lines.value(u"/app/elsewhere"_s), moved);
        QVERIFY(!lines.contains(u"/app/moved"_s));
        const QJsonObject copied{
            {u"change"_s, u"copied"_s}, {u"path"_s, u"/app/hosts"_s},           {u"from"_s, u"/etc/hosts"_s},
            {u"what"_s, QJsonArray()},  {u"before"_s, before[u"/etc/hosts"_s]}, {u"after"_s, after[u"/app/hosts"_s]}};
        QCOMPARE(lines.value(u"/app/hosts"_s), copied);
        const QJsonObject removed{{u"change"_s, u"removed"_s},
                                  {u"path"_s, u"/app/gone"_s},
                                  {u"what"_s, QJsonArray()},
                                  {u"before"_s, before[u"/app/gone"_s]},
                                  {u"after"_s, QJsonValue()}};
        QCOMPARE(lines.value(u"/app/gone"_s), removed);
        const QJsonObject owned{{u"change"_s, u"modified"_s},
                                {u"path"_s, u"/app/owned"_s},
                                {u"what"_s, QJsonArray{u"owner"_s}},
                                {u"before"_s, before[u"/app/owned"_s]},
                                {u"after"_s, after[u"/app/owned"_s]}};
        QCOMPARE(lines.value(u"/app/owned"_s), owned);
        QCOMPARE(lines.values(u"/app/was-dir"_s).size(), 2);
        const QJsonObject odd = lines.value(QString::fromUtf8("/app/odd-\xEF\xBF\xBD"));
        QCOMPARE(odd[u"pathBase64"_s].toString(), QString::fromLatin1(QByteArray("/app/odd-\xE9").toBase64()));

        const QJsonObject config = part(ran, u"config"_s);
        QCOMPARE(config[u"compared"_s], true);
        QCOMPARE(config[u"changes"_s].toArray().size(), 6);
        const QJsonObject path{{u"change"_s, u"modified"_s},
                               {u"name"_s, u"env"_s},
                               {u"key"_s, u"PATH"_s},
                               {u"before"_s, u"/bin"_s},
                               {u"after"_s, u"/bin:/app"_s}};
        QCOMPARE(config[u"changes"_s][3].toObject(), path);
        QCOMPARE(config[u"changes"_s][0][u"after"_s], QJsonValue());
        QCOMPARE(part(ran, u"history"_s)[u"same"_s], 2);
        QCOMPARE(part(ran, u"history"_s)[u"changes"_s].toArray(), QJsonArray());
        const QJsonObject layers = part(ran, u"layers"_s);
        QCOMPARE(layers[u"commonBase"_s], 1);
        QCOMPARE(layers[u"layers"_s].toArray().size(), 3);
        QCOMPARE(layers[u"layers"_s][1][u"before"_s], 1);
        QCOMPARE(layers[u"layers"_s][1][u"after"_s], QJsonValue());
        QCOMPARE(layers[u"layers"_s][2][u"after"_s], 1);
        const QJsonObject summary = part(ran, u"summary"_s);
        QCOMPARE(summary[u"different"_s], true);
        QCOMPARE(summary[u"added"_s], 2);
        QCOMPARE(summary[u"removed"_s], 2);
        QCOMPARE(summary[u"modified"_s], 7);
        QCOMPARE(summary[u"onlyTimes"_s], 1);
        QCOMPARE(summary[u"moved"_s], 1);
        QCOMPARE(summary[u"copied"_s], 1);
        QCOMPARE(summary[u"before"_s][u"name"_s], u"example.test/app:1"_s);
    }

    void whatIsIgnored_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("missing"); // of the paths
        QTest::addColumn<QByteArray>("summary");
        QTest::newRow("times") << QStringList{u"--ignore-times"_s} << QStringList{u"/app/touched"_s}
                               << QByteArray("2 added, 2 removed, 6 modified, 1 moved, 1 copied; ignored: times\n");
        QTest::newRow("owners") << QStringList{u"--ignore-owners"_s} << QStringList{u"/app/owned"_s}
                                << QByteArray("1 copied; ignored: owners\n");
        QTest::newRow("globs") << QStringList{u"--ignore"_s, u"*o*ed"_s, u"--ignore"_s, u"/app/s*"_s}
                               << QStringList{u"/app/owned"_s, u"/app/touched"_s, u"/app/suid"_s, u"/app/size"_s}
                               << QByteArray("ignored: *o*ed, /app/s*\n");
        QTest::newRow("semantic") << QStringList{u"--semantic"_s} << QStringList{u"/app/touched"_s}
                                  << QByteArray("; ignored: times, history, image names\n");
        QTest::newRow("all") << QStringList{u"--ignore=/app"_s} << pathLines(diffBoth({u"--json"_s})).keys()
                             << QByteArray("no files differ; ignored: /app\n");
    }
    void whatIsIgnored()
    {
        QFETCH(QStringList, options);
        QFETCH(QStringList, missing);
        QFETCH(QByteArray, summary);
        const Ran text = diffBoth(options);
        QVERIFY2(text.out.contains(summary), text.out.constData());
        const auto all = pathLines(diffBoth({u"--json"_s}));
        const auto left = pathLines(diffBoth(QStringList{u"--json"_s} + options));
        for (const QString &path : all.uniqueKeys())
            QVERIFY2(left.contains(path) != missing.contains(path), qPrintable(path));
    }

    void exitCodesAreThoseOfDiff()
    {
        QCOMPARE(diffBoth({u"--exit-code"_s}).code, 1);
        QCOMPARE(diffBoth({u"--exit-code"_s, u"--json"_s}).code, 1);
        QCOMPARE(diff({u"before.tar"_s, u"before.tar"_s, u"--exit-code"_s}).code, 0);
        QCOMPARE(diff({u"before.tar"_s, u"missing.tar"_s, u"--exit-code"_s}).code, 2);
        QCOMPARE(diff({u"before.tar"_s, u"missing.tar"_s}).code, 1);
        QCOMPARE(diff({u"before.tar"_s, u"--exit-code"_s}).code, 2);
        // Only the config differs.
        QCOMPARE(diffBoth({u"--exit-code"_s, u"--ignore=/app"_s}).code, 1);
        // Layers with other digests and the same files are no difference.
        TestImage swapped = imageBefore();
        std::swap(swapped.layers[0], swapped.layers[1]);
        write(u"swapped.tar"_s, swapped);
        const Ran same = diff({u"before.tar"_s, u"swapped.tar"_s, u"--exit-code"_s});
        QCOMPARE(same.code, 0);
        QVERIFY2(same.out.contains("\nno differences\n"), same.out.constData());
        QCOMPARE(m_cli.shell(u"$cli diff before.tar after.tar --exit-code | head -n 1; echo ${PIPESTATUS[0]}"_s).out,
                 QByteArray("--- example.test/app:1\n1\n"));
    }

    void layersOfOneImage()
    {
        const Ran ran = diff({u"before.tar"_s, u"--layers"_s, u"1"_s});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.out.startsWith("--- example.test/app:1 up to layer 0\n+++ example.test/app:1\n+ /app\n"), ran.out.constData());
        QVERIFY(ran.out.contains("\nconfig: not compared: it describes whole images, not their layers\n"));
        QVERIFY(ran.out.contains("\nhistory: 1 of 2 steps are the same\n  + layer 1\n"));
        QVERIFY2(ran.out.contains("\nlayers: 1 → 2, the lowest one is the same\n"), ran.out.constData());
        // The same as `changes` lists, which does not know moved files.
        const auto listed = [this](const QString &command) {
            QStringList lines;
            for (const QJsonObject &line :
                 m_cli.run({command, m_cli.path(u"before.tar"_s), u"--layers"_s, u"0..1"_s, u"--json"_s}).lines()) {
                if (line.contains(u"path"_s))
                    lines << QString::fromUtf8(QJsonDocument(line).toJson());
            }
            return lines;
        };
        QCOMPARE(listed(u"diff"_s), listed(u"changes"_s));
        QCOMPARE(listed(u"diff"_s).size(), 15);
        QVERIFY(diff({u"before.tar"_s, u"--layers"_s, u"0..1"_s}).out.startsWith("--- nothing\n+++ example.test/app:1\n"));
    }

    void statesOfTwoImages()
    {
        const Ran bases = diffBoth({u"--upto"_s, u"0"_s, u"--exit-code"_s});
        QCOMPARE(bases.code, 0);
        QVERIFY(bases.out.startsWith("--- example.test/app:1 up to layer 0\n+++ example.test/app:2 up to layer 0\n"));
        const Ran states = diff({u"before.tar"_s, u"before.tar"_s, u"--upto"_s, u"0,1"_s, u"--json"_s});
        QCOMPARE(pathLines(states), pathLines(diff({u"before.tar"_s, u"--layers"_s, u"1"_s, u"--json"_s})));
        const Ran layers = diffBoth({u"--layer"_s, u"1"_s});
        QVERIFY(layers.out.startsWith("--- layer 1 of example.test/app:1\n+++ layer 1 of example.test/app:2\n→ /app/elsewhere "));
        // Not a copy: layer 1 does not have the original.
        QVERIFY(layers.out.contains("\n+ /app/hosts (5 bytes)\n"));
        QVERIFY(!diffBoth({u"--layer"_s, u"1,0"_s}).out.contains("/app/same (only"));
    }

    void aFolderHasNoConfig()
    {
        writeDisk(m_cli.path(u"folder/etc/hosts"_s), "hosts");
        const Ran ran = diff({u"before.tar"_s, u"rootfs:"_s + m_cli.path(u"folder"_s)});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.out.contains("\nconfig: not compared: folder has none\n"), ran.out.constData());
        QVERIFY(!ran.out.contains("env "));
        QVERIFY(ran.out.contains("\n- /etc/passwd (22 bytes)\n"));
        const Ran json = diff({u"before.tar"_s, u"rootfs:"_s + m_cli.path(u"folder"_s), u"--json"_s});
        QCOMPARE(part(json, u"config"_s)[u"compared"_s], false);
        QCOMPARE(part(json, u"history"_s)[u"compared"_s], false);
    }

    void packagesOfBothSides()
    {
        const auto withPackages = [](const QString &name, const QList<std::pair<QByteArray, QByteArray>> &packages) {
            QByteArray status;
            for (const auto &[package, version] : packages)
                status
                    += "Package: " + package + "\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version + "\n\n";
            TarBuilder tar;
            tar.dir("var").dir("var/lib").dir("var/lib/dpkg").file("var/lib/dpkg/status", status.toStdString());
            return TestImage{.layers = {tar.finish()}, .name = name};
        };
        write(u"old.tar"_s,
              withPackages(u"example.test/app:1"_s, {{"gone", "1"}, {"newer", "1:1.9"}, {"older", "2"}, {"same", "3"}}));
        write(u"new.tar"_s,
              withPackages(u"example.test/app:2"_s, {{"extra", "7~rc1"}, {"newer", "1:1.10"}, {"older", "1"}, {"same", "3"}}));
        const Ran text = diff({u"old.tar"_s, u"new.tar"_s});
        QCOMPARE(text.err, QByteArray());
        QVERIFY2(text.out.contains("\npackages: 1 added, 1 removed, 1 upgraded, 1 downgraded\n"
                                   "  + deb extra 7~rc1\n  - deb gone 1\n"
                                   "  ~ deb newer 1:1.9 → 1:1.10\n  ~ deb older 2 → 1\n"),
                 text.out.constData());
        const QJsonObject packages = part(diff({u"old.tar"_s, u"new.tar"_s, u"--json"_s}), u"packages"_s);
        QCOMPARE(packages[u"compared"_s], true);
        QCOMPARE(packages[u"before"_s], 4);
        QCOMPARE(packages[u"changes"_s].toArray().size(), 4);
        const QJsonObject upgraded{{u"change"_s, u"upgraded"_s}, {u"type"_s, u"deb"_s},     {u"name"_s, u"newer"_s},
                                   {u"arch"_s, u"amd64"_s},      {u"before"_s, u"1:1.9"_s}, {u"after"_s, u"1:1.10"_s}};
        QCOMPARE(packages[u"changes"_s][2].toObject(), upgraded);
        QCOMPARE(packages[u"changes"_s][0][u"before"_s], QJsonValue());
        QVERIFY(diff({u"old.tar"_s, u"new.tar"_s, u"--markdown"_s})
                    .out.contains("| `newer` (deb) | upgraded | `1:1.9` | `1:1.10` |\n"));
        const QString file = m_cli.path(u"packages.html"_s);
        QCOMPARE(diff({u"old.tar"_s, u"new.tar"_s, u"--html"_s, file}).code, 0);
        QVERIFY(
            readDisk(file).contains("<td class=\"modified\">upgraded</td><td><code>1:1.9</code></td><td><code>1:1.10</code></td>"));
        // A single layer has only what it changes in the database.
        QCOMPARE(part(diff({u"before.tar"_s, u"after.tar"_s, u"--layer=1"_s, u"--json"_s}), u"packages"_s)[u"compared"_s], false);
    }

    void reports()
    {
        const QString file = m_cli.path(u"report.html"_s);
        const Ran ran = diffBoth({u"--html"_s, file, u"--exit-code"_s});
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.out.startsWith("2 added, 2 removed, 7 modified "), ran.out.constData()); // only the summary
        const QByteArray page = readDisk(file);
        QVERIFY(page.startsWith("<!DOCTYPE html>") && page.endsWith("</html>\n"));
        QVERIFY(page.contains("moved from /app/moved"));
        const Ran again = diffBoth({u"--html"_s, file});
        QCOMPARE(again.code, 1);
        QVERIFY2(again.err.contains("report.html: exists; use --force to overwrite it"), again.err.constData());
        QCOMPARE(diff({u"after.tar"_s, u"before.tar"_s, u"--html"_s, file, u"--force"_s}).code, 0);
        QVERIFY(readDisk(file) != page);
        QCOMPARE(diffBoth({u"--html"_s, file, u"--force"_s, u"--json"_s}).out, diffBoth({u"--json"_s}).out);
        QCOMPARE(readDisk(file), page);

        QCOMPARE(diff({u"before.tar"_s, u"gone.tar"_s, u"--html"_s, m_cli.path(u"none.html"_s)}).code, 1);
        QCOMPARE(QDir(m_cli.folder()).entryList({u"*none.html*"_s}, QDir::AllEntries | QDir::Hidden), QStringList());
        QCOMPARE(diffBoth({u"--html"_s, m_cli.path(u"no/folder.html"_s)}).code, 1);

        const Ran markdown = diffBoth({u"--markdown"_s});
        QCOMPARE(markdown.code, 0);
        QVERIFY(markdown.out.startsWith("## `example.test/app:1` → `example.test/app:2`\n"));
        QCOMPARE(markdown.out, diffBoth({u"--markdown"_s}).out);
    }

    void whatIsMissingOrWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *name, const QStringList &arguments, int code, const QByteArray &message) {
            QTest::newRow(name) << arguments << code << message;
        };
        row("first side", {u"gone.tar"_s, u"after.tar"_s}, 1, "gone.tar: ");
        row("second side", {u"before.tar"_s, u"gone.tar"_s}, 1, "gone.tar: ");
        row("no registry", {u"before.tar"_s, u"127.0.0.1:1/none:3"_s}, 1, "127.0.0.1:1/none");
        row("platform", {u"before.tar"_s, u"after.tar"_s, u"--platform=linux/s390x"_s}, 1, "before.tar: no image for linux/s390x");
        row("layer", {u"before.tar"_s, u"--layers=1..2"_s}, 1, "before.tar: has no layer 2; its 2 layers are numbered from 0");
        row("state", {u"before.tar"_s, u"after.tar"_s, u"--upto=0,7"_s}, 1, "after.tar: has no layer 7");
        row("one argument", {u"before.tar"_s}, 2, "diff: B is required, unless --layers is given");
        row("layers of two", {u"before.tar"_s, u"after.tar"_s, u"--layers=1"_s}, 2,
            "diff: --layers compares the layers of one image");
        row("layer and upto", {u"before.tar"_s, u"after.tar"_s, u"--layer=1"_s, u"--upto=1"_s}, 2, "cannot be combined");
        row("pair", {u"before.tar"_s, u"after.tar"_s, u"--upto=1,x"_s}, 2, "--upto 1,x: not a layer number, or two such as 2,3");
        row("glob", {u"before.tar"_s, u"after.tar"_s, u"--ignore="_s}, 2, "--ignore");
        row("forms", {u"before.tar"_s, u"after.tar"_s, u"--json"_s, u"--markdown"_s}, 2,
            "--markdown and --json cannot be combined");
        row("nothing to force", {u"before.tar"_s, u"after.tar"_s, u"--force"_s}, 2, "--force needs --html FILE");
        row("standard input", {u"-"_s, u"-"_s}, 2, "only one of A and B can be standard input");
    }
    void whatIsMissingOrWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, part);
        const Ran ran = diff(arguments);
        QCOMPARE(ran.code, code);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.startsWith("stratoscope-cli: ") && ran.err.contains(part), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
    }

    void damagedImagesAreNotCompared()
    {
        auto files = dockerArchive({imageAfter()}, DockerLayout::Skopeo);
        for (auto &[name, bytes] : files) {
            if (const auto text = bytes.find("new content"); text != std::string::npos)
                bytes[text] = 'N';
        }
        writeDisk(m_cli.path(u"damaged.tar"_s), QByteArray::fromStdString(tarOf(files)));
        const Ran ran = diff({u"before.tar"_s, u"damaged.tar"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("damaged.tar: layer 1: its di"), ran.err.constData());
        QCOMPARE(ran.out, QByteArray());
    }

    void agreesWithDiffAndGit_data()
    {
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3, 4, 5})
            QTest::addRow("seed %d", seed) << seed;
    }
    void agreesWithDiffAndGit()
    {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto name = [seed](QChar side) { return u"random%1%2"_s.arg(seed).arg(side); };
        const TestImage before = randomImage(random, u"before"_s);
        const TestImage after = randomImage(random, u"after"_s);
        const QString left = unpack(name(u'a'), before);
        const QString right = unpack(name(u'b'), after);
        const auto found = pathLines(m_cli.run({u"diff"_s, u"oci:"_s + m_cli.path(name(u'a') + u"-layout"_s),
                                                u"oci:"_s + m_cli.path(name(u'b') + u"-layout"_s), u"--json"_s}));

        // `diff -rq` knows contents, types and links, and of what was added or removed as a whole only the top.
        QStringList expected;
        for (const QByteArray &raw : compareWith(u"diff"_s, {u"-rq"_s, u"--no-dereference"_s, left, right}).split('\n')) {
            QString line = QString::fromUtf8(raw);
            if (line.isEmpty())
                continue;
            line.replace(left, u"LEFT"_s).replace(right, u"RIGHT"_s);
            if (line.startsWith(u"Only in "_s)) {
                const QStringList parts = line.sliced(8).split(u": "_s);
                expected << (line.startsWith(u"Only in LEFT"_s) ? u"- "_s : u"+ "_s) + parts[0].sliced(parts[0].indexOf(u'T') + 1)
                        + u'/' + parts[1];
            } else {
                const qsizetype begin = line.indexOf(u"LEFT"_s) + 4;
                expected << u"~ "_s + line.mid(begin).section(QRegularExpression(u"[ ']"_s), 0, 0);
            }
        }
        QStringList listed;
        QStringList renamed;
        for (const QJsonObject &line : found) {
            const QString change = line[u"change"_s].toString();
            const QString path = line[u"path"_s].toString();
            const QStringList what = QVariant(line[u"what"_s].toArray().toVariantList()).toStringList();
            const bool differs = what.contains(u"content"_s) || what.contains(u"type"_s) || what.contains(u"link"_s);
            if (change == u"modified"_s && differs)
                listed << u"~ "_s + path;
            if (change == u"added"_s || change == u"moved"_s || change == u"copied"_s)
                listed << u"+ "_s + path;
            if (change == u"removed"_s)
                listed << u"- "_s + path;
            if (change == u"moved"_s) {
                listed << u"- "_s + line[u"from"_s].toString();
                renamed << line[u"from"_s].toString() + u" > "_s + path;
            }
        }
        listed.sort();
        expected.sort();
        QCOMPARE(listed, expected);

        // Git takes empty files and links for renamed, too; its pairs are those of the same content.
        QStringList ofGit;
        const QList<QByteArray> fields = compareWith(u"git"_s,
                                                     {u"-c"_s, u"core.quotePath=false"_s, u"diff"_s, u"--no-index"_s,
                                                      u"--find-renames=100%"_s, u"--name-status"_s, u"-z"_s, u"-l0"_s, left, right})
                                             .split('\0');
        for (qsizetype i = 0; i + 1 < fields.size();) {
            if (!fields[i].startsWith('R')) {
                i += 2;
                continue;
            }
            const QString from = QString::fromUtf8(fields[i + 1]);
            const QString to = QString::fromUtf8(fields[i + 2]);
            i += 3;
            const QFileInfo info(to);
            if (!info.isSymLink() && info.size() > 0)
                ofGit << from.sliced(left.size()) + u" > "_s + to.sliced(right.size());
        }
        // Of several files with the same content, it is a matter of taste which one was moved where.
        const auto onlyUnique = [&](QStringList pairs) {
            const auto contentOf = [](const QString &path) { return readDisk(path); };
            QMap<QByteArray, int> counts;
            for (const QString &pair : ofGit + renamed)
                ++counts[contentOf(left + pair.section(u" > "_s, 0, 0))];
            pairs.removeIf([&](const QString &pair) { return counts[contentOf(left + pair.section(u" > "_s, 0, 0))] > 2; });
            pairs.sort();
            return pairs;
        };
        QCOMPARE(onlyUnique(renamed), onlyUnique(ofGit));
        QCOMPARE(renamed.size(), ofGit.size());
    }
};

STRATOSCOPE_GUILESS_TEST(TestDiffCommand)
#include "tst_diff.moc"
