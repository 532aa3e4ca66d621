// SPDX-License-Identifier: Apache-2.0
#include "engine/containerd/containerd_client.h"

#include "base/cancel.h"
#include "engine/find_engines.h"
#include "export/load_into_engine.h"
#include "image/open_image.h"
#include "support/compress.h"
#include "support/image_files.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/real_engine.h"
#include "support/store.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/unix_socket.h"

#include <QTest>

#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr EnginePatience kImpatient{.answer = std::chrono::milliseconds(300), .work = std::chrono::milliseconds(300)};

/// Two layers, the second of which does not fit into one message.
TestImage largeImage()
{
    return {.layers = {TarBuilder().file("etc/hello", "lower").finish(),
                       TarBuilder().file("etc/hello", "upper").file("large", noise(9'000'000, 1)).finish()},
            .name = u"example.test/large:1"_s};
}

/// Whether a client has sent its whole request: the preface of HTTP/2, and frames up to one that ends the stream.
bool isWholeRequest(std::string_view bytes)
{
    constexpr std::size_t kPreface = 24;
    constexpr std::size_t kFrameHeader = 9;
    const auto byteAt = [&bytes](std::size_t at) { return std::size_t(std::uint8_t(bytes[at])); };
    for (std::size_t at = kPreface; at + kFrameHeader <= bytes.size();) {
        const std::size_t size = byteAt(at) << 16 | byteAt(at + 1) << 8 | byteAt(at + 2);
        const bool isData = byteAt(at + 3) == 0;
        const bool endsStream = (byteAt(at + 4) & 1) != 0;
        at += kFrameHeader + size;
        if (isData && endsStream)
            return at <= bytes.size();
    }
    return false;
}

/// A Unix socket that answers the request of each connection with these bytes, then says nothing more or hangs up.
class FixedAnswers
{
public:
    FixedAnswers(const QString &path, std::string answer, bool hangsUp)
        : m_listener(listeningSocket(path))
        , m_answer(std::move(answer))
        , m_hangsUp(hangsUp)
        , m_thread([this] { serve(); })
    {
    }
    ~FixedAnswers()
    {
        ::shutdown(m_listener.descriptor(), SHUT_RDWR);
        m_thread.join();
    }

private:
    void serve()
    {
        while (true) {
            File connection(::accept4(m_listener.descriptor(), nullptr, nullptr, SOCK_CLOEXEC), {});
            if (!connection.isOpen())
                return;
            std::string request;
            std::array<char, 4096> piece;
            while (!isWholeRequest(request)) {
                const ssize_t count = ::read(connection.descriptor(), piece.data(), piece.size());
                if (count <= 0)
                    break;
                request.append(piece.data(), std::size_t(count));
            }
            [[maybe_unused]] const auto answered = ::write(connection.descriptor(), m_answer.data(), m_answer.size());
            if (!m_hangsUp)
                m_connections.push_back(std::move(connection));
        }
    }

    const File m_listener;
    const std::string m_answer;
    const bool m_hangsUp;
    std::vector<File> m_connections;
    std::jthread m_thread; // last: it uses the others
};

} // namespace

/// containerd's API, with a real containerd where one starts, and with all that goes wrong.
class TestContainerd : public StoreTest
{
    Q_OBJECT

private:
    std::unique_ptr<RealEngine> m_engine;
    std::unique_ptr<TestFolder> m_files; ///< beside the store

    std::shared_ptr<const ContainerdClient> client() const { return need(ContainerdClient::connect(m_engine->engine(), {})); }
    Result<std::shared_ptr<const Image>> openNamed(const QString &name, const OpenOptions &options = {}) const
    {
        Store store = open();
        ProgressMeter progress;
        return openImage(name, options, store, progress, {});
    }
    QString writeArchive(const std::map<std::string, std::string> &files) const
    {
        const QString file = m_files->path() + u"/archive.tar"_s;
        writeDisk(file, QByteArray::fromStdString(tarOf(files)));
        return file;
    }
    Result<ExportReport> load(const TestImage &image, const std::stop_token &stop = {}) const
    {
        const auto opened = need(openNamed(writeArchive(dockerArchive({image}, DockerLayout::New))));
        Store store = open();
        ProgressMeter progress;
        return loadIntoEngine(*opened, m_engine->engine(), store, progress, stop);
    }
    QStringList namesOfAll() const { return need(client()->imageNames({})); }

private Q_SLOTS:
    void init()
    {
        StoreTest::init();
        m_files = std::make_unique<TestFolder>();
        m_engine = std::make_unique<RealEngine>(EngineKind::Containerd);
        qputenv("CONTAINERD_ADDRESS", m_engine->socket().toUtf8());
        qunsetenv("CONTAINERD_NAMESPACE");
        if (!m_engine->isRunning() && !QByteArray(QTest::currentTestFunction()).startsWith("explains"))
            QSKIP(m_engine->problem().constData());
    }
    void cleanup() { m_engine.reset(); }

