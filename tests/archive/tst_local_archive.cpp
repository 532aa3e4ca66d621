// SPDX-License-Identifier: Apache-2.0
#include "archive/local_archive.h"

#include "base/cancel.h"
#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage someImage()
{
    return {.layers = {TarBuilder().file("a", "lower").finish(), TarBuilder().file("b", "upper").finish()}};
}

std::string ociArchive()
{
    return tarOf(ociLayout({someImage()}));
}

} // namespace

/// What a path is, is told by its content.
class TestLocalArchive : public QObject
{
    Q_OBJECT

private:
    QString path() const { return m_dir->path() + u"/image"_s; }
    Result<std::shared_ptr<const LocalArchive>> open(std::optional<SourceKind> expected = {}, std::stop_token stop = {})
    {
        return openArchive(path(), expected, m_dir->path(), m_progress, stop);
    }
    void write(const std::string &bytes) { writeDisk(path(), QByteArray::fromStdString(bytes)); }

    std::unique_ptr<TestFolder> m_dir;
    ProgressMeter m_progress;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }

    void opensEveryForm_data()
    {
        QTest::addColumn<QByteArray>("tar");
        QTest::addColumn<Compression>("compression");
        QTest::addColumn<SourceKind>("kind");
        const std::vector<TestImage> images{someImage()};
        const std::pair<const char *, std::string> tars[] = {
            {"oldest docker", tarOf(dockerArchive(images, DockerLayout::Oldest))},
            {"old docker", tarOf(dockerArchive(images, DockerLayout::Old))},
            {"new docker, an OCI archive as well", tarOf(dockerArchive(images, DockerLayout::New))},
            {"skopeo", tarOf(dockerArchive(images, DockerLayout::Skopeo))},
            {"OCI", ociArchive()},
        };
        for (const auto &[name, tar] : tars) {
            for (const Compression compression :
                 {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
                QTest::addRow("%s, %s", name, qPrintable(compressionName(compression)))
                    << QByteArray::fromStdString(tar) << compression
                    << (QByteArrayView(name) == "OCI" ? SourceKind::OciArchive : SourceKind::DockerArchive);
            }
        }
    }

    void opensEveryForm()
    {
        QFETCH(QByteArray, tar);
        QFETCH(Compression, compression);
        QFETCH(SourceKind, kind);
        const std::string first = tar.first(1000).toStdString();
        // Of two members, streams or frames each.
        write(compressed(first, compression) + compressed(tar.sliced(1000).toStdString(), compression));
        for (const std::optional<SourceKind> expected : {std::optional<SourceKind>(), std::optional(kind)}) {
            const auto archive = open(expected);
            VERIFY_RESULT(archive);
            QCOMPARE((*archive)->kind(), kind);
            QCOMPARE((*archive)->path(), path());
            QCOMPARE((*archive)->images().size(), std::size_t(1));
            const auto image = (*archive)->resolve({}, {}, m_progress, {});
            VERIFY_RESULT(image);
            QCOMPARE(image->names, QStringList{u"example.test/app:1"_s});
            QCOMPARE(image->config.platform.architecture, u"amd64"_s);
            QCOMPARE(image->configDigest, Digest::ofDocument(image->config.bytes));
            QCOMPARE(image->layers.size(), std::size_t(2));
            for (std::size_t i = 0; i < 2; ++i) {
                const QByteArray layer = need(readAll(image->layers[i].blob, 1 << 20));
                QCOMPARE(layer, QByteArray::fromStdString(someImage().layers[i]));
                QCOMPARE(image->layers[i].diffId, DiffId::of(asBytes(someImage().layers[i])));
            }
        }
    }

    void whatIsBothMayBeOpenedAsEither()
    {
        write(tarOf(dockerArchive({someImage()}, DockerLayout::New)));
        const auto archive = open(SourceKind::OciArchive);
        VERIFY_RESULT(archive);
        QCOMPARE((*archive)->kind(), SourceKind::OciArchive);
        VERIFY_RESULT((*archive)->resolve({}, {}, m_progress, {}));
    }

    void opensFolders()
    {
        writeFiles(path(), ociLayout({someImage()}));
        const auto layout = open();
        VERIFY_RESULT(layout);
        QCOMPARE((*layout)->kind(), SourceKind::OciLayout);
        VERIFY_RESULT((*layout)->resolve({}, {}, m_progress, {}));
        VERIFY_RESULT(open(SourceKind::OciLayout));
        const auto byItsMark = openArchive(path() + u"/oci-layout"_s, std::nullopt, m_dir->path(), m_progress, {});
        VERIFY_RESULT(byItsMark);
        QCOMPARE((*byItsMark)->path(), path());
        QCOMPARE((*byItsMark)->kind(), SourceKind::OciLayout);
    }

    void opensALayoutWithoutItsMark()
    {
        auto files = ociLayout({someImage()});
        files.erase("oci-layout");
        writeFiles(path(), files);
        VERIFY_RESULT(open());
    }

    void recognisesPrebakedDirectories_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("isPrebaked");
        QTest::addRow("config and layers") << u"config.json"_s << QByteArray(R"({"layers":["sha256:aa"]})") << true;
        QTest::addRow("no layers") << u"config.json"_s << QByteArray(R"({"layers":[]})") << true;
        QTest::addRow("a broken config") << u"config.json"_s << QByteArray("{") << true;
        QTest::addRow("some other config") << u"config.json"_s << QByteArray(R"({"ociVersion":"1.0"})") << false;
        QTest::addRow("a layer alone") << u"aa.idx"_s << QByteArray("ARCHIVE0\n") << true;
    }

    void recognisesPrebakedDirectories()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(bool, isPrebaked);
        writeDisk(path() + u'/' + file, content);
        const auto archive = open();
        QCOMPARE(archive.has_value(), isPrebaked);
        if (!isPrebaked)
            return;
        QCOMPARE((*archive)->kind(), SourceKind::Prebaked);
        QVERIFY((*archive)->images().empty());
        QVERIFY(!(*archive)->resolve({}, {}, m_progress, {}));
    }

    void anExpectationThatDoesNotFitSaysWhatItIs_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<SourceKind>("expected");
        QTest::addColumn<QString>("message");
        const QByteArray docker = QByteArray::fromStdString(tarOf(dockerArchive({someImage()}, DockerLayout::Skopeo)));
        const QByteArray oci = QByteArray::fromStdString(ociArchive());
        QTest::addRow("docker as OCI") << docker << SourceKind::OciArchive << u"is a docker-archive, not an OCI archive"_s;
        QTest::addRow("docker as a layout") << docker << SourceKind::OciLayout << u"is a docker-archive, not an OCI image layout"_s;
        QTest::addRow("OCI as docker") << oci << SourceKind::DockerArchive << u"is an OCI archive, not a docker-archive"_s;
        QTest::addRow("OCI as a layout") << oci << SourceKind::OciLayout << u"is an OCI archive, not an OCI image layout"_s;
        QTest::addRow("OCI as prebaked") << oci << SourceKind::Prebaked << u"is an OCI archive, not a prebaked directory"_s;
        QTest::addRow("OCI as a directory of skopeo")
            << oci << SourceKind::Dir << u"is an OCI archive, not a directory of skopeo"_s;
        QTest::addRow("a folder as docker") << QByteArray() << SourceKind::DockerArchive
                                            << u"is an OCI image layout, not a docker-archive"_s;
    }

    void anExpectationThatDoesNotFitSaysWhatItIs()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(SourceKind, expected);
        QFETCH(QString, message);
        if (bytes.isEmpty())
            writeFiles(path(), ociLayout({someImage()}));
        else
            writeDisk(path(), bytes);
        const auto archive = open(expected);
        QVERIFY(!archive);
        QCOMPARE(archive.error().kind, ErrorKind::Invalid);
        QCOMPARE(archive.error().message(), path() + u": "_s + message);
    }

    void refusesWhatIsNoImage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const std::string &bytes, ErrorKind kind, const QString &message) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(bytes) << kind << message;
        };
        const QString noTar = u": is not a tar archive (plain, gzip, zstd, xz or bzip2)"_s;
        row("empty", "", ErrorKind::Malformed, u": is empty"_s);
        row("text", "hello", ErrorKind::Unsupported, noTar);
        row("noise", noise(100'000), ErrorKind::Unsupported, noTar);
        row("a tar whose first header is damaged", 'x' + ociArchive(), ErrorKind::Unsupported, noTar);
        row("compressed text", compressed("hello", Compression::Gzip), ErrorKind::Unsupported,
            u": is compressed by gzip, but does not contain a tar archive"_s);
        row("compressed twice", compressed(compressed(ociArchive(), Compression::Gzip), Compression::Zstd), ErrorKind::Unsupported,
            u": is compressed by zstd, but does not contain a tar archive"_s);
        row("an empty tar", tarEnd(), ErrorKind::Unsupported, u": is an empty tar archive"_s);
        const QString noImage = u": is a tar archive without an image: it has neither a manifest.json nor an index.json"_s;
        row("a layout without its index", TarBuilder().file("oci-layout", "{}").finish(), ErrorKind::Unsupported, noImage);
        row("blobs alone", TarBuilder().file("blobs/sha256/ab", "{}").finish(), ErrorKind::Unsupported, noImage);
        row("a layout in a directory", TarBuilder().file("image/oci-layout").file("image/index.json", "{}").finish(),
            ErrorKind::Unsupported, noImage);
        row("truncated tar", ociArchive().substr(0, 4000), ErrorKind::Truncated, u": blobs/sha256/"_s);
        row("truncated gzip", compressed(ociArchive(), Compression::Gzip).substr(0, 500), ErrorKind::Truncated,
            u": the gzip data is truncated"_s);
        row("truncated xz", compressed(ociArchive(), Compression::Xz).substr(0, 500), ErrorKind::Truncated,
            u": the xz data is truncated"_s);
        row("a huge claim", TarBuilder().add({.path = "manifest.json", .size = std::int64_t(1) << 62}).finish(),
            ErrorKind::Truncated, u": manifest.json: should have 4611686018427387904 bytes"_s);
        row("manifest of another form", TarBuilder().file("manifest.json", "{}").finish(), ErrorKind::Malformed,
            u": manifest.json: is not a JSON array"_s);
        row("index of another form", TarBuilder().file("index.json", "[]").finish(), ErrorKind::Malformed,
            u": index.json: is not a JSON object"_s);
        row("deep JSON", TarBuilder().file("manifest.json", std::string(100'000, '[')).finish(), ErrorKind::Malformed,
            u": manifest.json: is JSON nested more than"_s);
        row("much JSON", TarBuilder().file("manifest.json", '[' + std::string(20'000'000, ' ') + ']').finish(), ErrorKind::TooLarge,
            u": manifest.json: has 20000002 bytes"_s);
        row("a layout of another version",
            TarBuilder().file("index.json", "{}").file("oci-layout", R"({"imageLayoutVersion":"2.0.0"})").finish(),
            ErrorKind::Unsupported, u": oci-layout: imageLayoutVersion is \"2.0.0\"; this program reads version 1"_s);
    }

    void refusesWhatIsNoImage()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, message);
        writeDisk(path(), bytes);
        const auto archive = open();
        QVERIFY(!archive);
        QVERIFY2(archive.error().message().startsWith(path() + message), qPrintable(archive.error().message()));
        QCOMPARE(archive.error().kind, kind);
    }

    void refusesOtherFolders()
    {
        for (const QString &name : {u"nothing"_s, u"src/main.c"_s, u"bin/tool"_s, u"lib/x.so"_s, u"etc/x.conf"_s}) {
            writeDisk(path() + u'/' + name, "x");
            const auto archive = open();
            if (name.startsWith(u"etc"_s)) {
                VERIFY_RESULT(archive);
                QCOMPARE((*archive)->kind(), SourceKind::Rootfs);
                continue;
            }
            QVERIFY(!archive);
            QCOMPARE(archive.error().message(),
                     path()
                         + u": is a directory without an image: it has neither the index.json of an OCI layout, nor the "
                           u"manifest.json of skopeo's dir, nor the config.json of a prebaked directory; to open it as a root "
                           u"file system, write rootfs:"_s
                         + path());
            VERIFY_RESULT(open(SourceKind::Rootfs));
        }
    }

    void opensTarsOfRootFileSystems_data()
    {
        QTest::addColumn<QByteArray>("tar");
        const auto row
            = [](const char *name, const TarBuilder &tar) { QTest::addRow("%s", name) << QByteArray::fromStdString(tar.finish()); };
        row("docker export", TarBuilder().file(".dockerenv").dir("dev/").dir("etc/").file("etc/passwd", "root"));
        row("with its root", TarBuilder().dir("./").file("./etc/passwd"));
        row("a layer", TarBuilder().file("etc/.wh.shadow").file("usr/.wh..wh..opq"));
        row("a directory alone", TarBuilder().dir("srv/"));
        row("a link alone", TarBuilder().symlink("a", "b"));
        row("a sparse file", TarBuilder().sparse({"f", 10'000, {{5'000, "x"}}}, SparseForm::Pax10));
        row("files of other images",
            TarBuilder().file("srv/manifest.json", "[]").file("srv/blobs/sha256/ab").file("var/index.json", "{}"));
    }

    void opensTarsOfRootFileSystems()
    {
        QFETCH(QByteArray, tar);
        const std::string bytes = tar.toStdString();
        for (const Compression compression :
             {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2}) {
            write(compressed(bytes, compression));
            for (const std::optional<SourceKind> expected : {std::optional<SourceKind>(), std::optional(SourceKind::Rootfs)}) {
                const auto archive = open(expected);
                VERIFY_RESULT(archive);
                QCOMPARE((*archive)->kind(), SourceKind::Rootfs);
                const auto image = (*archive)->resolve({}, {}, m_progress, {});
                VERIFY_RESULT(image);
                QCOMPARE(image->layers.size(), std::size_t(1));
                QCOMPARE(image->config.diffIds, std::vector{DiffId::of(asBytes(bytes))});
                QCOMPARE(image->layers.front().diffId, image->config.diffIds.front());
                QCOMPARE(image->configDigest, Digest::ofDocument(image->config.bytes));
                QVERIFY(need(readAll(image->layers.front().blob, 1 << 20)).toStdString() == bytes);
                QVERIFY(image->config.platform.isUnknown());
                VERIFY_RESULT((*archive)->resolve({}, Platform::parse(u"linux/arm64").value(), m_progress, {}));
                QVERIFY(!(*archive)->resolve(u"name"_s, {}, m_progress, {}));
            }
        }
    }

    void anyTarCanBeARootFileSystem()
    {
        write(ociArchive());
        QCOMPARE(need(open(SourceKind::Rootfs))->kind(), SourceKind::Rootfs);
        write(tarEnd());
        VERIFY_RESULT(open(SourceKind::Rootfs));
        write("hello");
        QVERIFY(!open(SourceKind::Rootfs));
    }

    void opensDirectoriesOfSkopeo()
    {
        const TestImage made = someImage();
        std::string manifest;
        for (auto &[name, bytes] : ociLayout({made})) {
            if (!name.starts_with("blobs/"))
                continue;
            if (QByteArray::fromStdString(bytes).contains("\"layers\":["))
                manifest = bytes;
            else
                writeDisk(path() + u'/' + QString::fromStdString(name.substr(name.rfind('/') + 1)),
                          QByteArray::fromStdString(bytes));
        }
        writeDisk(path() + u"/version"_s, "Directory Transport Version: 1.1\n");
        writeDisk(path() + u"/manifest.json"_s, QByteArray::fromStdString(manifest));
        for (const std::optional<SourceKind> expected : {std::optional<SourceKind>(), std::optional(SourceKind::Dir)}) {
            const auto archive = open(expected);
            VERIFY_RESULT(archive);
            QCOMPARE((*archive)->kind(), SourceKind::Dir);
            const auto image = (*archive)->resolve({}, {}, m_progress, {});
            VERIFY_RESULT(image);
            QCOMPARE(image->digest, Digest::of(asBytes(manifest)));
            QCOMPARE(image->manifestBytes, QByteArray::fromStdString(manifest));
            QCOMPARE(image->config.bytes, made.configBytes());
            QCOMPARE(image->layers.size(), made.layers.size());
            for (std::size_t i = 0; i < made.layers.size(); ++i)
                QVERIFY(need(readAll(image->layers[i].blob, 1 << 20)).toStdString() == made.layers[i]);
            QVERIFY(image->names.isEmpty());
        }
        // With an index, the manifests have files of their own.
        const Digest digest = Digest::of(asBytes(manifest));
        writeDisk(path() + u'/' + digest.hex() + u".manifest.json"_s, QByteArray::fromStdString(manifest));
        const QJsonObject entry{{u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s},
                                {u"size"_s, qint64(manifest.size())},
                                {u"digest"_s, digest.toString()},
                                {u"platform"_s, QJsonObject{{u"os"_s, u"linux"_s}, {u"architecture"_s, u"amd64"_s}}}};
        const QByteArray index = QJsonDocument(QJsonObject{{u"schemaVersion"_s, 2}, {u"manifests"_s, QJsonArray{entry}}}).toJson();
        writeDisk(path() + u"/manifest.json"_s, index);
        const auto chosen = need(open())->resolve({}, Platform::parse(u"linux/amd64").value(), m_progress, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->digest, digest);
        // An unpacked docker-archive has a list.
        writeDisk(path() + u"/manifest.json"_s, "[]");
        QVERIFY(!open());
    }

    void readsPipes_data()
    {
        QTest::addColumn<Compression>("compression");
        QTest::addRow("plain") << Compression::None;
        QTest::addRow("gzip") << Compression::Gzip;
        QTest::addRow("xz") << Compression::Xz;
    }

    void readsPipes()
    {
        QFETCH(Compression, compression);
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        const std::string bytes = compressed(ociArchive(), compression);
        const std::jthread writer([&] {
            QFile pipe(path());
            if (pipe.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
                for (std::size_t at = 0; at < bytes.size(); at += 1'000)
                    pipe.write(bytes.data() + at, qint64(std::min<std::size_t>(1'000, bytes.size() - at)));
            }
        });
        const auto archive = open();
        VERIFY_RESULT(archive);
        QCOMPARE((*archive)->kind(), SourceKind::OciArchive);
        VERIFY_RESULT((*archive)->resolve({}, {}, m_progress, {}));
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
                 QStringList(u"image"_s));
    }

    void aPipeThatNobodyWritesToCanBeInterrupted()
    {
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        std::stop_source stop;
        const std::jthread stopping([&stop] { stop.request_stop(); });
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)open({}, stop.get_token()));
    }

    void anEmptyPipeIsEmpty()
    {
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        const std::jthread writer([&] { QFile(path()).open(QIODevice::WriteOnly); });
        const auto archive = open();
        QVERIFY(!archive);
        QCOMPARE(archive.error().message(), path() + u": is empty"_s);
    }

    void refusesWhatIsNotThereOrNoFile()
    {
        const auto missing = open();
        QVERIFY(!missing);
        QCOMPARE(missing.error().message(), path() + u": cannot open: No such file or directory"_s);
        const auto device = openArchive(u"/dev/null"_s, {}, m_dir->path(), m_progress, {});
        QVERIFY(!device);
        QCOMPARE(device.error().message(), u"/dev/null: is not a regular file"_s);
    }

    void stops()
    {
        write(ociArchive());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)open({}, stop.get_token()));
    }

    void aNameSaysNothing()
    {
        const QString misleading = m_dir->path() + u"/image.json.gz"_s;
        writeDisk(misleading, QByteArray::fromStdString(ociArchive()));
        const auto archive = openArchive(misleading, {}, m_dir->path(), m_progress, {});
        VERIFY_RESULT(archive);
        QCOMPARE((*archive)->kind(), SourceKind::OciArchive);
    }
};

STRATOSCOPE_APPLESS_TEST(TestLocalArchive)
#include "tst_local_archive.moc"
