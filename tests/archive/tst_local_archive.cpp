// SPDX-License-Identifier: Apache-2.0
#include "archive/local_archive.h"

#include "base/cancel.h"
#include "support/compress.h"
#include "support/disk_tree.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <sys/stat.h>

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
        row("some tar", TarBuilder().file("etc/passwd").finish(), ErrorKind::Unsupported,
            u": is a tar archive without an image: it has neither a manifest.json nor an index.json"_s);
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
        QVERIFY(QDir().mkpath(path()));
        const auto archive = open();
        QVERIFY(!archive);
        QCOMPARE(
            archive.error().message(),
            path()
                + u": is a directory without an image: it has neither the index.json of an OCI layout nor the config.json of a prebaked directory"_s);
    }

    void refusesWhatIsNotThereOrNoFile()
    {
        const auto missing = open();
        QVERIFY(!missing);
        QCOMPARE(missing.error().message(), path() + u": cannot open: No such file or directory"_s);
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        const auto pipe = open();
        QVERIFY(!pipe);
        QCOMPARE(pipe.error().message(), path() + u": is not a regular file"_s);
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