    void loads()
    {
        const TestImage image = largeImage();
        const ExportReport report = need(load(image));
        QCOMPARE(report.path, u"containerd:example.test/large:1"_s);
        // As containerd's own command sees it: complete, and nothing left of the work.
        const QByteArray checked = m_engine->ctr({u"images"_s, u"check"_s});
        QVERIFY2(checked.contains("complete (3/3)"), checked.constData());
        QCOMPARE(m_engine->ctr({u"leases"_s, u"list"_s, u"--quiet"_s}), QByteArray());
        QCOMPARE(m_engine->ctr({u"content"_s, u"active"_s}).count('\n'), 1);
        const QString exported = m_files->path() + u"/exported.tar"_s;
        m_engine->ctr({u"images"_s, u"export"_s, exported, u"example.test/large:1"_s});
        const auto theirs = need(openNamed(exported));
        const auto ours = need(openNamed(report.path));
        QCOMPARE(ours->digest->toString(), theirs->digest->toString());
        QCOMPARE(ours->source, SourceKind::Containerd);
        QCOMPARE(ours->location, report.path);
        QCOMPARE(ours->names, QStringList{u"example.test/large:1"_s});
        for (std::size_t i = 0; i < image.layers.size(); ++i) {
            QCOMPARE(*ours->layers[i].diffId, DiffId::of(asBytes(image.layers[i])));
            QCOMPARE(*theirs->layers[i].diffId, *ours->layers[i].diffId);
        }
        QVERIFY(ours->tree->resolve("/large"));
        QVERIFY(temporaries().isEmpty());
        // Once more: it has all of it, and the name means another image afterwards.
        QCOMPARE(need(load(image)).path, report.path);
        need(load({.layers = {TarBuilder().file("other", "").finish()}, .name = image.name}));
        QVERIFY(need(openNamed(report.path))->tree->resolve("/other"));
        QCOMPARE(namesOfAll(), QStringList{u"example.test/large:1"_s});
        // By an address alone, it is recognized.
        QCOMPARE(engineStatus(need(findEngine(m_engine->socket())), {}).engine.kind, EngineKind::Containerd);
        // Without a name, it is known by its ID.
        const QString nameless = need(load({.layers = {TarBuilder().file("nameless", "").finish()}, .name = {}})).path;
        QVERIFY(need(openNamed(nameless))->tree->resolve("/nameless"));
        QVERIFY(need(openNamed(nameless))->names.isEmpty());
    }

    void lists()
    {
        need(load(
            {.layers = {TarBuilder().file("a", "a").finish()}, .name = u"docker.io/library/a:1"_s, .architecture = u"arm64"_s}));
        m_engine->ctr({u"images"_s, u"tag"_s, u"docker.io/library/a:1"_s, u"docker.io/library/b:2"_s});
        m_engine->ctr({u"images"_s, u"tag"_s, u"docker.io/library/a:1"_s, u"sha256:12"_s}); // as Kubernetes does
        qputenv("CONTAINERD_NAMESPACE", "k8s.io");
        need(load({.layers = {TarBuilder().file("c", "c").finish()}, .name = u"docker.io/library/a:1"_s}));
        need(load({.layers = {TarBuilder().file("c", "c").finish()}, .name = u"example.test/c:3"_s}));
        qunsetenv("CONTAINERD_NAMESPACE");
        m_engine->ctr({u"containers"_s, u"create"_s, u"--snapshotter"_s, u"native"_s, u"docker.io/library/b:2"_s, u"box"_s});

        EngineClient::KnownImages known;
        const auto images = need(client()->images(known, {}));
        QCOMPARE(images.size(), 2U);
        QCOMPARE(images[0].names, QStringList({u"docker.io/library/a:1"_s, u"docker.io/library/b:2"_s}));
        QCOMPARE(images[0].platform.toString(), u"linux/arm64"_s);
        QVERIFY(images[0].isInUse);
        QVERIFY(images[0].size > 1000);
        QCOMPARE(images[1].names, QStringList({u"docker.io/library/a:1"_s, u"example.test/c:3"_s}));
        QVERIFY(!images[1].isInUse);
        QCOMPARE(known.size(), 2U);
        QCOMPARE(need(client()->images(known, {})), images);
        QCOMPARE(namesOfAll(), QStringList({u"docker.io/library/a:1"_s, u"docker.io/library/b:2"_s, u"example.test/c:3"_s}));

        // A name is looked for in the usual namespace first; short names as Docker understands them.
        const auto findsFile = [this](const QString &name, const char *file) {
            const auto image = openNamed(u"containerd:"_s + name);
            return image && (*image)->tree->resolve(file).has_value();
        };
        QVERIFY(findsFile(u"a:1"_s, "/a"));
        QVERIFY(findsFile(u"example.test/c:3"_s, "/c"));
        QVERIFY(findsFile(images[1].id.left(10), "/c"));
        QVERIFY(findsFile(u"sha256:"_s + images[0].id, "/a"));
        qputenv("CONTAINERD_NAMESPACE", "k8s.io");
        QVERIFY(findsFile(u"a:1"_s, "/c"));
        qunsetenv("CONTAINERD_NAMESPACE");
        QCOMPARE(openNamed(u"containerd:nothing:1"_s).error().message(),
                 u"containerd:nothing:1: %1: has no image \"nothing:1\""_s.arg(m_engine->socket()));
        QCOMPARE(openNamed(u"containerd:@none/a"_s).error().kind, ErrorKind::NotFound);
    }

