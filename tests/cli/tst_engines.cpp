// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "engine/engine_client.h"
#include "engine/find_engines.h"
#include "export/load_into_engine.h"
#include "image/open_image.h"
#include "store/store.h"
#include "store/store_files.h"
#include "support/command.h"
#include "support/compress.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/real_engine.h"
#include "support/stalling_socket.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

TestImage imageForEngines()
{
    return {.layers = {TarBuilder().dir("etc/").file("etc/hello", "lower").file("etc/gone", "gone").finish(),
                       TarBuilder().file("etc/hello", "upper").file("etc/.wh.gone").symlink("link", "etc/hello").finish()},
            .name = u"localhost/app:1"_s};
}

constexpr std::size_t kLarge = 20'000'000;

/// Two layers of that size.
TestImage largeImage(unsigned seed)
{
    return {.layers = {TarBuilder().file("noise", noise(kLarge, seed)).finish(),
                       TarBuilder().file("more", noise(kLarge, seed + 1)).finish()},
            .name = u"localhost/large-%1:1"_s.arg(seed)};
}

/// What an engine lists: `ID NAME…`, sorted.
QStringList imagesIn(const RealEngine &engine)
{
    EngineClient::KnownImages known;
    const auto client = need(EngineClient::connect(engine.engine(), {}));
    QStringList lines;
    for (const EngineImage &image : need(client->images(known, {})))
        lines << image.id + u' ' + image.names.join(u' ');
    lines.sort();
    return lines;
}

QStringList diffIdsOf(const Ran &ran)
{
    QStringList ids;
    for (const QJsonValue &layer : ran.json()[u"layers"_s].toArray())
        ids << layer[u"diffId"_s].toString();
    return ids;
}

} // namespace

