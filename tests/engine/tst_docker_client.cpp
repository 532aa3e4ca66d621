// SPDX-License-Identifier: Apache-2.0
#include "engine/docker_client.h"

#include "base/cancel.h"
#include "engine/docker_contexts.h"
#include "engine/find_engines.h"
#include "support/certificates.h"
#include "support/disk_tree.h"
#include "support/engine_server.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/sources.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/unix_socket.h"

#include <QSslSocket>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

Q_DECLARE_METATYPE(stratoscope::test::RecordedEngine)
Q_DECLARE_METATYPE(stratoscope::test::EngineFault)

namespace {

constexpr EnginePatience kShort{.answer = std::chrono::milliseconds(300), .work = std::chrono::milliseconds(300)};

std::string someArchive()
{
    return tarOf(dockerArchive({{.layers = {TarBuilder().file("etc/hello", "hello").finish()}}}, DockerLayout::New));
}

/// A Unix socket on which nobody listens any more, as an engine leaves it that was killed.
void leaveSocket(const QString &path)
{
    boundSocket(path);
}

Engine atPath(EngineKind kind, const QString &path)
{
    return {.kind = kind, .name = u"test"_s, .address = {.text = path, .socket = path}};
}

} // namespace

/// The client, with recorded answers of all versions, and with all that goes wrong.
class TestDockerClient : public QObject
{
    Q_OBJECT

private:
    std::string m_archive = someArchive();

private Q_SLOTS:
    void talksToAll_data()
    {
        QTest::addColumn<RecordedEngine>("engine");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("isPodman");
        QTest::addColumn<QString>("saved");
        QTest::newRow("Docker 17.03") << RecordedEngine::Docker17 << u"17.03.2-ce"_s << false
                                      << u"GET /v1.26/images/example.test/app:1/get"_s;
        QTest::newRow("Docker 20.10") << RecordedEngine::Docker20 << u"20.10.24+dfsg1"_s << false
                                      << u"GET /v1.41/images/example.test/app:1/get"_s;
        QTest::newRow("Docker 28")
            << RecordedEngine::Docker28 << u"28.0.1"_s << false
            << u"GET /v1.48/images/example.test/app:1/get?platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22"
               "arm64%22%2C%22variant%22%3A%22v8%22%7D"_s;
        QTest::newRow("Podman 4") << RecordedEngine::Podman4 << u"4.3.1"_s << true
                                  << u"GET /v4.3.1/libpod/images/example.test/app:1/get?format=docker-archive"_s;
        QTest::newRow("Podman 5") << RecordedEngine::Podman5 << u"5.4.2"_s << true
                                  << u"GET /v5.4.2/libpod/images/example.test/app:1/get?format=docker-archive"_s;
    }
    void talksToAll()
    {
        QFETCH(RecordedEngine, engine);
        QFETCH(QString, version);
        QFETCH(bool, isPodman);
        QFETCH(QString, saved);
        const EngineServer server(engine, m_archive);
        const auto client = need(DockerClient::connect(server.engine(), {}));
        QCOMPARE(client->version(), version);
        QCOMPARE(client->engine().kind == EngineKind::Podman, isPodman);

        EngineClient::KnownImages known;
        const auto images = need(client->images(known, {}));
        QCOMPARE(images.size(), 2U);
        QCOMPARE(images[0].id, EngineServer::imageId());
        QCOMPARE(images[0].names, QStringList{u"example.test/app:1"_s});
        QCOMPARE(images[0].size, isPodman ? 1479500U : 1220598U);
        QCOMPARE(images[0].created, QDateTime(QDate(2018, 12, 28), QTime(20, 44, 23), Qt::UTC));
        QCOMPARE(images[0].platform.toString(), u"linux/amd64"_s);
        QVERIFY(images[0].isInUse);
        QCOMPARE(images[1].names, QStringList());
        QVERIFY(!images[1].isInUse);
        QCOMPARE(client->imageNames({}).value_or(QStringList()), QStringList{u"example.test/app:1"_s});
        // What is known is not asked for again.
        const qsizetype asked = server.requests().size();
        QCOMPARE(need(client->images(known, {})), images);
        QCOMPARE(server.requests().size(), asked + 2);

        const auto archive = need(client->save(u"example.test/app:1"_s, Platform{u"linux"_s, u"arm64"_s, u"v8"_s, {}, {}}, {}));
        QVERIFY(need(readToEnd(*archive)) == m_archive);
        QCOMPARE(server.requests().last(), saved);

        const auto load = client->load({});
        QVERIFY(load->append(asBytes(std::string_view(m_archive).substr(0, 100))));
        QVERIFY(load->append(asBytes(std::string_view(m_archive).substr(100))));
        QVERIFY(load->finish());
        QCOMPARE(load->loaded(), QStringList{u"example.test/app:1"_s});
        QVERIFY(server.loaded() == QByteArray::fromStdString(m_archive));
    }