    void choosesPlatforms()
    {
        TestImage arm{.layers = {TarBuilder().file("arm", "").finish()}, .name = u"example.test/app:1"_s};
        arm.architecture = u"arm64"_s;
        const TestImage amd{.layers = {TarBuilder().file("amd", "").finish()}, .name = u"example.test/app:1"_s};
        const QString archive = m_files->path() + u"/layout.tar"_s;
        LayoutMaker maker;
        const QJsonObject index
            = maker.index({forPlatform(maker.image(amd), u"linux/amd64"_s), forPlatform(maker.image(arm), u"linux/arm64"_s)});
        writeDisk(archive, QByteArray::fromStdString(tarOf(maker.entry(named(index, u"example.test/app:1"_s)).files())));
        m_engine->ctr({u"images"_s, u"import"_s, u"--all-platforms"_s, u"--no-unpack"_s, archive});
        const QString name = u"containerd:example.test/app:1"_s;
        const auto openFor = [&](const QString &architecture) {
            OpenOptions options;
            options.platform = Platform{u"linux"_s, architecture, {}, {}, {}};
            return openNamed(name, options);
        };
        QVERIFY(need(openFor(u"amd64"_s))->tree->resolve("/amd"));
        const auto opened = need(openFor(u"arm64"_s));
        QVERIFY(opened->tree->resolve("/arm"));
        QVERIFY(opened->indexDigest);
        QCOMPARE(openFor(u"s390x"_s).error().kind, ErrorKind::WrongPlatform);
        // A part of the image is not there.
        const QString layer = need(openFor(u"arm64"_s))->layers[0].digest->toString();
        m_engine->ctr({u"content"_s, u"rm"_s, layer});
        const auto partial = openFor(u"arm64"_s);
        QVERIFY(!partial);
        QCOMPARE(partial.error().kind, ErrorKind::NotFound);
        QVERIFY2(partial.error().message().startsWith(name + u": "_s + layer + u": is missing: containerd has only a part"_s),
                 qPrintable(partial.error().message()));
        QVERIFY(temporaries().isEmpty());
    }

