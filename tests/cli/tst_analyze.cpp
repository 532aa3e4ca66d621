// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

/// A base image; an application, whose mode is changed, and whose notes and lists of packages are removed, in later steps.
TestImage wastefulImage()
{
    const std::string program(3000, 'p');
    TestImage image;
    image.compression = stratoscope::Compression::Gzip;
    image.layers = {
        TarBuilder().file("bin/sh", std::string(2000, 's')).file("bin/sh2", std::string(2000, 's')).finish(),
        TarBuilder().file("app/run", program).file("app/odd\x1b\xff", std::string(1000, 'o')).finish(),
        TarBuilder().file("var/lib/apt/lists/a", std::string(500, 'l')).file("tmp/a", "1").finish(),
        TarBuilder()
            .add({.path = "app/run", .content = program, .mode = 0755})
            .file("app/.wh.odd\x1b\xff")
            .file("var/lib/apt/.wh.lists")
            .finish(),
        TarBuilder().file("root/.cache/pip/x", std::string(400, 'c')).finish(),
    };
    image.history = {historyStep(u"/bin/sh -c #(nop) ADD file:1 in / "_s),
                     historyStep(u"/bin/sh -c #(nop)  CMD [\"sh\"]"_s, true),
                     historyStep(u"COPY . /app # buildkit"_s),
                     historyStep(u"RUN /bin/sh -c apt-get update # buildkit"_s),
                     historyStep(u"RUN /bin/sh -c chmod +x /app/run && rm -rf /app/odd* /var/lib/apt/lists # buildkit"_s),
                     historyStep(u"RUN /bin/sh -c pip install x # buildkit"_s)};
    return image;
}

} // namespace

class TestAnalyzeCommand : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    Ran analyze(const QStringList &more = {}) const { return m_cli.run(QStringList{u"analyze"_s, m_cli.path(u"image"_s)} + more); }
    QString rules(const QByteArray &yaml) const
    {
        writeDisk(m_cli.path(u".dive-ci"_s), yaml);
        return m_cli.path(u".dive-ci"_s);
    }

