// SPDX-License-Identifier: Apache-2.0
#include "engine/open_local.h"

#include "engine/find_engines.h"
#include "export/load_into_engine.h"
#include "image/import_image.h"
#include "image/open_image.h"
#include "support/engine_server.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/store.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const TestImage &testImage()
{
    static const TestImage image{.layers = {TarBuilder().file("etc/hello", "lower").finish(),
                                            TarBuilder().file("etc/hello", "upper").file("etc/more", "more").finish()}};
    return image;
}

std::string archiveOf(DockerLayout layout, Compression compression = Compression::None)
{
    TestImage image = testImage();
    image.compression = compression;
    return tarOf(dockerArchive({image}, layout));
}

} // namespace

/// Images of engines, opened as any other.
class TestOpenLocal : public StoreTest
{
    Q_OBJECT

private:
    static void use(const EngineServer &server)
    {
        qputenv("DOCKER_HOST", server.address().toUtf8());
        qputenv("CONTAINER_HOST", server.address().toUtf8());
    }
    Result<std::shared_ptr<const Image>> openNamed(const QString &name, const OpenOptions &options = {}) const
    {
        Store store = open();
        ProgressMeter progress;
        return openImage(name, options, store, progress, {});
    }

private Q_SLOTS:
    void parsesNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("image");
        QTest::newRow("Docker") << u"docker-daemon:app:1"_s << QString() << u"app:1"_s;
        QTest::newRow("an engine") << u"docker-daemon:@rootless/example.test/app:1"_s << u"rootless"_s << u"example.test/app:1"_s;
        QTest::newRow("Podman") << u"podman:localhost/app@sha256:12"_s << QString() << u"localhost/app@sha256:12"_s;
        QTest::newRow("containerd") << u"containerd:docker.io/library/app:1"_s << QString() << u"docker.io/library/app:1"_s;
        QTest::newRow("storage") << u"containers-storage:app"_s << QString() << u"app"_s;
        QTest::newRow("a store") << u"containers-storage:[vfs@/a/b+/run]app"_s << u"vfs@/a/b+/run"_s << u"app"_s;
    }
    void parsesNames()
    {
        QFETCH(QString, text);
        QFETCH(QString, engine);
        QFETCH(QString, image);
        const ImageName name = need(ImageName::parse(text));
        QVERIFY(name.isLocal());
        QVERIFY(!name.isFile());
        QCOMPARE(name.engine, engine);
        QCOMPARE(name.path, image);
        QCOMPARE(absoluteImageName(text), text);
        if (const auto kind = engineKindOf(*name.kind))
            QCOMPARE(engineImageName(*kind, engine, image), text);
    }

    void refusesNames()
    {
        for (const QString &text : {u"docker-daemon:"_s, u"podman:@x/"_s, u"containers-storage:[overlay@/a]"_s})
            QCOMPARE(ImageName::parse(text).error().kind, ErrorKind::Invalid);
    }

    void opens_data()
    {
        QTest::addColumn<int>("engine");
        QTest::addColumn<std::string>("archive");
        QTest::newRow("Docker, old layout") << int(RecordedEngine::Docker20) << archiveOf(DockerLayout::Old);
        QTest::newRow("Docker, new layout") << int(RecordedEngine::Docker28) << archiveOf(DockerLayout::New);
        QTest::newRow("Docker, compressed layers")
            << int(RecordedEngine::Docker28) << archiveOf(DockerLayout::New, Compression::Gzip);
        QTest::newRow("Podman") << int(RecordedEngine::Podman5) << archiveOf(DockerLayout::Skopeo);
    }
    void opens()
    {
        QFETCH(int, engine);
        QFETCH(std::string, archive);
        const EngineServer server(RecordedEngine(engine), archive);
        use(server);
        const bool isPodman = RecordedEngine(engine) >= RecordedEngine::Podman4;
        const auto image = need(openNamed(isPodman ? u"podman:app"_s : u"docker-daemon:app"_s));
        QCOMPARE(image->source, isPodman ? SourceKind::Podman : SourceKind::DockerDaemon);
        QCOMPARE(image->location, isPodman ? u"podman:app"_s : u"docker-daemon:app"_s);
        QCOMPARE(image->names, QStringList{u"example.test/app:1"_s});
        const std::vector<std::string> &layers = testImage().layers;
        QCOMPARE(image->layers.size(), layers.size());
        for (std::size_t i = 0; i < layers.size(); ++i)
            QCOMPARE(*image->layers[i].diffId, DiffId::of(asBytes(layers[i])));
        QVERIFY(image->tree->resolve("/etc/more"));
        QVERIFY(temporaries().isEmpty());
    }

    void leavesNothingBehind_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("kind");
        QTest::newRow("hangs up") << int(EngineFault::HangsUp) << int(ErrorKind::Truncated);
        QTest::newRow("too new") << int(EngineFault::TooNew) << int(ErrorKind::Unsupported);
        QTest::newRow("an error") << int(EngineFault::ServerError) << int(ErrorKind::Io);
    }
    void leavesNothingBehind()
    {
        QFETCH(int, fault);
        QFETCH(int, kind);
        const EngineServer server(RecordedEngine::Docker20, archiveOf(DockerLayout::New), EngineFault(fault));
        use(server);
        const auto image = openNamed(u"docker-daemon:app"_s);
        QVERIFY(!image);
        QCOMPARE(int(image.error().kind), kind);
        QVERIFY2(image.error().message().startsWith("docker-daemon:app: "_L1), qPrintable(image.error().message()));
        QVERIFY(!image.error().message().contains(u'\n'));
        QVERIFY(temporaries().isEmpty());
    }

    void refusesWhatIsNotAnArchive()
    {
        const EngineServer server(RecordedEngine::Docker20, TarBuilder().file("other", "x").finish());
        use(server);
        const auto image = openNamed(u"docker-daemon:app"_s);
        QVERIFY(!image);
        QCOMPARE(image.error().kind, ErrorKind::Malformed);
        QVERIFY(image.error().message().contains("has no manifest.json"_L1));
    }

    void refusesOtherPlatforms()
    {
        const EngineServer server(RecordedEngine::Docker20, archiveOf(DockerLayout::New));
        use(server);
        OpenOptions options;
        options.platform = need(Platform::parse(u"linux/s390x"));
        QCOMPARE(openNamed(u"docker-daemon:app"_s, options).error().kind, ErrorKind::WrongPlatform);
    }

    void imports()
    {
        const EngineServer server(RecordedEngine::Docker20, archiveOf(DockerLayout::New));
        use(server);
        Store store = open();
        ProgressMeter progress;
        const ImportReport report = need(importImage(u"docker-daemon:app"_s, {}, store, progress, {}));
        QCOMPARE(report.image.reference, u"example.test/app:1"_s);
        QCOMPARE(report.image.source, u"docker-daemon:app"_s);
    }

    void loads()
    {
        const EngineServer server(RecordedEngine::Docker20, archiveOf(DockerLayout::New));
        use(server);
        Store store = open();
        ProgressMeter progress;
        const auto image = need(openNamed(u"docker-daemon:app"_s));
        const ExportReport report = need(loadIntoEngine(*image, need(findEngine(u"docker"_s)), store, progress, {}));
        QCOMPARE(report.path, u"docker-daemon:example.test/app:1"_s);
        const std::string sent = server.loaded().toStdString();
        QVERIFY(sent.find("manifest.json") != std::string::npos);
        QVERIFY(sent.find(testImage().layers.back()) != std::string::npos);
    }

    void failsToLoad()
    {
        const EngineServer server(RecordedEngine::Docker20, archiveOf(DockerLayout::New), EngineFault::RefusesLoad);
        use(server);
        Store store = open();
        ProgressMeter progress;
        const auto image = need(openNamed(u"docker-daemon:app"_s));
        const auto report = loadIntoEngine(*image, server.engine(), store, progress, {});
        QVERIFY(!report);
        QVERIFY2(report.error().message().contains("no space left on device"_L1), qPrintable(report.error().message()));
    }
};

STRATOSCOPE_GUILESS_TEST(TestOpenLocal)
#include "tst_open_local.moc"