    void loadsWhatIsLarge()
    {
        const EngineServer server(RecordedEngine::Docker20, m_archive);
        const auto load = need(DockerClient::connect(server.engine(), {}))->load({});
        const std::string piece(3 << 20, 'x');
        for (int i = 0; i < 8; ++i)
            QVERIFY(load->append(asBytes(piece)));
        QVERIFY(load->finish());
        QCOMPARE(server.loaded().size(), qsizetype(8 * piece.size()));
    }

    void waitsForChanges()
    {
        EngineServer server(RecordedEngine::Podman4, m_archive);
        const auto client = need(DockerClient::connect(server.engine(), {}, kShort));
        std::jthread later([&server] {
            while (!server.requests().last().contains("/events"_L1))
                std::this_thread::yield();
            server.change();
        });
        QVERIFY(client->waitForChange({}, QDateTime::fromSecsSinceEpoch(1700000000), {}));
        QVERIFY2(server.requests().last().startsWith("GET /v4.3.1/libpod/events?since=1700000000&filters=%7B%22type%22"_L1),
                 qPrintable(server.requests().last()));
    }

    void isCancelled()
    {
        const EngineServer server(RecordedEngine::Docker20, m_archive);
        const auto client = need(DockerClient::connect(server.engine(), {}));
        std::stop_source stop;
        std::jthread later([&] {
            while (!server.requests().last().contains("/events"_L1))
                std::this_thread::yield();
            stop.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)client->waitForChange({}, QDateTime::currentDateTimeUtc(), stop.get_token()));
    }

    void failsToConnect_data()
    {
        QTest::addColumn<EngineFault>("fault");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("detail");
        QTest::newRow("stalls") << EngineFault::Stalls << int(ErrorKind::Network) << u"does not respond"_s;
        QTest::newRow("too new") << EngineFault::TooNew << int(ErrorKind::Unsupported)
                                 << u"speaks the versions 1.90 to 1.99 of the Docker API; this program speaks 1.24 to 1.52"_s;
        QTest::newRow("too old") << EngineFault::TooOld << int(ErrorKind::Unsupported)
                                 << u"speaks the versions 1.12 to 1.18 of the Docker API; this program speaks 1.24 to 1.52"_s;
        QTest::newRow("a web server") << EngineFault::NotAnEngine << int(ErrorKind::UnexpectedResponse)
                                      << u"does not speak the API of an engine"_s;
        QTest::newRow("an error") << EngineFault::ServerError << int(ErrorKind::Io) << u"database is locked"_s;
    }
    void failsToConnect()
    {
        QFETCH(EngineFault, fault);
        QFETCH(int, kind);
        QFETCH(QString, detail);
        const EngineServer server(RecordedEngine::Docker20, m_archive, fault);
        const auto client = DockerClient::connect(server.engine(), {}, kShort);
        QVERIFY(!client);
        QCOMPARE(int(client.error().kind), kind);
        QCOMPARE(client.error().subject, server.address());
        QCOMPARE(client.error().detail, detail);
    }