/// The command line with real engines, each with a storage and a socket of the test's own.
class TestEngines : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Command> m_cli;
    std::unique_ptr<RealEngine> m_docker;
    std::unique_ptr<RealEngine> m_podman;
    std::unique_ptr<RealEngine> m_containerd;

    RealEngine &engine(const QString &prefix) const
    {
        return prefix == "podman"_L1 ? *m_podman : prefix == "containerd"_L1 ? *m_containerd : *m_docker;
    }

    static void addEngines()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("name");
        QTest::newRow("Docker") << u"docker-daemon"_s << u"docker"_s;
        QTest::newRow("Podman") << u"podman"_s << u"podman"_s;
        QTest::newRow("containerd") << u"containerd"_s << u"containerd"_s;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_docker = std::make_unique<RealEngine>(EngineKind::Docker);
        m_podman = std::make_unique<RealEngine>(EngineKind::Podman);
        m_containerd = std::make_unique<RealEngine>(EngineKind::Containerd);
        qputenv("CONTAINERD_ADDRESS", m_containerd->socket().toUtf8());
        qputenv("DOCKER_HOST", m_docker->address().toUtf8());
        qputenv("CONTAINER_HOST", m_podman->address().toUtf8());
    }
    void cleanupTestCase()
    {
        m_docker.reset();
        m_podman.reset();
        m_containerd.reset();
    }
    void init()
    {
        m_cli = std::make_unique<Command>();
        writeDisk(m_cli->path(u"image.tar"_s),
                  QByteArray::fromStdString(tarOf(dockerArchive({imageForEngines()}, DockerLayout::New))));
    }

    void listsEngines_data() { addEngines(); }
    void listsEngines()
    {
        QFETCH(QString, prefix);
        QFETCH(QString, name);
        if (!engine(prefix).isRunning())
            QSKIP(engine(prefix).problem().constData());
        const Ran ran = m_cli->run({u"engines"_s, u"--json"_s});
        QCOMPARE(ran.code, 0);
        for (const QJsonObject &line : ran.lines()) {
            if (line[u"name"_s] != name)
                continue;
            QCOMPARE(line[u"socket"_s].toString(), engine(prefix).socket());
            QCOMPARE(line[u"state"_s].toString(), u"running"_s);
            QCOMPARE(line[u"kind"_s].toString(), name);
            QVERIFY(!line[u"version"_s].toString().isEmpty());
            return;
        }
        QFAIL(ran.out.constData());
    }

    void loadsAndOpens_data() { addEngines(); }
    void loadsAndOpens()
    {
        QFETCH(QString, prefix);
        QFETCH(QString, name);
        if (!engine(prefix).isRunning())
            QSKIP(engine(prefix).problem().constData());
        const QString archive = m_cli->path(u"image.tar"_s);
        const QString image = prefix + u":localhost/app:1"_s;
        const Ran loaded = m_cli->run({u"load"_s, archive, name, u"--json"_s});
        QVERIFY2(loaded.code == 0, loaded.err.constData());
        const bool isContainerd = prefix == "containerd"_L1;
        QCOMPARE(loaded.json()[u"format"_s].toString(), isContainerd ? u"oci"_s : u"docker-archive"_s);
        QCOMPARE(loaded.json()[u"path"_s].toString(), image);
        QVERIFY(loaded.json()[u"bytes"_s].toInt() > 0);

        const Ran list = m_cli->run({u"ls"_s, image, u"-R"_s, u"--json"_s});
        QVERIFY2(list.code == 0, list.err.constData());
        QCOMPARE(list.out, m_cli->run({u"ls"_s, archive, u"-R"_s, u"--json"_s}).out);
        QCOMPARE(m_cli->run({u"cat"_s, image, u"/link"_s}).out, "upper");
        const Ran inspected = m_cli->run({u"inspect"_s, image, u"--json"_s});
        QCOMPARE(inspected.json()[u"kind"_s].toString(), prefix);
        QCOMPARE(diffIdsOf(inspected), diffIdsOf(m_cli->run({u"inspect"_s, archive, u"--json"_s})));
        QVERIFY(m_cli->run({u"verify"_s, image}).out.contains(": valid"));
        const Ran same = m_cli->run({u"diff"_s, archive, image, u"--exit-code"_s});
        QVERIFY2(same.code == 0, (same.out + same.err).constData());
        // By its ID as well: the digest of its manifest or of its config.
        const QString id = inspected.json()[isContainerd ? u"digest"_s : u"configDigest"_s].toString().mid(7, 12);
        QCOMPARE(m_cli->run({u"cat"_s, prefix + u':' + id, u"/etc/hello"_s}).out, "upper");

        const QString exported = m_cli->path(u"exported.tar"_s);
        QCOMPARE(m_cli->run({u"export"_s, image, exported, u"--format"_s, u"oci-archive"_s}).code, 0);
        QCOMPARE(diffIdsOf(m_cli->run({u"inspect"_s, exported, u"--json"_s})), diffIdsOf(inspected));
        QCOMPARE(m_cli->run({u"import"_s, image}).code, 0);
        QCOMPARE(m_cli->run({u"cat"_s, u"localhost/app:1"_s, u"/etc/hello"_s}).out, "upper");
        QVERIFY(m_cli->shell(u"$cli __complete ls "_s + prefix + u":loc"_s).out.contains(image.toUtf8() + '\n'));

        const Ran missing = m_cli->run({u"ls"_s, prefix + u":nothing:1"_s});
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.startsWith("stratoscope-cli: " + prefix.toUtf8() + ":nothing:1: "), missing.err.constData());
        QCOMPARE(missing.err.count('\n'), 1);
    }

    void interruptedLoad_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("name");
        QTest::addColumn<unsigned>("seed"); // each is another image
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("Docker, cancelled") << u"docker-daemon"_s << u"docker"_s << 1U << false;
        QTest::newRow("Docker, killed") << u"docker-daemon"_s << u"docker"_s << 3U << true;
        QTest::newRow("Podman, cancelled") << u"podman"_s << u"podman"_s << 1U << false;
        QTest::newRow("Podman, killed") << u"podman"_s << u"podman"_s << 3U << true;
    }
    void interruptedLoad()
    {
        QFETCH(const QString, prefix);
        QFETCH(const QString, name);
        QFETCH(const unsigned, seed);
        QFETCH(const bool, isKilled);
        if (!engine(prefix).isRunning())
            QSKIP(engine(prefix).problem().constData());
        const QString archive = m_cli->path(u"large.tar"_s);
        writeDisk(archive, QByteArray::fromStdString(tarOf(dockerArchive({largeImage(seed)}, DockerLayout::New))));
        const QStringList before = imagesIn(engine(prefix));
        {
            const StallingSocket socket(m_cli->path(u"socket"_s), engine(prefix).socket(), kLarge * 3 / 2);
            const QString address = u"unix://"_s + m_cli->path(u"socket"_s);
            if (isKilled) {
                const auto process = m_cli->start({u"load"_s, archive, address});
                while (!socket.isStalling() && !process->waitForFinished(10)) { }
                process->kill();
                const Ran ran = Command::finish(*process);
                QVERIFY2(ran.code == 128 + SIGKILL, (ran.out + ran.err).constData());
            } else {
                Store store = need(Store::open(m_cli->storePath()));
                ProgressMeter silent;
                const auto image = need(openImage(archive, {}, store, silent, {}));
                std::stop_source source;
                const std::jthread canceller([&socket, &source] {
                    while (!socket.isStalling())
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                    source.request_stop();
                });
                QVERIFY_THROWS_EXCEPTION(
                    Cancelled, need(loadIntoEngine(*image, need(findEngine(address)), store, silent, source.get_token())));
            }
            QCOMPARE(imagesIn(engine(prefix)), before);
        }
        QCOMPARE(filesIn(m_cli->storePath() + u"/tmp"_s), QStringList());

        // It is complete, and the only one that has come, however late the engine has noticed.
        const Ran loaded = m_cli->run({u"load"_s, archive, name});
        QVERIFY2(loaded.code == 0, loaded.err.constData());
        QStringList after = imagesIn(engine(prefix));
        QCOMPARE(after.removeIf([&before](const QString &line) { return !before.contains(line); }), 1);
        QCOMPARE(after, before);
        const QString image = u"%1:localhost/large-%2:1"_s.arg(prefix).arg(seed);
        const Ran same = m_cli->run({u"diff"_s, archive, image, u"--exit-code"_s});
        QVERIFY2(same.code == 0, (same.out + same.err).constData());
        QVERIFY(m_cli->run({u"verify"_s, image}).out.contains(": valid"));
    }

    void readsPodmansStorage()
    {
        if (!m_podman->isRunning())
            QSKIP(m_podman->problem().constData());
        const QString archive = m_cli->path(u"image.tar"_s);
        QCOMPARE(m_cli->run({u"load"_s, archive, u"podman"_s}).code, 0);
        const QString image = u"containers-storage:[vfs@%1]localhost/app:1"_s.arg(m_podman->storage());
        const Ran inspected = m_cli->run({u"inspect"_s, image, u"--json"_s});
        QVERIFY2(inspected.code == 0, inspected.err.constData());
        QCOMPARE(inspected.json()[u"kind"_s].toString(), u"containers-storage"_s);
        QCOMPARE(diffIdsOf(inspected), diffIdsOf(m_cli->run({u"inspect"_s, archive, u"--json"_s})));
        QCOMPARE(m_cli->run({u"ls"_s, image, u"-R"_s, u"--json"_s}).out, m_cli->run({u"ls"_s, archive, u"-R"_s, u"--json"_s}).out);
        QVERIFY(m_cli->run({u"verify"_s, image}).out.contains(": valid"));
    }
};

STRATOSCOPE_GUILESS_TEST(TestEngines)
#include "tst_engines.moc"
