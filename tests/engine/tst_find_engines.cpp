// SPDX-License-Identifier: Apache-2.0
#include "engine/find_engines.h"

#include "engine/docker_contexts.h"
#include "oci/digest.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

/// Where engines are looked for, in an environment of the test's own. What there is of the machine's own is left out.
class TestFindEngines : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestFolder> m_home;

    void writeContext(const QString &name, const QByteArray &endpoint) const
    {
        const QString key = Digest::ofDocument(name.toUtf8()).hex();
        writeDisk(u"%1/.docker/contexts/meta/%2/meta.json"_s.arg(m_home->path(), key),
                  R"({"Name":")" + name.toUtf8() + R"(","Metadata":{},"Endpoints":{"docker":)" + endpoint + "}}");
    }
    /// `NAME ADDRESS` of each of a kind, without the machine's own sockets.
    static QStringList found(EngineKind kind)
    {
        QStringList all;
        for (const Engine &engine : findEngines()) {
            const bool isOwn = engine.address.text.startsWith("/var/run/"_L1) || engine.address.text.startsWith("/run/"_L1);
            if (engine.kind == kind && !isOwn)
                all << engine.name + u' ' + engine.address.text;
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<TestFolder>();
        qputenv("HOME", m_home->path().toUtf8());
        qputenv("XDG_RUNTIME_DIR", (m_home->path() + u"/run"_s).toUtf8());
        for (const char *const name : {"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS", "DOCKER_TLS_VERIFY",
                                       "DOCKER_CERT_PATH", "CONTAINER_HOST", "CONTAINERD_ADDRESS"})
            qunsetenv(name);
    }

    void parsesAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("socket");
        QTest::addColumn<QString>("url");
        QTest::newRow("a socket") << u"unix:///var/run/docker.sock"_s << u"/var/run/docker.sock"_s << QString();
        QTest::newRow("TCP") << u"tcp://10.0.0.1:4243"_s << QString() << u"http://10.0.0.1:4243"_s;
        QTest::newRow("TCP without a port") << u"tcp://example.test"_s << QString() << u"http://example.test:2375"_s;
        QTest::newRow("IPv6") << u"tcp://[::1]:4243"_s << QString() << u"http://[::1]:4243"_s;
        QTest::newRow("HTTP") << u"http://example.test:1"_s << QString() << u"http://example.test:1"_s;
        QTest::newRow("HTTPS") << u"https://example.test"_s << QString() << u"https://example.test:2376"_s;
    }
    void parsesAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, socket);
        QFETCH(QString, url);
        const EngineAddress address = need(parseEngineAddress(text));
        QCOMPARE(address.socket, socket);
        QCOMPARE(QString::fromLatin1(address.url), url);
    }

    void rejectsAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("SSH") << u"ssh://user@host"_s << u"ssh -L"_s;
        QTest::newRow("a named pipe of Windows") << u"npipe:////./pipe/docker_engine"_s << u"is not the address of an engine"_s;
        QTest::newRow("a relative socket") << u"unix://docker.sock"_s << u"unix:///var/run/docker.sock"_s;
        QTest::newRow("no host") << u"tcp://"_s << u"is not the address of an engine"_s;
        QTest::newRow("nothing") << QString() << u"is not the address of an engine"_s;
    }
    void rejectsAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto address = parseEngineAddress(text);
        QVERIFY(!address);
        QVERIFY2(address.error().detail.contains(says), qPrintable(address.error().detail));
    }

    void alwaysListsOneOfEachKind()
    {
        const auto engines = findEngines();
        for (const EngineKind kind : {EngineKind::Docker, EngineKind::Podman})
            QVERIFY(std::ranges::find(engines, kind, &Engine::kind) != engines.end());
    }

    void readsTheEnvironment()
    {
        qputenv("DOCKER_HOST", "unix:///tmp/d.sock");
        qputenv("CONTAINER_HOST", "unix:///tmp/p.sock");
        QCOMPARE(found(EngineKind::Docker), QStringList{u"docker /tmp/d.sock"_s});
        QCOMPARE(found(EngineKind::Podman).value(0), u"podman /tmp/p.sock"_s);
        QCOMPARE(need(findEngine(EngineKind::Docker, {})).address.socket, u"/tmp/d.sock"_s);

        qputenv("DOCKER_HOST", "tcp://example.test:2376");
        QCOMPARE(findEngines().front().address.url, "http://example.test:2376"_ba);
        qputenv("DOCKER_TLS_VERIFY", "1");
        writeDisk(m_home->path() + u"/certificates/ca.pem"_s);
        writeDisk(m_home->path() + u"/certificates/key.pem"_s);
        qputenv("DOCKER_CERT_PATH", (m_home->path() + u"/certificates"_s).toUtf8());
        EngineAddress address = findEngines().front().address;
        QCOMPARE(address.url, "https://example.test:2376"_ba);
        QCOMPARE(address.authority, m_home->path() + u"/certificates/ca.pem"_s);
        QCOMPARE(address.certificate, QString());
        QVERIFY(address.verifyTls);
        qunsetenv("DOCKER_TLS_VERIFY");
        QVERIFY(!findEngines().front().address.verifyTls);

        qputenv("DOCKER_HOST", "ssh://host");
        QCOMPARE(findEngines().front().unusable->kind, ErrorKind::Unsupported);
    }

    void findsContainerd()
    {
        QCOMPARE(found(EngineKind::Containerd), QStringList());
        QCOMPARE(need(findEngine(EngineKind::Containerd, {})).address.socket, u"/run/containerd/containerd.sock"_s);
        QCOMPARE(findEngine(EngineKind::Containerd, u"k3s-2"_s).error().kind, ErrorKind::NotFound);
        for (const char *const address : {"/tmp/c.sock", "unix:///tmp/c.sock"}) { // both are usual
            qputenv("CONTAINERD_ADDRESS", address);
            QCOMPARE(found(EngineKind::Containerd).value(0), u"containerd /tmp/c.sock"_s);
            QVERIFY(need(findEngine(EngineKind::Containerd, {})).isExplicit);
        }
        qunsetenv("CONTAINERD_ADDRESS");
        // What RootlessKit does not write leads nowhere.
        for (const char *const pid : {"", "x", "../../..", "1\n"}) {
            writeDisk(m_home->path() + u"/run/containerd-rootless/child_pid"_s, pid);
            for (const QString &line : found(EngineKind::Containerd))
                QVERIFY2(line == "containerd-rootless /proc/1/root/run/containerd/containerd.sock"_L1, qPrintable(line));
        }
    }

    void findsUsualSockets()
    {
        const QString run = m_home->path() + u"/run"_s;
        for (const QString &path :
             {run + u"/docker.sock"_s, run + u"/podman/podman.sock"_s, m_home->path() + u"/.docker/desktop/docker.sock"_s})
            writeDisk(path);
        QCOMPARE(found(EngineKind::Docker),
                 QStringList({u"docker-rootless "_s + run + u"/docker.sock"_s,
                              u"docker-desktop "_s + m_home->path() + u"/.docker/desktop/docker.sock"_s}));
        QCOMPARE(found(EngineKind::Podman).value(0), u"podman "_s + run + u"/podman/podman.sock"_s);
    }

    void readsContexts()
    {
        writeContext(u"remote"_s, "{\"Host\":\"tcp://example.test:2376\",\"SkipTLSVerify\":true}");
        writeContext(u"desktop"_s, "{\"Host\":\"unix:///tmp/desktop.sock\",\"SkipTLSVerify\":false}");
        writeContext(u"far"_s, "{\"Host\":\"ssh://host\"}");
        const QString tls = u"%1/.docker/contexts/tls/%2/docker/"_s.arg(m_home->path(), Digest::ofDocument("remote").hex());
        for (const QString &name : {u"ca.pem"_s, u"cert.pem"_s, u"key.pem"_s})
            writeDisk(tls + name);
        writeDisk(m_home->path() + u"/.docker/contexts/meta/broken/meta.json"_s, "oops");
        writeDisk(m_home->path() + u"/.docker/config.json"_s, R"({"currentContext":"remote"})");
        const auto engines = findEngines();
        QCOMPARE(engines.front().name, u"remote"_s);
        const EngineAddress address = engines.front().address;
        QCOMPARE(address.url, "https://example.test:2376"_ba);
        QCOMPARE(address.certificate, tls + u"cert.pem"_s);
        QVERIFY(!address.verifyTls);
        QCOMPARE(found(EngineKind::Docker).mid(1, 2),
                 QStringList(
                     {u"broken %1/.docker/contexts/meta/broken/meta.json"_s.arg(m_home->path()), u"desktop /tmp/desktop.sock"_s}));
        QCOMPARE(need(findEngine(u"broken"_s)).unusable->kind, ErrorKind::Malformed);
        QCOMPARE(need(findEngine(u"far"_s)).unusable->kind, ErrorKind::Unsupported);
        QCOMPARE(need(findEngine(EngineKind::Docker, u"desktop"_s)).address.socket, u"/tmp/desktop.sock"_s);

        // What is said about the engine in the environment comes first, as in Docker.
        qputenv("DOCKER_CONTEXT", "desktop");
        QCOMPARE(findEngines().front().name, u"desktop"_s);
        qputenv("DOCKER_HOST", "unix:///tmp/d.sock");
        QCOMPARE(findEngines().front().name, u"docker"_s);
        qunsetenv("DOCKER_HOST");
        qputenv("DOCKER_CONTEXT", "nothing");
        QCOMPARE(findEngines().front().unusable->message(), u"nothing: there is no such Docker context"_s);
    }

    void namesEachEngineOnce()
    {
        writeContext(u"docker"_s, "{\"Host\":\"unix:///tmp/a.sock\"}");
        writeContext(u"other"_s, "{\"Host\":\"unix:///tmp/d.sock\"}");
        qputenv("DOCKER_HOST", "unix:///tmp/d.sock");
        QCOMPARE(found(EngineKind::Docker), QStringList({u"docker /tmp/d.sock"_s, u"docker-2 /tmp/a.sock"_s}));
    }

    void findsByName()
    {
        QCOMPARE(need(findEngine(u"/tmp/x.sock"_s)).address.socket, u"/tmp/x.sock"_s);
        QCOMPARE(need(findEngine(u"tcp://example.test:1"_s)).address.url, "http://example.test:1"_ba);
        const auto unknown = findEngine(u"nothing"_s);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, ErrorKind::NotFound);
        QVERIFY2(unknown.error().detail.contains("podman"_L1), qPrintable(unknown.error().detail));
        QVERIFY(!findEngine(EngineKind::Podman, u"docker"_s));
    }
};

STRATOSCOPE_APPLESS_TEST(TestFindEngines)
#include "tst_find_engines.moc"