    void failsToList_data()
    {
        QTest::addColumn<EngineFault>("fault");
        QTest::addColumn<int>("kind");
        QTest::newRow("no JSON") << EngineFault::NoJson << int(ErrorKind::Truncated);
        QTest::newRow("endless") << EngineFault::Endless << int(ErrorKind::TooLarge);
    }
    void failsToList()
    {
        QFETCH(EngineFault, fault);
        QFETCH(int, kind);
        const EngineServer server(RecordedEngine::Docker20, m_archive, fault);
        const auto client = need(DockerClient::connect(server.engine(), {}));
        EngineClient::KnownImages known;
        const auto images = client->images(known, {});
        QVERIFY(!images);
        QCOMPARE(int(images.error().kind), kind);
    }

    void failsToSave_data()
    {
        QTest::addColumn<EngineFault>("fault");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("detail");
        QTest::newRow("stalls midway") << EngineFault::StallsMidway << int(ErrorKind::Network) << u"does not respond"_s;
        QTest::newRow("hangs up") << EngineFault::HangsUp << int(ErrorKind::Truncated) << u"closed the connection midway"_s;
    }
    void failsToSave()
    {
        QFETCH(EngineFault, fault);
        QFETCH(int, kind);
        QFETCH(QString, detail);
        const EngineServer server(RecordedEngine::Docker20, m_archive, fault);
        const auto client = need(DockerClient::connect(server.engine(), {}, kShort));
        const auto archive = need(client->save(u"app"_s, {}, {}));
        const auto read = readToEnd(*archive);
        QVERIFY(!read);
        QCOMPARE(int(read.error().kind), kind);
        QCOMPARE(read.error().detail, detail);
    }

    void doesNotFindImages()
    {
        const EngineServer server(RecordedEngine::Docker20, m_archive);
        const auto client = need(DockerClient::connect(server.engine(), {}));
        const auto missing = client->image(u"nothing"_s, {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::NotFound);
        QCOMPARE(missing.error().detail, u"No such image: nothing"_s);
        for (const QString &name : {u"../containers/c1"_s, u"a?b=c"_s, u"a b"_s, u"/a"_s, u"a/"_s, QString(), u"ä"_s}) {
            const qsizetype before = server.requests().size();
            const auto odd = client->image(name, {});
            QVERIFY(!odd);
            QCOMPARE(odd.error().kind, ErrorKind::Invalid);
            QCOMPARE(server.requests().size(), before);
        }
    }

    void failsToLoad_data()
    {
        QTest::addColumn<EngineFault>("fault");
        QTest::addColumn<QString>("detail");
        QTest::newRow("refused") << EngineFault::RefusesLoad << u"no space left on device"_s;
        QTest::newRow("in the answer") << EngineFault::FailsToLoad << u"archive/tar: invalid tar header"_s;
    }
    void failsToLoad()
    {
        QFETCH(EngineFault, fault);
        QFETCH(QString, detail);
        const EngineServer server(RecordedEngine::Docker20, m_archive, fault);
        const auto load = need(DockerClient::connect(server.engine(), {}))->load({});
        QVERIFY(load->append(asBytes(m_archive)));
        const auto finished = load->finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::Io);
        QCOMPARE(finished.error().detail, detail);
        QVERIFY(server.loaded().isEmpty());
    }

    void loadsNothingOfWhatIsAbandoned()
    {
        const EngineServer server(RecordedEngine::Docker20, m_archive);
        {
            const auto load = need(DockerClient::connect(server.engine(), {}))->load({});
            QVERIFY(load->append(asBytes(std::string_view(m_archive).substr(0, 5000))));
        }
        QVERIFY(server.loaded().isEmpty());
    }

