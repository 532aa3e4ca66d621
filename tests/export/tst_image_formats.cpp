// SPDX-License-Identifier: Apache-2.0
#include "export/export_image.h"
#include "image/open_image.h"
#include "oci/digest.h"
#include "store/store.h"
#include "support/command.h"
#include "support/compress.h"
#include "support/json.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/run_tool.h"
#include "support/small_disk.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QString kGzipLayer = u"application/vnd.oci.image.layer.v1.tar+gzip"_s;

/// Four layers that change one another, with links and whiteouts.
TestImage sampleImage(Compression compression = Compression::Gzip)
{
    TarBuilder base;
    base.dir("etc").file("etc/hello", "hello").file("gone", "x").dir("data", 0700).file("data/a", "1").file("data/b", "2");
    TarBuilder second;
    second.file(".wh.gone").file("etc/hello", "hello again").symlink("link", "etc").hardlink("data/c", "data/a");
    TarBuilder third;
    third.file("data/.wh.b").file("temporary", "for a while").file("etc/more", "more");
    TarBuilder top;
    top.file(".wh.temporary").file("etc/last", "last").device("null", '3', 1, 3);
    return {.layers = {base.finish(), second.finish(), third.finish(), top.finish()},
            .compression = compression,
            .mediaType = compression == Compression::Gzip ? kGzipLayer : QString(),
            .run = {{u"Cmd"_s, QJsonArray{u"/bin/run"_s}}, {u"Env"_s, QJsonArray{u"A=<b>"_s}}}};
}

QJsonObject jsonOf(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

QString digestOfBytes(const QByteArray &bytes)
{
    return Digest::ofDocument(bytes).toString();
}

} // namespace

