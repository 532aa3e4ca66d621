// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QTest>

#include <functional>
#include <limits>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

/// Invalid input results in one line that names the file and the part, exit status 1, and an unchanged store and destination.
class TestBadInput : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;

    using Files = std::map<std::string, std::string>;

    static TestImage imageOf(const TarBuilder &layer, Compression compression = Compression::None)
    {
        return {.layers = {layer.finish()}, .compression = compression};
    }
    static TestImage goodImage(Compression compression = Compression::None)
    {
        TarBuilder layer;
        layer.dir("etc").file("etc/hello", "hello").file("noise", noiseOf(200'000));
        return imageOf(layer, compression);
    }
    static std::string noiseOf(int size)
    {
        std::string bytes;
        for (unsigned state = 1; int(bytes.size()) < size; state = state * 1664525 + 1013904223)
            bytes += char(state >> 24);
        return bytes;
    }
    static std::string dockerTar(const TestImage &image) { return tarOf(dockerArchive({image}, DockerLayout::Skopeo)); }
    /// The blob of the only layer.
    static std::string layerOf(const Files &layout)
    {
        std::string name;
        for (const auto &[path, bytes] : layout) {
            if (path.starts_with("blobs/") && !bytes.starts_with('{'))
                name = path;
        }
        return name;
    }
    static Files ociFiles(const std::function<void(Files &, std::string &layer)> &spoil)
    {
        Files files = ociLayout({goodImage(Compression::Gzip)});
        spoil(files, files.at(layerOf(files)));
        return files;
    }

    void failsWithOneLine(const QStringList &arguments, const QByteArray &begin, const QByteArray &part)
    {
        QCOMPARE(m_cli->run({u"images"_s}).code, 0);
        const QStringList before = diskTree(m_cli->folder());
        const Ran ran = m_cli->run(arguments);
        QVERIFY2(ran.code == 1, QByteArray(ran.out + ran.err).constData());
        QVERIFY2(ran.err.startsWith(QByteArray("stratoscope-cli: " + begin)), ran.err.constData());
        QVERIFY2(ran.err.contains(part), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
        QVERIFY2(ran.err.size() < 1000, ran.err.constData());
        QCOMPARE(ran.out, QByteArray());
        QCOMPARE(diskTree(m_cli->folder()), before);
    }
    void failsEverywhere(const QString &image, const QByteArray &part)
    {
        for (const QStringList &arguments :
             {QStringList{u"ls"_s, image, u"-R"_s, u"--json"_s}, QStringList{u"import"_s, image}, QStringList{u"check"_s, image},
              QStringList{u"export"_s, image, m_cli->path(u"out"_s), u"--format=directory"_s},
              QStringList{u"export"_s, image, m_cli->path(u"out"_s), u"--format=prebaked"_s}}) {
            failsWithOneLine(arguments, image.toUtf8(), part);
            if (QTest::currentTestFailed())
                return;
        }
    }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Command>(); }

    void noImage_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("empty") << QByteArray() << QByteArray("empty");
        QTest::newRow("text") << QByteArray("Hello, world!\n").repeated(100) << QByteArray("not a tar archive");
        TarBuilder other;
        other.file("blobs/sha256/ab", "hello");
        QTest::newRow("parts of an image") << QByteArray::fromStdString(other.finish()) << QByteArray("without an image");
        QTest::newRow("gzip of nothing") << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) << QByteArray("");
    }
    void noImage()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, part);
        writeDisk(m_cli->path(u"image"_s), content);
        failsEverywhere(m_cli->path(u"image"_s), part);
    }

    void nothingThere()
    {
        failsEverywhere(m_cli->path(u"image"_s), "");
        // Nothing listens on that port.
        failsWithOneLine({u"ls"_s, u"127.0.0.1:1/no:1"_s, u"--retries"_s, u"0"_s}, "", "127.0.0.1:1");
        failsWithOneLine({u"check"_s, u"127.0.0.1:1/no:1"_s, u"--retries"_s, u"0"_s}, "", "127.0.0.1:1");
        failsWithOneLine({u"import"_s, u"example.test/no:1"_s}, "example.test/no:1: ", "is not a file or directory");
    }

    void namesThatTheStoreCannotKnow()
    {
        const Ran ran = m_cli->shell(u"$cli ls $'\\xff'; echo $?"_s);
        QCOMPARE(ran.out, QByteArray("1\n"));
        QCOMPARE(ran.err, QByteArray("stratoscope-cli: \\xff: is not UTF-8; rename it, or use a link to it\n"));
    }

    void dockerArchives_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *name, const std::string &bytes, const QByteArray &part) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
        };
        const std::string good = dockerTar(goodImage());
        row("ends in a layer", good.substr(0, 100'000), "");
        TarBuilder huge;
        huge.add({.path = "huge", .content = "x", .size = std::numeric_limits<std::int64_t>::max(), .base256 = true});
        row("a file of 8 EB", dockerTar(imageOf(huge)), "layer 0: ");
        TarBuilder nested;
        std::string path;
        for (int depth = 0; depth < 100'000; ++depth)
            path += "d/";
        nested.file(path + "file", "x");
        row("directories nested 100,000 deep", dockerTar(imageOf(nested)), "layer 0: ");
        Files files = dockerArchive({goodImage()}, DockerLayout::Skopeo);
        files["manifest.json"].insert(1, std::string(100'000'000, ' '));
        row("manifest.json of 100 MB", tarOf(files), "manifest.json: ");
        files["manifest.json"] = std::string(1000, '[') + std::string(1000, ']');
        row("JSON nested a thousand deep", tarOf(files), "manifest.json: ");
        files["manifest.json"] = R"([{"Config":"missing.json","Layers":[]}])";
        row("missing config", tarOf(files), "missing.json");
        files = dockerArchive({goodImage()}, DockerLayout::Skopeo);
        std::erase_if(files, [](const auto &file) { return file.first.ends_with(".tar"); });
        row("missing layer", tarOf(files), ".tar");
        TarBuilder malformed;
        malformed.raw(std::string(512, 'x'));
        row("no tar header", dockerTar(imageOf(malformed)), "layer 0: ");
    }
    void dockerArchives()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, part);
        writeDisk(m_cli->path(u"image.tar"_s), bytes);
        failsEverywhere(m_cli->path(u"image.tar"_s), part);
    }

    void aHardLinkToNothing()
    {
        TarBuilder dangling;
        dangling.hardlink("link", "nowhere");
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(dockerTar(imageOf(dangling))));
        // The layer itself is intact and may be stored: a lower layer might have the target.
        for (const QString &command : {u"ls"_s, u"import"_s, u"check"_s}) {
            const Ran ran = m_cli->run({command, m_cli->path(u"image.tar"_s)});
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.contains("layer 0: /link: "), ran.err.constData());
        }
        QCOMPARE(m_cli->run({u"images"_s}).out, QByteArray());
    }

    void wrongDiffIdIsFoundWhereItMatters()
    {
        Files files = dockerArchive({goodImage()}, DockerLayout::Skopeo);
        for (auto &[name, bytes] : files) {
            if (name.ends_with(".tar"))
                bytes[bytes.find("hello", bytes.find("etc/hello") + 20)] = 'H';
        }
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(tarOf(files)));
        // An image opened in place shows its contents; before they are stored, exported or hashed, they are verified.
        QCOMPARE(m_cli->run({u"cat"_s, m_cli->path(u"image.tar"_s), u"/etc/hello"_s}).out, QByteArray("Hello"));
        failsEverywhere(m_cli->path(u"image.tar"_s), "layer 0: its di");
    }

    void layouts_data()
    {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *name, const Files &files, const QByteArray &part) { QTest::newRow(name) << files << part; };
        row("truncated gzip", ociFiles([](Files &, std::string &layer) { layer.resize(layer.size() / 2); }), "");
        row("corrupt gzip", ociFiles([](Files &, std::string &layer) { layer[layer.size() / 2] = char(~layer[layer.size() / 2]); }),
            "layer 0: ");
        row("missing blob", ociFiles([](Files &files, std::string &) { files.erase(layerOf(files)); }), "blobs/sha256/");
        row("no index.json", ociFiles([](Files &files, std::string &) { files.erase("index.json"); }), "");
        row("index.json is not JSON", ociFiles([](Files &files, std::string &) { files["index.json"] = std::string(1, '{'); }),
            "index.json: ");
        row("empty index",
            ociFiles([](Files &files, std::string &) { files["index.json"] = R"({"schemaVersion":2,"manifests":[]})"; }), "");
    }
    void layouts()
    {
        QFETCH(Files, files);
        QFETCH(QByteArray, part);
        writeFiles(m_cli->path(u"layout"_s), files);
        failsEverywhere(m_cli->path(u"layout"_s), part);
    }

    void theOtherPlatformIsTold()
    {
        TestImage image = goodImage();
        image.architecture = u"s390x"_s;
        writeFiles(m_cli->path(u"layout"_s), ociLayout({image}));
        failsWithOneLine({u"ls"_s, m_cli->path(u"layout"_s), u"--expect-arch"_s, u"arm64"_s}, m_cli->path(u"layout"_s).toUtf8(),
                         "s390x");
    }

    void noRoomOnTheDisk_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("import") << u"import image.tar"_s;
        QTest::newRow("prebaked") << u"export image.tar out --format prebaked"_s;
        QTest::newRow("directory") << u"export image.tar out --format directory"_s;
    }
    void noRoomOnTheDisk()
    {
        QFETCH(QString, command);
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(dockerTar(goodImage())));
        QCOMPARE(m_cli->run({u"images"_s}).code, 0);
        const QStringList before = diskTree(m_cli->folder());
        // Files are limited to 100 KiB.
        const Ran ran = m_cli->shell(u"ulimit -f 100; $cli "_s + command);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.startsWith("stratoscope-cli: ") && ran.err.endsWith(": cannot write: File too large\n"),
                 ran.err.constData());
        QCOMPARE(diskTree(m_cli->folder()), before);
    }

    void aStoreThatCannotBe_data()
    {
        QTest::addColumn<QString>("store");
        QTest::newRow("a file") << u"/dev/null"_s;
        QTest::newRow("below a file") << u"/dev/null/store"_s;
        QTest::newRow("a directory that is not a store") << u"/usr"_s;
    }
    void aStoreThatCannotBe()
    {
        QFETCH(QString, store);
        const Ran ran = m_cli->run({u"images"_s, u"--store"_s, store});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.startsWith("stratoscope-cli: ") && ran.err.contains(store.toUtf8()), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
    }

    void interruptedImportLeavesTheStore()
    {
        TarBuilder layer;
        for (int n = 0; n < 40; ++n)
            layer.file("file-" + std::to_string(n), noiseOf(1'000'000));
        writeDisk(m_cli->path(u"image.tar"_s), QByteArray::fromStdString(dockerTar(imageOf(layer))));
        QCOMPARE(m_cli->run({u"images"_s}).code, 0);
        const QStringList before = diskTree(m_cli->folder());
        const auto process = m_cli->start({u"import"_s, m_cli->path(u"image.tar"_s), u"--progress=json"_s});
        QVERIFY(Command::waitForStage(*process, "index"));
        process->terminate();
        const Ran ran = Command::finish(*process);
        QCOMPARE(ran.code, 130);
        QCOMPARE(diskTree(m_cli->folder()), before);
    }
};

STRATOSCOPE_GUILESS_TEST(TestBadInput)
#include "tst_bad_input.moc"