    void explainsMissingSockets()
    {
        const TestFolder folder;
        const QString path = folder.path() + u"/socket"_s;
        const auto stateAt = [&](EngineKind kind) { return engineStatus(atPath(kind, path), {}); };

        EngineStatus status = stateAt(EngineKind::Docker);
        QCOMPARE(status.state(), "missing"_L1);
        QCOMPARE(status.error->message(),
                 path + u": does not exist: Docker is not running there; start Docker, or set DOCKER_HOST to where it is"_s);
        status = stateAt(EngineKind::Podman);
        QVERIFY2(status.error->detail.contains("systemctl --user enable --now podman.socket"_L1), qPrintable(status.error->detail));

        leaveSocket(path);
        status = stateAt(EngineKind::Docker);
        QCOMPARE(status.state(), "failed"_L1);
        QVERIFY2(status.error->detail.startsWith("nothing answers there"_L1), qPrintable(status.error->detail));
        QFile::remove(path);
        writeDisk(path);
        QCOMPARE(stateAt(EngineKind::Docker).error->detail, u"is not a socket"_s);

        QFile::remove(path);
        leaveSocket(path);
        ::chmod(QFile::encodeName(path).constData(), 0600);
        giveToUser(folder.path());
        const QString forbidden = asUser([&] {
            const EngineStatus docker = stateAt(EngineKind::Docker);
            return docker.state() + u' ' + docker.error->detail + u' ' + stateAt(EngineKind::Podman).error->detail + u' '
                + stateAt(EngineKind::Containerd).error->detail;
        });
        if (isRoot()) {
            QVERIFY2(forbidden.startsWith("forbidden "_L1), qPrintable(forbidden));
            QVERIFY2(forbidden.contains("usermod -aG docker"_L1) && forbidden.contains("run Docker rootless"_L1)
                         && forbidden.contains("podman.socket"_L1) && forbidden.contains("containerd's socket belongs to root"_L1),
                     qPrintable(forbidden));
        }
    }

    void speaksTls()
    {
        const TestAuthority authority;
        QSslConfiguration tls = authority.configuration();
        tls.setPeerVerifyMode(QSslSocket::VerifyPeer); // asks for the client's certificate
        tls.setCaCertificates(QSslCertificate::fromPath(authority.authorityPath()));
        const EngineServer server(RecordedEngine::Docker28, m_archive, EngineFault::None, tls);
        const TestFolder folder;
        const auto stateWith = [&](bool verify) {
            Engine engine = server.engine();
            useTls(engine.address, folder.path(), verify);
            return engineStatus(engine, {});
        };
        writeDisk(folder.path() + u"/cert.pem"_s, readDisk(authority.certificatePath()));
        writeDisk(folder.path() + u"/key.pem"_s, readDisk(authority.keyPath()));
        EngineStatus status = stateWith(true);
        QVERIFY(status.error);
        QCOMPARE(status.error->kind, ErrorKind::Tls);
        QVERIFY2(status.error->detail.contains("DOCKER_CERT_PATH"_L1), qPrintable(status.error->detail));
        QCOMPARE(stateWith(false).version, u"28.0.1"_s);
        writeDisk(folder.path() + u"/ca.pem"_s, readDisk(authority.authorityPath()));
        QCOMPARE(stateWith(true).version, u"28.0.1"_s);
        QFile::remove(folder.path() + u"/cert.pem"_s);
        QFile::remove(folder.path() + u"/key.pem"_s);
        QCOMPARE(stateWith(true).state(), "failed"_L1);
        // Plain HTTP is not an answer.
        QCOMPARE(engineStatus(server.engine(), {}).state(), "failed"_L1);
    }

    void explainsUnreachableHosts()
    {
        const Engine closed{
            .kind = EngineKind::Docker, .name = u"x"_s, .address = need(parseEngineAddress(u"tcp://127.0.0.1:1"_s))};
        const auto status = engineStatus(closed, {});
        QCOMPARE(status.state(), "failed"_L1);
        QVERIFY2(status.error->message().startsWith("tcp://127.0.0.1:1: cannot be reached"_L1),
                 qPrintable(status.error->message()));
        const Engine plain{
            .kind = EngineKind::Docker, .name = u"x"_s, .address = need(parseEngineAddress(u"https://127.0.0.1:1"_s))};
        QCOMPARE(engineStatus(plain, {}).state(), "failed"_L1);
    }
};

STRATOSCOPE_GUILESS_TEST(TestDockerClient)
#include "tst_docker_client.moc"