/// What other tools load: that it is what it was, and that they load it.
class TestImageFormats : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    QString path(const QString &name) const { return m_cli->path(name); }
    void writeLayout(const TestImage &image = sampleImage()) const { writeFiles(path(u"image"_s), ociLayout({image})); }
    Ran exportAs(const QString &format, const QString &to, const QStringList &more = {}, const QString &from = u"image"_s) const
    {
        return m_cli->run(QStringList{u"export"_s, path(from), path(to), u"--format"_s, format} + more);
    }
    QJsonObject inspect(const QString &name) const { return m_cli->run({u"inspect"_s, u"--json"_s, path(name)}).json(); }
    QByteArray tree(const QString &name) const { return m_cli->run({u"ls"_s, u"-R"_s, u"--json"_s, path(name)}).out; }
    /// The tree without the numbers of the layers.
    QByteArray entries(const QString &name) const
    {
        QByteArray text;
        for (QJsonObject entry : m_cli->run({u"ls"_s, u"-R"_s, u"--json"_s, path(name)}).lines()) {
            entry.remove(u"layer"_s);
            text += json(entry) + '\n';
        }
        return text;
    }
    QByteArray skopeo(const QStringList &arguments) const
    {
        return runTool(u"skopeo"_s, QStringList{u"--insecure-policy"_s} + arguments, m_cli->folder());
    }
    QByteArray manifestOf(const QString &name) const { return skopeo({u"inspect"_s, u"--raw"_s, name}); }
    QByteArray sourceManifest() const { return manifestOf(u"oci:"_s + path(u"image"_s)); }
    static QStringList imageFormats() { return {u"oci"_s, u"oci-archive"_s, u"dir"_s, u"docker-archive"_s}; }
    QStringList leftovers() const { return diskTree(m_cli->folder()).filter(u"partial"_s); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Command>();
        writeLayout();
    }

    void digestsStay_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("transport");
        QTest::addColumn<bool>("isStored");
        for (const bool isStored : {false, true}) {
            const char *const from = isStored ? "the store" : "a layout";
            QTest::addRow("oci from %s", from) << u"oci"_s << u"oci:"_s << isStored;
            QTest::addRow("oci-archive from %s", from) << u"oci-archive"_s << u"oci-archive:"_s << isStored;
            QTest::addRow("dir from %s", from) << u"dir"_s << u"dir:"_s << isStored;
        }
    }
    void digestsStay()
    {
        QFETCH(QString, format);
        QFETCH(QString, transport);
        QFETCH(bool, isStored);
        QByteArray source = sourceManifest();
        const QJsonObject before = inspect(u"image"_s);
        if (isStored)
            QCOMPARE(m_cli->run({u"import"_s, path(u"image"_s)}).code, 0);
        const Ran ran = exportAs(format, u"out"_s);
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(manifestOf(transport + path(u"out"_s)), source);
        skopeo({u"copy"_s, u"-q"_s, transport + path(u"out"_s), u"dir:"_s + path(u"copied"_s)});
        QCOMPARE(readDisk(path(u"copied/manifest.json"_s)), source);
        QJsonObject after = inspect(u"out"_s);
        for (const QString &key : {u"digest"_s, u"configDigest"_s, u"config"_s, u"layers"_s, u"history"_s})
            QCOMPARE(after[key], before[key]);
        QCOMPARE(tree(u"out"_s), tree(u"image"_s));
        QCOMPARE(m_cli->run({u"check"_s, path(u"out"_s)}).code, 0);
    }

    void aManifestOfDockerStays()
    {
        LayoutMaker maker;
        const QJsonObject manifest
            = maker.image(sampleImage(), {{u"mediaType"_s, u"application/vnd.docker.distribution.manifest.v2+json"_s}});
        maker.entry(named(manifest, u"1"_s));
        writeFiles(path(u"docker"_s), maker.files());
        for (const QString &format : {u"oci"_s, u"dir"_s}) {
            QCOMPARE(exportAs(format, format, {}, u"docker"_s).code, 0);
            QCOMPARE(digestOfBytes(manifestOf(format + u':' + path(format))), digestOf(manifest));
            QCOMPARE(tree(format), tree(u"image"_s));
        }
    }

    void aManifestOfSchema1IsReplaced()
    {
        QCOMPARE(m_cli->run({u"import"_s, path(u"image"_s)}).code, 0);
        Store store = need(Store::open(m_cli->storePath()));
        ProgressMeter progress;
        Image image = *need(openImage(u"example.test/app:1"_s, {}, store, progress, {}));
        image.manifestBytes = R"({"schemaVersion":1,"fsLayers":[],"history":[]})";
        image.mediaType = u"application/vnd.docker.distribution.manifest.v1+json"_s;
        image.digest = Digest::ofDocument(image.manifestBytes);
        ExportOptions options;
        options.format = ExportFormat::Oci;
        need(exportImage(image, path(u"out"_s), options, store, progress, {}));
        const QJsonObject manifest = jsonOf(manifestOf(u"oci:"_s + path(u"out"_s)));
        QCOMPARE(manifest[u"schemaVersion"_s].toInt(), 2);
        QCOMPARE(manifest[u"config"_s][u"digest"_s].toString(), image.configDigest.toString());
        for (std::size_t i = 0; i < image.layers.size(); ++i)
            QCOMPARE(manifest[u"layers"_s][qsizetype(i)][u"digest"_s].toString(), image.layers[i].digest->toString());
        QCOMPARE(entries(u"out"_s), entries(u"image"_s));
    }

    void dockerArchiveKeepsTheImageId()
    {
        const Ran ran = exportAs(u"docker-archive"_s, u"out.tar"_s);
        QVERIFY2(ran.code == 0 && ran.err.isEmpty(), ran.err.constData());
        QCOMPARE(inspect(u"out.tar"_s)[u"configDigest"_s], inspect(u"image"_s)[u"configDigest"_s]);
        QCOMPARE(inspect(u"out.tar"_s)[u"names"_s].toArray(), QJsonArray({u"example.test/app:1"_s}));
        QCOMPARE(tree(u"out.tar"_s), tree(u"image"_s));
        const QJsonObject config = jsonOf(skopeo({u"inspect"_s, u"--config"_s, u"docker-archive:"_s + path(u"out.tar"_s)}));
        QCOMPARE(config[u"history"_s], jsonOf(skopeo({u"inspect"_s, u"--config"_s, u"oci:"_s + path(u"image"_s)}))[u"history"_s]);
        // Blobs in gzip remain what they were.
        const QByteArray names = runTool(u"tar"_s, {u"-tf"_s, path(u"out.tar"_s)}, m_cli->folder());
        for (const QJsonValue layer : inspect(u"image"_s)[u"layers"_s].toArray())
            QVERIFY(names.contains(layer[u"digest"_s].toString().mid(7).toUtf8() + ".tar.gz"));
    }

    void dockerArchiveOfZstd()
    {
        QCOMPARE(exportAs(u"oci"_s, u"zstd"_s, {u"--compression"_s, u"zstd"_s}).code, 0);
        const Ran ran = exportAs(u"docker-archive"_s, u"out.tar"_s, {}, u"zstd"_s);
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.err.contains("does not have their compression: 4 of 4 layers"), ran.err.constData());
        QCOMPARE(tree(u"out.tar"_s), tree(u"image"_s));
        QCOMPARE(inspect(u"out.tar"_s)[u"configDigest"_s], inspect(u"image"_s)[u"configDigest"_s]);
        skopeo({u"copy"_s, u"-q"_s, u"docker-archive:"_s + path(u"out.tar"_s), u"dir:"_s + path(u"copied"_s)});
    }

    void anotherCompression_data()
    {
        QTest::addColumn<QString>("compression");
        QTest::addColumn<QString>("type");
        const QString tar = u"application/vnd.oci.image.layer.v1.tar"_s;
        QTest::newRow("gzip") << u"gzip"_s << QString(tar + u"+gzip"_s);
        QTest::newRow("zstd") << u"zstd"_s << QString(tar + u"+zstd"_s);
        QTest::newRow("none") << u"none"_s << tar;
    }
    void anotherCompression()
    {
        QFETCH(QString, compression);
        QFETCH(QString, type);
        writeLayout(sampleImage(compression == u"none"_s ? Compression::Gzip : Compression::None));
        for (const QString &format : {u"oci"_s, u"oci-archive"_s}) {
            const QStringList more{u"--compression"_s, compression, u"--force"_s};
            const Ran ran = exportAs(format, format, more);
            QVERIFY2(ran.code == 0, ran.err.constData());
            const QByteArray manifest = manifestOf(format + u':' + path(format));
            for (const QJsonValue layer : jsonOf(manifest)[u"layers"_s].toArray())
                QCOMPARE(layer[u"mediaType"_s].toString(), type);
            QCOMPARE(jsonOf(manifest)[u"config"_s][u"digest"_s].toString(), inspect(u"image"_s)[u"configDigest"_s].toString());
            QCOMPARE(tree(format), tree(u"image"_s));
            skopeo({u"copy"_s, u"-q"_s, format + u':' + path(format), u"dir:"_s + path(u"copied"_s)});
        }
        QCOMPARE(manifestOf(u"oci:"_s + path(u"oci"_s)), manifestOf(u"oci-archive:"_s + path(u"oci-archive"_s)));
    }

    void squashed_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("layers");
        QTest::newRow("a range") << QStringList{u"--layers"_s, u"1-2"_s} << 3;
        QTest::newRow("a range, as in other commands") << QStringList{u"--layers"_s, u"1..2"_s} << 3;
        QTest::newRow("up to the top") << QStringList{u"--layers"_s, u"2-"_s} << 3;
        QTest::newRow("all") << QStringList{u"--flatten"_s} << 1;
    }
    void squashed()
    {
        QFETCH(QStringList, options);
        QFETCH(int, layers);
        for (const QString &format : imageFormats()) {
            const Ran ran = exportAs(format, format, options);
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(entries(format), entries(u"image"_s));
            const QJsonObject after = inspect(format);
            QCOMPARE(after[u"layers"_s].toArray().size(), layers);
            QCOMPARE(after[u"history"_s].toArray().size(), layers);
            QCOMPARE(after[u"config"_s][u"cmd"_s], inspect(u"image"_s)[u"config"_s][u"cmd"_s]);
            skopeo({u"copy"_s, u"-q"_s, format + u':' + path(format), u"dir:"_s + path(u"copied-"_s + format)});
        }
        // A layer outside the range keeps its digest.
        if (layers > 1)
            QCOMPARE(inspect(u"oci"_s)[u"layers"_s][0][u"digest"_s], inspect(u"image"_s)[u"layers"_s][0][u"digest"_s]);
        const QString joined = inspect(u"oci"_s)[u"layers"_s].toArray().last()[u"createdBy"_s].toString();
        QVERIFY2(joined.contains(u"layer 3"_s), qPrintable(joined));
    }

    void upToALayer()
    {
        QCOMPARE(exportAs(u"oci"_s, u"out"_s, {u"--upto"_s, u"1"_s}).code, 0);
        QCOMPARE(tree(u"out"_s), m_cli->run({u"ls"_s, u"-R"_s, u"--json"_s, u"--upto"_s, u"1"_s, path(u"image"_s)}).out);
        QCOMPARE(inspect(u"out"_s)[u"history"_s].toArray().size(), 2);
        QCOMPARE(inspect(u"out"_s)[u"layers"_s][1][u"digest"_s], inspect(u"image"_s)[u"layers"_s][1][u"digest"_s]);
        const Ran ran = exportAs(u"oci"_s, u"none"_s, {u"--upto"_s, u"4"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("has no layer 4; its 4 layers are numbered from 0"), ran.err.constData());
        QVERIFY(!QFile::exists(path(u"none"_s)));
    }

    void umociUnpacksTheSame()
    {
        QCOMPARE(exportAs(u"oci"_s, u"out"_s, {u"--layers"_s, u"1-3"_s}).code, 0);
        QCOMPARE(exportAs(u"directory"_s, u"files"_s).code, 0);
        QStringList options{u"unpack"_s, u"--image"_s, path(u"out"_s) + u":1"_s};
        if (!isRoot())
            options << u"--rootless"_s;
        runTool(u"umoci"_s, options << path(u"bundle"_s), m_cli->folder());
        QStringList unpacked = diskTree(path(u"bundle/rootfs"_s));
        QStringList exported = diskTree(path(u"files"_s));
        if (!isRoot()) { // which of the two leaves out a device, and which makes a file of it, is not the point here
            unpacked.removeIf([](const QString &line) { return line.startsWith(u"null"_s); });
            exported.removeIf([](const QString &line) { return line.startsWith(u"null"_s); });
        }
        QCOMPARE(unpacked, exported);
    }

    void podmanLoads_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("docker-archive") << u"docker-archive"_s << QStringList();
        QTest::newRow("oci-archive") << u"oci-archive"_s << QStringList();
        QTest::newRow("docker-archive, flat") << u"docker-archive"_s << QStringList{u"--flatten"_s};
    }
    void podmanLoads()
    {
        QFETCH(QString, format);
        QFETCH(QStringList, options);
        if (!isRoot() || QStandardPaths::findExecutable(u"podman"_s).isEmpty())
            QSKIP("needs podman and root");
        const QStringList podman{u"--root"_s, path(u"podman"_s), u"--runroot"_s, path(u"run"_s), u"--storage-driver=vfs"_s};
        const auto run = [&](const QStringList &arguments) { return runTool(u"podman"_s, podman + arguments, m_cli->folder()); };
        const Ran works = m_cli->shell(u"podman %1 image ls"_s.arg(podman.join(u' ')));
        if (works.code != 0)
            QSKIP("podman does not work here");
        QCOMPARE(exportAs(format, u"out.tar"_s, options).code, 0);
        QVERIFY(run({u"load"_s, u"-q"_s, u"-i"_s, path(u"out.tar"_s)}).contains("example.test/app:1"));
        const QByteArray id = run({u"image"_s, u"inspect"_s, u"--format"_s, u"{{.Id}}"_s, u"example.test/app:1"_s}).trimmed();
        QCOMPARE(u"sha256:"_s + QString::fromLatin1(id), inspect(u"out.tar"_s)[u"configDigest"_s].toString());
        const QString mounted = QString::fromLocal8Bit(run({u"image"_s, u"mount"_s, u"example.test/app:1"_s}).trimmed());
        QCOMPARE(exportAs(u"directory"_s, u"files"_s).code, 0);
        QCOMPARE(diskTree(mounted), diskTree(path(u"files"_s)));
        run({u"image"_s, u"umount"_s, u"-a"_s});
    }

    void withoutBlobsItSaysThatDigestsChange()
    {
        QCOMPARE(exportAs(u"prebaked"_s, u"prebaked"_s).code, 0);
        for (const QString &format : imageFormats()) {
            const Ran ran = exportAs(format, format, {}, u"prebaked"_s);
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(ran.err.count("warning"), 1);
            QVERIFY2(ran.err.contains("original tars are not available: 4 of 4 layers"), ran.err.constData());
            QCOMPARE(tree(format), tree(u"image"_s));
            QCOMPARE(inspect(format)[u"config"_s][u"env"_s], inspect(u"image"_s)[u"config"_s][u"env"_s]);
            QCOMPARE(inspect(format)[u"platform"_s].toString(), u"linux/amd64"_s);
            skopeo({u"copy"_s, u"-q"_s, format + u':' + path(format), u"dir:"_s + path(u"copied-"_s + format)});
        }
    }

    void oneLayer()
    {
        const std::string tar = sampleImage().layers[1];
        const std::string gzip = compressed(tar, Compression::Gzip);
        const auto layer = [&](const QString &to, const QStringList &more = {}) {
            const Ran ran = exportAs(u"layer"_s, to, QStringList{u"--layer"_s, u"1"_s} + more);
            return ran.code == 0 ? readDisk(path(to)).toStdString() : ran.err.toStdString();
        };
        QCOMPARE(layer(u"as-it-is"_s), gzip);
        QCOMPARE(layer(u"layer.tar.gz"_s), gzip);
        QCOMPARE(layer(u"layer.tar"_s), tar);
        QCOMPARE(layer(u"layer"_s, {u"--compression"_s, u"none"_s}), tar);
        QCOMPARE(
            runTool(u"zstd"_s, {u"-dc"_s}, m_cli->folder(), QByteArray::fromStdString(layer(u"layer.tar.zst"_s))).toStdString(),
            tar);
        const Ran ran = m_cli->run({u"export"_s, path(u"image"_s), u"-"_s, u"--format"_s, u"layer"_s, u"--layer"_s, u"1"_s});
        QCOMPARE(ran.out.toStdString(), gzip);
    }

    void allLayers()
    {
        QCOMPARE(exportAs(u"layers"_s, u"out"_s).code, 0);
        QStringList expected{u"config.json"_s, u"manifest.json"_s};
        const QJsonArray layers = inspect(u"image"_s)[u"layers"_s].toArray();
        for (qsizetype i = 0; i < layers.size(); ++i) {
            const QString digest = layers[i][u"digest"_s].toString();
            const QString name = u"%1-%2.tar.gz"_s.arg(QString::number(i), digest.mid(7));
            QCOMPARE(digestOfBytes(readDisk(path(u"out/"_s + name))), digest);
            expected << name;
        }
        expected.sort();
        QCOMPARE(QDir(path(u"out"_s)).entryList(QDir::Files, QDir::Name), expected);
        QCOMPARE(readDisk(path(u"out/manifest.json"_s)), sourceManifest());
        QCOMPARE(digestOfBytes(readDisk(path(u"out/config.json"_s))), inspect(u"image"_s)[u"configDigest"_s].toString());
    }

    void toStandardOutput_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("docker-archive") << u"docker-archive"_s;
        QTest::newRow("oci-archive") << u"oci-archive"_s;
    }
    void toStandardOutput()
    {
        QFETCH(QString, format);
        const QList<QStringList> kinds{{}, {u"--flatten"_s}, {u"--compression"_s, u"gzip"_s, u"--layers"_s, u"1-2"_s}};
        for (const QStringList &more : kinds) {
            QCOMPARE(exportAs(format, u"out.tar"_s, more + QStringList{u"--force"_s}).code, 0);
            const Ran ran = m_cli->run(QStringList{u"export"_s, path(u"image"_s), u"-"_s, u"--format"_s, format} + more);
            QCOMPARE(ran.code, 0);
            QCOMPARE(ran.out, readDisk(path(u"out.tar"_s)));
        }
    }

    void allPlatformsOfAnIndex_data()
    {
        QTest::addColumn<bool>("isStored");
        QTest::newRow("from a layout") << false;
        QTest::newRow("from the store") << true;
    }
    void allPlatformsOfAnIndex()
    {
        QFETCH(bool, isStored);
        TestImage amd = sampleImage();
        TestImage arm = sampleImage();
        arm.architecture = u"arm64"_s;
        arm.layers.pop_back();
        LayoutMaker maker;
        const QJsonArray manifests{forPlatform(maker.image(amd), u"linux/amd64"_s),
                                   forPlatform(maker.image(arm), u"linux/arm64"_s)};
        const QJsonObject index = maker.index(manifests);
        maker.entry(named(index, u"example.test/app:1"_s));
        writeFiles(path(u"both"_s), maker.files());
        QString from = path(u"both"_s);
        if (isStored) {
            for (const QString &platform : {u"linux/amd64"_s, u"linux/arm64"_s})
                QCOMPARE(m_cli->run({u"import"_s, from, u"--platform"_s, platform}).code, 0);
            from = u"example.test/app:1"_s;
        }
        for (const QString &format : {u"oci"_s, u"oci-archive"_s}) {
            const Ran ran = m_cli->run({u"export"_s, from, path(format), u"--format"_s, format});
            QVERIFY2(ran.code == 0, ran.err.constData());
            QCOMPARE(digestOfBytes(manifestOf(format + u':' + path(format))), digestOf(index));
            skopeo({u"copy"_s, u"-q"_s, u"--all"_s, format + u':' + path(format), u"dir:"_s + path(u"copied-"_s + format)});
            for (const QString &platform : {u"linux/amd64"_s, u"linux/arm64"_s}) {
                const auto list = [&](const QString &name) {
                    return m_cli->run({u"ls"_s, u"-R"_s, u"--json"_s, name, u"--platform"_s, platform}).out;
                };
                QCOMPARE(list(path(format)), list(path(u"both"_s)));
            }
        }
        // One of them alone.
        QCOMPARE(m_cli->run({u"export"_s, from, path(u"arm"_s), u"--format=oci"_s, u"--platform=linux/arm64"_s}).code, 0);
        QCOMPARE(digestOfBytes(manifestOf(u"oci:"_s + path(u"arm"_s))), digestOf(manifests[1].toObject()));
    }

    void platformsOfOtherMachines()
    {
        LayoutMaker maker;
        QJsonArray manifests;
        for (const QString &architecture : {u"s390x"_s, u"ppc64le"_s}) {
            TestImage image = sampleImage();
            image.architecture = architecture;
            manifests << forPlatform(maker.image(image), u"linux/"_s + architecture);
        }
        const QJsonObject index = maker.index(manifests);
        writeFiles(path(u"others"_s), maker.entry(named(index, u"1"_s)).files());
        const Ran ran = exportAs(u"oci"_s, u"out"_s, {}, u"others"_s);
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(digestOfBytes(manifestOf(u"oci:"_s + path(u"out"_s))), digestOf(index));
    }

    void anIndexThatIsNotComplete()
    {
        TestImage arm = sampleImage();
        arm.architecture = u"arm64"_s;
        TestImage power = sampleImage();
        power.architecture = u"ppc64le"_s;
        LayoutMaker maker;
        const QJsonObject missing = maker.image(power);
        const QJsonObject index
            = maker.index({forPlatform(maker.image(sampleImage()), u"linux/amd64"_s),
                           forPlatform(maker.image(arm), u"linux/arm64"_s), forPlatform(missing, u"linux/ppc64le"_s)});
        maker.entry(named(index, u"1"_s)).remove(missing);
        writeFiles(path(u"two"_s), maker.files());
        const Ran ran = exportAs(u"oci"_s, u"out"_s, {}, u"two"_s);
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.err.contains("lists only the 2 platforms that are available"), ran.err.constData());
        QCOMPARE(jsonOf(manifestOf(u"oci:"_s + path(u"out"_s)))[u"manifests"_s].toArray().size(), 2);
        skopeo({u"copy"_s, u"-q"_s, u"--all"_s, u"oci:"_s + path(u"out"_s), u"dir:"_s + path(u"copied"_s)});
    }

    void aDamagedBlobIsNotExported_data()
    {
        QTest::addColumn<QString>("format");
        for (const QString &format : imageFormats())
            QTest::addRow("%s", qPrintable(format)) << format;
    }
    void aDamagedBlobIsNotExported()
    {
        QFETCH(QString, format);
        // The layers are in the store, so that opening the layout does not read its blobs.
        QCOMPARE(m_cli->run({u"ls"_s, path(u"image"_s)}).code, 0);
        const QString digest = inspect(u"image"_s)[u"layers"_s][2][u"digest"_s].toString();
        const QString blob = path(u"image/blobs/sha256/"_s + digest.mid(7));
        QByteArray bytes = readDisk(blob);
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        writeDisk(blob, bytes);
        const Ran ran = exportAs(format, u"out"_s);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("layer 2") && ran.err.contains(digest.toUtf8()), ran.err.constData());
        QVERIFY(!QFile::exists(path(u"out"_s)));
        QCOMPARE(leftovers(), QStringList());
    }

    /// Its name does not say its digest, and its layer is in the store, so that nothing else reads it.
    void aDamagedBlobWithoutADigestIsNotExported()
    {
        TestImage image = sampleImage();
        auto files = dockerArchive({image}, DockerLayout::Skopeo);
        writeDisk(path(u"image.tar"_s), QByteArray::fromStdString(tarOf(files)));
        QCOMPARE(exportAs(u"docker-archive"_s, u"intact"_s, {}, u"image.tar"_s).code, 0);
        const std::string blob = compressed(image.layers[2], Compression::Gzip);
        const auto damaged = std::ranges::find(files, blob, [](const auto &file) { return file.second; });
        QVERIFY(damaged != files.end());
        damaged->second = compressed(TarBuilder().file("other").finish(), Compression::Gzip);
        writeDisk(path(u"image.tar"_s), QByteArray::fromStdString(tarOf(files)));
        const Ran ran = exportAs(u"docker-archive"_s, u"out"_s, {}, u"image.tar"_s);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("layer 2"), ran.err.constData());
        QVERIFY(!QFile::exists(path(u"out"_s)));
    }

    void aBlobOfTheStoreThatCanBeWrittenToIsReadAgain()
    {
        QCOMPARE(m_cli->run({u"import"_s, path(u"image"_s)}).code, 0);
        const QString digest = inspect(u"image"_s)[u"layers"_s][0][u"digest"_s].toString();
        const QString blob = m_cli->storePath() + u"/blobs/sha256/"_s + digest.mid(7);
        QFile::setPermissions(blob, QFile::ReadOwner | QFile::WriteOwner);
        QByteArray bytes = readDisk(blob);
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        writeDisk(blob, bytes);
        const Ran ran = m_cli->run({u"export"_s, u"example.test/app:1"_s, path(u"out"_s), u"--format=oci"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains(digest.toUtf8()), ran.err.constData());
        QVERIFY(!QFile::exists(path(u"out"_s)));
    }

    void whatExistsIsLeftAlone_data() { aDamagedBlobIsNotExported_data(); }
    void whatExistsIsLeftAlone()
    {
        QFETCH(QString, format);
        const bool isFolder = !format.endsWith(u"archive"_s);
        writeDisk(isFolder ? path(u"out/mine"_s) : path(u"out"_s), "mine");
        const QStringList before = diskTree(m_cli->folder()).filter(u"out"_s);
        const Ran refused = exportAs(format, u"out"_s);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("use --force"), refused.err.constData());
        QCOMPARE(diskTree(m_cli->folder()).filter(u"out"_s), before);
        QCOMPARE(exportAs(format, u"out"_s, {u"--force"_s}).code, 0);
        QCOMPARE(tree(u"out"_s), tree(u"image"_s));
        QCOMPARE(QFile::exists(path(u"out/mine"_s)), isFolder);
    }

    void interruptedItLeavesNothing_data() { aDamagedBlobIsNotExported_data(); }
    void interruptedItLeavesNothing()
    {
        QFETCH(QString, format);
        TarBuilder large;
        large.file("noise", noise(24 << 20));
        writeLayout({.layers = {large.finish()}});
        // What is compressed takes long enough.
        const auto process = m_cli->start(
            {u"export"_s, path(u"image"_s), path(u"out"_s), u"--format"_s, format, u"--compression=gzip"_s, u"--progress=json"_s});
        QVERIFY(Command::waitForStage(*process, "export"));
        ::kill(pid_t(process->processId()), SIGINT);
        QCOMPARE(Command::finish(*process).code, 130);
        QVERIFY(!QFile::exists(path(u"out"_s)));
        QCOMPARE(leftovers(), QStringList());
    }

    void aFullDiskLeavesNothing_data() { aDamagedBlobIsNotExported_data(); }
    void aFullDiskLeavesNothing()
    {
        QFETCH(QString, format);
        if (!leaveMounts())
            QSKIP("file systems cannot be mounted here");
        TarBuilder large;
        large.file("noise", noise(2 << 20));
        writeLayout({.layers = {large.finish()}});
        const QString disk = path(u"disk"_s);
        QVERIFY(QDir().mkpath(disk));
        QVERIFY(mountSmallDisk(disk, 1 << 20));
        const Ran ran = exportAs(format, u"disk/out"_s);
        const QStringList left = QDir(disk).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        unmountSmallDisk(disk);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("No space") || ran.err.contains("full"), ran.err.constData());
        QCOMPARE(left, QStringList());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("a path") << QStringList{u"--format=oci"_s, u"--path=/etc"_s}
                                << "--path cannot be used with the format oci"_qba;
        QTest::newRow("one layer of an image")
            << QStringList{u"--format=dir"_s, u"--layer=1"_s} << "--layer cannot be used with the format dir"_qba;
        QTest::newRow("no layer") << QStringList{u"--format=layer"_s} << "the format layer needs --layer N"_qba;
        QTest::newRow("squashed files") << QStringList{u"--format=tar"_s, u"--flatten"_s}
                                        << "--flatten cannot be used with the format tar"_qba;
        QTest::newRow("squashed twice") << QStringList{u"--format=oci"_s, u"--flatten"_s, u"--layers=1-2"_s}
                                        << "--flatten and --layers cannot be combined"_qba;
        QTest::newRow("not a range") << QStringList{u"--format=oci"_s, u"--layers=2-1"_s} << "not a range of layers"_qba;
    }
    void wrongUsage()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, expected);
        const Ran ran = m_cli->run(QStringList{u"export"_s, path(u"image"_s), path(u"out"_s)} + options);
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains(expected), ran.err.constData());
    }
};

STRATOSCOPE_GUILESS_TEST(TestImageFormats)
#include "tst_image_formats.moc"