private Q_SLOTS:
    void initTestCase() { writeFiles(m_cli.path(u"image"_s), ociLayout({wastefulImage()})); }

    void text()
    {
        const Ran ran = analyze();
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        const auto compressed = analyze({u"--json"_s}).json()[u"compressedSize"_s].toInteger();
        QCOMPARE(
            QString::fromUtf8(ran.out),
            u"size        7.2 KiB\n"
            "layers      11.6 KiB in 5 layers, "_s
                + (compressed < 1024 ? u"%1 bytes"_s.arg(compressed)
                                     : QString::number(double(compressed) / 1024, 'f', 1) + u" KiB"_s)
                + u" compressed\n"
                  "hidden      4.4 KiB (37.81 % of the layers): 2.9 KiB only changed attributes, 0 bytes overwritten, 1.5 KiB "
                  "deleted\n"
                  "duplicates  2.0 KiB\n"
                  "base image  layer 0, judging by the command in the history\n"
                  "\n"
                  "What could be saved:\n"
                  "    2.9 KiB  Layer 3 changes only the mode of 1 file of layer 1: RUN chmod +x /app/run && rm -rf /app/odd* "
                  "/var/lib/apt/lists\n"
                  "             Set the mode when layer 1 copies the files, with COPY --chmod.\n"
                  "             /app/run\n"
                  " 1000 bytes  Layer 3 removes 1 file of layer 1: RUN chmod +x /app/run && rm -rf /app/odd* /var/lib/apt/lists\n"
                  "             Do not copy the files into a layer: use them through RUN --mount=type=bind, or in a build stage of "
                  "their own.\n"
                  "             /app/odd\\x1b\\xff\n"
                  "  500 bytes  Layer 3 removes the package lists of apt (1 file) of layer 2: RUN chmod +x /app/run && rm -rf "
                  "/app/odd* /var/lib/apt/lists\n"
                  "             Use “rm -rf /var/lib/apt/lists/*” in the step of layer 2, or RUN "
                  "--mount=type=cache,target=/var/lib/apt/lists.\n"
                  "             /var/lib/apt/lists/a\n"
                  "  400 bytes  Layer 4 leaves the cache of pip (1 file) behind: RUN pip install x\n"
                  "             Use “pip install --no-cache-dir” in the step of layer 4, or RUN "
                  "--mount=type=cache,target=/root/.cache/pip.\n"
                  "             /root/.cache/pip/x\n"
                  "\n"
                  "Duplicates:\n"
                  "    2.0 KiB  2 copies of 2.0 KiB: /bin/sh, /bin/sh2\n"
                  "\n"
                  "As dive counts:\n"
                  "efficiency  66.39 %\n"
                  "wasted      7000 bytes (6.8 KiB), 88.60 % of the layers above the lowest\n"_s);
    }

    void movedFiles()
    {
        TestImage image;
        image.compression = stratoscope::Compression::Gzip;
        image.layers = {TarBuilder().file("a", std::string(100, 'a')).finish(),
                        TarBuilder().file(".wh.a").file("srv/b", std::string(100, 'a')).finish()};
        image.history = {historyStep(u"RUN /bin/sh -c make # buildkit"_s), historyStep(u"RUN /bin/sh -c mv a srv/b # buildkit"_s)};
        writeFiles(m_cli.path(u"moved"_s), ociLayout({image}));
        const Ran ran = m_cli.run({u"analyze"_s, m_cli.path(u"moved"_s), u"--json"_s});
        const QJsonObject saving = ran.json()[u"savings"_s][0].toObject();
        QCOMPARE(saving[u"cause"_s].toString(), u"moved"_s);
        QCOMPARE(saving[u"paths"_s].toArray(), QJsonArray{u"/a"_s});
        QCOMPARE(saving[u"movedTo"_s].toArray(), QJsonArray{u"/srv/b"_s});
        QCOMPARE(saving[u"advice"_s].toString(),
                 u"Moving a file stores it again: create the files at their final location in layer 0."_s);
    }

    void json()
    {
        const QJsonObject json = analyze({u"--json"_s}).json();
        QCOMPARE(json[u"size"_s].toInt(), 7401);
        QCOMPARE(json[u"layersSize"_s].toInt(), 11901);
        const QJsonObject hidden{{u"attributesOnly"_s, 3000}, {u"overwritten"_s, 0}, {u"deleted"_s, 1500}};
        QCOMPARE(json[u"hidden"_s].toObject(), hidden);
        QCOMPARE(json[u"contentsKnown"_s], QJsonValue(true));
        QCOMPARE(json[u"duplicates"_s].toInt(), 2000);
        QCOMPARE(json[u"duplicateFiles"_s][0][u"paths"_s], QJsonValue(QJsonArray{u"/bin/sh"_s, u"/bin/sh2"_s}));
        const QJsonArray savings = json[u"savings"_s].toArray();
        QCOMPARE(savings.size(), 4);
        QJsonObject first = savings[0].toObject();
        QVERIFY(first[u"compressedBytes"_s].toInt() > 0);
        first.remove(u"compressedBytes"_s);
        const QJsonObject expected{
            {u"bytes"_s, 3000},
            {u"cause"_s, u"attributesOnly"_s},
            {u"layer"_s, 3},
            {u"createdBy"_s, u"RUN /bin/sh -c chmod +x /app/run && rm -rf /app/odd* /var/lib/apt/lists # buildkit"_s},
            {u"written"_s, QJsonObject{{u"layer"_s, 1}, {u"createdBy"_s, u"COPY . /app # buildkit"_s}}},
            {u"what"_s, QJsonArray{u"mode"_s}},
            {u"cache"_s, QJsonValue()},
            {u"advice"_s, u"Set the mode when layer 1 copies the files, with COPY --chmod."_s},
            {u"paths"_s, QJsonArray{u"/app/run"_s}}};
        QCOMPARE(first, expected);
        QCOMPARE(savings[1][u"pathsBase64"_s][0].toString(), QString::fromLatin1(QByteArray("/app/odd\x1b\xff").toBase64()));
        QCOMPARE(savings[2][u"cache"_s].toString(), u"aptLists"_s);
        QCOMPARE(savings[3][u"cause"_s].toString(), u"cache"_s);
        const QJsonObject base{
            {u"name"_s, QJsonValue()}, {u"digest"_s, QJsonValue()}, {u"layers"_s, 1}, {u"knownBy"_s, u"command"_s}};
        QCOMPARE(json[u"baseImage"_s].toObject(), base);
        const QJsonObject dive = json[u"dive"_s].toObject();
        // /app/run twice 3000, the removed file 1000 and 0, the removed directory once 500
        QCOMPARE(dive[u"wastedBytes"_s].toInt(), 7000);
        QCOMPARE(dive[u"userWastedPercent"_s].toDouble(), 7000.0 / 7901.0);
        QCOMPARE(dive[u"efficiency"_s].toDouble(), (4000.0 + 3000 + 0 + 500 + 1 + 400) / (4000 + 6000 + 1000 + 500 + 1 + 400));
        QCOMPARE(dive[u"files"_s][0].toObject(),
                 (QJsonObject{{u"count"_s, 2}, {u"sizeBytes"_s, 6000}, {u"file"_s, u"/app/run"_s}}));
        QCOMPARE(json[u"rules"_s].toArray(), QJsonArray());
    }

    /// What making one layer of all saves is what is hidden.
    void flattening()
    {
        const Ran ran
            = m_cli.run({u"export"_s, m_cli.path(u"image"_s), m_cli.path(u"flat"_s), u"--format"_s, u"oci"_s, u"--flatten"_s});
        QCOMPARE(ran.code, 0);
        const QJsonObject json = m_cli.run({u"analyze"_s, m_cli.path(u"flat"_s), u"--json"_s}).json();
        QCOMPARE(json[u"size"_s].toInt(), 7401);
        QCOMPARE(json[u"layersSize"_s].toInt(), 11901 - 4500);
        QCOMPARE(json[u"hidden"_s].toObject(), (QJsonObject{{u"attributesOnly"_s, 0}, {u"overwritten"_s, 0}, {u"deleted"_s, 0}}));
    }

    void baseImageOfTheStore()
    {
        TestImage base = wastefulImage();
        base.layers.resize(2);
        base.name = u"base.test/of:2"_s;
        base.history = {};
        writeFiles(m_cli.path(u"base"_s), ociLayout({base}));
        QCOMPARE(m_cli.run({u"import"_s, m_cli.path(u"base"_s)}).code, 0);
        const QJsonObject json = analyze({u"--json"_s}).json();
        QCOMPARE(json[u"baseImage"_s][u"layers"_s].toInt(), 2);
        QCOMPARE(json[u"baseImage"_s][u"knownBy"_s].toString(), u"layers"_s);
        QVERIFY(!json[u"baseImage"_s][u"name"_s].toString().isEmpty());
        QCOMPARE(json[u"savings"_s][0][u"advice"_s].toString(),
                 u"Files of the base image are stored again when their attributes change: change only those that need it."_s);
        QCOMPARE(m_cli.run({u"remove"_s, json[u"baseImage"_s][u"name"_s].toString()}).code, 0);
    }

    void limits_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<bool>("isMet");
        QTest::newRow("efficiency") << QStringList{u"--fail-under"_s, u"0.66"_s} << true;
        QTest::newRow("efficiency too low") << QStringList{u"--fail-under"_s, u"0.67"_s} << false;
        QTest::newRow("bytes") << QStringList{u"--max-wasted"_s, u"4500"_s} << true;
        QTest::newRow("too many bytes") << QStringList{u"--max-wasted"_s, u"4k"_s} << false;
        QTest::newRow("percent") << QStringList{u"--max-wasted-percent"_s, u"57"_s} << true; // 4500 of 7901
        QTest::newRow("too many percent") << QStringList{u"--max-wasted-percent"_s, u"56.9"_s} << false;
        QTest::newRow("one of two") << QStringList{u"--max-wasted"_s, u"1M"_s, u"--fail-under"_s, u"1"_s} << false;
    }

    void limits()
    {
        QFETCH(QStringList, options);
        QFETCH(bool, isMet);
        const Ran ran = analyze(options);
        QCOMPARE(ran.code, isMet ? 0 : 1);
        QCOMPARE(ran.out.contains("FAILED"), !isMet);
        const Ran json = analyze(options + QStringList{u"--json"_s});
        QCOMPARE(json.code, ran.code);
        QCOMPARE(json.json()[u"rules"_s][0][u"rule"_s].toString(), options[2 * (options.size() / 4)]);
    }

    void tableOfRules()
    {
        const Ran ran
            = analyze({u"--max-wasted"_s, u"4k"_s, u"--max-wasted-percent"_s, u"60"_s, u"--rules"_s,
                       rules("rules: {lowestEfficiency: 0.95, highestWastedBytes: 20MB, highestUserWastedPercent: 0.2}")});
        QCOMPARE(ran.code, 1);
        const QByteArray table = ran.out.sliced(ran.out.indexOf("Rules:"));
        QCOMPARE(table,
                 QByteArray("Rules:\n"
                            "  FAILED  --max-wasted                  4.4 KiB at most 4.0 KiB\n"
                            "  passed  --max-wasted-percent          56.95 % at most 60.00 %\n"
                            "  FAILED  lowestEfficiency               0.6639 at least 0.9500\n"
                            "  passed  highestWastedBytes            6.8 KiB at most 19.1 MiB\n"
                            "  FAILED  highestUserWastedPercent       0.8860 at most 0.2000\n"));
    }

    void badRules()
    {
        Ran ran = analyze({u"--rules"_s, rules("rules: {lowestEfficiency: much}")});
        QCOMPARE(ran.code, 1);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY(ran.err.endsWith("/.dive-ci: lowestEfficiency: much is not a number from 0 to 1, nor “disabled”\n"));
        ran = analyze({u"--rules"_s, m_cli.path(u"nothing"_s)});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.contains("nothing"));
        ran = analyze({u"--rules"_s, rules("rules: {lowestEfficiency: off, highestUserWastedPercent: off, typo\x1b: 1}")});
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.err.endsWith("/.dive-ci: ignored the unknown rule “typo\\x1b”\n"));
    }

    void badValues_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("efficiency") << QStringList{u"--fail-under"_s, u"95"_s};
        QTest::newRow("not a number") << QStringList{u"--fail-under"_s, u"nan"_s};
        QTest::newRow("size") << QStringList{u"--max-wasted"_s, u"much"_s};
        QTest::newRow("percent") << QStringList{u"--max-wasted-percent"_s, u"101"_s};
        QTest::newRow("file") << QStringList{u"--rules"_s, QString()};
    }

    void badValues()
    {
        QFETCH(QStringList, options);
        const Ran ran = analyze(options);
        QCOMPARE(ran.code, 2);
        QCOMPARE(ran.err.count('\n'), 1);
    }

    void withoutDigests()
    {
        TestImage image = wastefulImage();
        image.compression = stratoscope::Compression::None;
        writeFiles(m_cli.path(u"plain"_s), ociLayout({image}));
        const QStringList command{u"analyze"_s, m_cli.path(u"plain"_s)};
        QVERIFY(m_cli.run(command + QStringList{u"--no-digests"_s}).out.contains("Contents were not compared"));
        const QJsonObject json = m_cli.run(command + QStringList{u"--json"_s}).json(); // read for their digests first
        QCOMPARE(json[u"hidden"_s][u"attributesOnly"_s].toInt(), 3000);
        QCOMPARE(json[u"compressedSize"_s], QJsonValue());
        QCOMPARE(json[u"savings"_s][0][u"compressedBytes"_s], QJsonValue());
    }
};

STRATOSCOPE_GUILESS_TEST(TestAnalyzeCommand)
#include "tst_analyze.moc"