    void waitsForChanges()
    {
        need(load({.layers = {TarBuilder().file("a", "a").finish()}, .name = u"example.test/a:1"_s}));
        EngineClient::KnownImages known;
        const auto seen = need(client()->images(known, {}));
        std::stop_source stop;
        {
            // Nothing happens: only being cancelled ends it.
            std::jthread later([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(300));
                stop.request_stop();
            });
            QVERIFY_THROWS_EXCEPTION(Cancelled, (void)client()->waitForChange(seen, {}, stop.get_token()));
        }
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            m_engine->ctr({u"images"_s, u"tag"_s, u"example.test/a:1"_s, u"example.test/b:1"_s});
        });
        QVERIFY(client()->waitForChange(seen, {}, {}));
        later.join();
        // What has happened before is noticed, too.
        QVERIFY(client()->waitForChange(seen, {}, {}));
    }

    void leavesNothingOfWhatIsCancelled()
    {
        const auto opened = need(openNamed(writeArchive(dockerArchive({largeImage()}, DockerLayout::New))));
        Store store = open();
        std::stop_source stop;
        ProgressMeter progress([&stop](const Progress &now) {
            if (now.stage == Stage::Export && now.current > 0)
                stop.request_stop();
        });
        bool isCancelled = false;
        try {
            (void)loadIntoEngine(*opened, m_engine->engine(), store, progress, stop.get_token());
        } catch (const Cancelled &) {
            isCancelled = true;
        }
        QVERIFY(isCancelled);
        QCOMPARE(namesOfAll(), QStringList());
        QCOMPARE(m_engine->ctr({u"leases"_s, u"list"_s, u"--quiet"_s}), QByteArray());
        QCOMPARE(m_engine->ctr({u"content"_s, u"active"_s}).count('\n'), 1);
        QVERIFY(temporaries().isEmpty());
    }

    void explainsFailures_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("hangsUp");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("detail");
        const QString other = u"does not speak the API of containerd"_s;
        QTest::newRow("silent") << QByteArray() << false << int(ErrorKind::Network) << u"does not respond"_s;
        QTest::newRow("hangs up") << QByteArray() << true << int(ErrorKind::UnexpectedResponse) << other;
        QTest::newRow("HTTP/1.1") << QByteArray("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") << true
                                  << int(ErrorKind::UnexpectedResponse) << other;
        QTest::newRow("noise") << QByteArray(5000, '\xa5') << false << int(ErrorKind::UnexpectedResponse) << other;
        // An empty frame of settings, and headers: `:status: 200` (index 8 of HPACK's static table).
        const QByteArray settings("\0\0\0\x04\0\0\0\0\0", 9);
        const QByteArray headers("\0\0\x01\x01\x04\0\0\0\x01\x88", 10);
        QTest::newRow("dies midway") << settings + headers << true << int(ErrorKind::Truncated)
                                     << u"closed the connection midway"_s;
        const QByteArray cut("\0\0\x07\0\0\0\0\0\x01\0\0\0\0\x0a"
                             "ab",
                             16);
        QTest::newRow("dies in a message") << settings + headers + cut << true << int(ErrorKind::Truncated)
                                           << u"closed the connection midway"_s;
        const QByteArray huge("\0\0\x05\0\0\0\0\0\x01\0\x7f\0\0\0", 14);
        QTest::newRow("a huge message") << settings + headers + huge << false << int(ErrorKind::TooLarge)
                                        << u"answers with a message of more than 16 MiB"_s;
        const QByteArray odd("\0\0\x08\0\0\0\0\0\x01\0\0\0\0\x03\xff\xff\xff", 17);
        QTest::newRow("not a message") << settings + headers + odd << false << int(ErrorKind::Malformed)
                                       << u"answers with a message that violates its format"_s;
    }
    void explainsFailures()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, hangsUp);
        QFETCH(int, kind);
        QFETCH(QString, detail);
        const QString socket = m_files->path() + u"/socket"_s;
        const FixedAnswers server(socket, answer.toStdString(), hangsUp);
        const Engine engine{.kind = EngineKind::Containerd, .name = u"x"_s, .address = {.text = socket, .socket = socket}};
        const auto client = ContainerdClient::connect(engine, {}, kImpatient);
        QVERIFY(!client);
        QCOMPARE(int(client.error().kind), kind);
        QCOMPARE(client.error().message(), socket + u": "_s + detail);
    }

    void explainsWhatIsNotASocket()
    {
        const Engine remote{.kind = EngineKind::Containerd,
                            .name = u"x"_s,
                            .address = {.text = u"tcp://127.0.0.1:1"_s, .url = "http://127.0.0.1:1"}};
        QCOMPARE(engineStatus(remote, {}).error->message(),
                 u"tcp://127.0.0.1:1: is not the path of a Unix socket; containerd listens on one"_s);
        const Engine missing{.kind = EngineKind::Containerd,
                             .name = u"x"_s,
                             .address = {.text = m_files->path() + u"/none"_s, .socket = m_files->path() + u"/none"_s}};
        const EngineStatus status = engineStatus(missing, {});
        QCOMPARE(status.state(), "missing"_L1);
        QVERIFY2(status.error->detail.contains("CONTAINERD_ADDRESS"_L1), qPrintable(status.error->detail));
    }
};

STRATOSCOPE_GUILESS_TEST(TestContainerd)
#include "tst_containerd.moc"
