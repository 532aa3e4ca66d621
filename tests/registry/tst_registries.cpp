// SPDX-License-Identifier: Apache-2.0
#include "registry/config/registries.h"

#include "support/config_home.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

QString text(const Endpoint &endpoint)
{
    const QString http = endpoint.plainHttp == PlainHttp::Always ? u" http"_s
        : endpoint.plainHttp == PlainHttp::Fallback              ? u" https or http"_s
                                                                 : QString();
    return endpoint.registry + u' ' + endpoint.host + u' ' + endpoint.repository + (endpoint.isMirror ? u" mirror"_s : QString())
        + http + (endpoint.tls.verify ? QString() : u" unverified"_s);
}

QStringList texts(const std::vector<Endpoint> &endpoints)
{
    QStringList lines;
    for (const Endpoint &endpoint : endpoints)
        lines << text(endpoint);
    return lines;
}

} // namespace

class TestRegistries : public QObject
{
    Q_OBJECT

private:
    ConfigHome m_home;

    Registries load(const QByteArray &conf, RegistryOptions options = {}) const
    {
        m_home.write(u"registries.conf"_s, conf);
        options.registriesConf = m_home.path(u"registries.conf"_s);
        return need(Registries::load(std::move(options)));
    }
    QStringList endpoints(const QByteArray &conf, const QString &reference, RegistryOptions options = {}) const
    {
        return texts(need(load(conf, std::move(options)).endpoints(need(Reference::parse(reference)))));
    }

private Q_SLOTS:
    void endpoints_data()
    {
        QTest::addColumn<QByteArray>("conf");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QByteArray &conf, const QString &reference, const QStringList &expected) {
            QTest::newRow(name) << conf << reference << expected;
        };
        const QString digest = u"@sha256:"_s + QString(64, u'a');
        row("Docker Hub", {}, u"alpine"_s, {u"docker.io registry-1.docker.io library/alpine"_s});
        row("another", {}, u"ghcr.io/a/b:1"_s, {u"ghcr.io ghcr.io a/b"_s});
        row("localhost", {}, u"localhost:5000/a"_s, {u"localhost:5000 localhost:5000 a https or http"_s});
        row("127.0.0.1", {}, u"127.0.0.1/a"_s, {u"127.0.0.1 127.0.0.1 a https or http"_s});
        row("127.1.2.3", {}, u"127.1.2.3:80/a"_s, {u"127.1.2.3:80 127.1.2.3:80 a https or http"_s});
        row("IPv6", {}, u"[::1]:5000/a"_s, {u"[::1]:5000 [::1]:5000 a https or http"_s});
        row("another IPv6", {}, u"[::2]:5000/a"_s, {u"[::2]:5000 [::2]:5000 a"_s});
        row("no loopback", {}, u"localhost.example.com/a"_s, {u"localhost.example.com localhost.example.com a"_s});
        row("private", {}, u"10.0.0.1:5000/a"_s, {u"10.0.0.1:5000 10.0.0.1:5000 a"_s});
        row("insecure", "[[registry]]\nlocation='a.com'\ninsecure=true\n", u"a.com/x"_s,
            {u"a.com a.com x https or http unverified"_s});
        row("moved", "[[registry]]\nprefix='docker.io/library'\nlocation='a.com/hub'\n", u"alpine"_s,
            {u"a.com a.com hub/alpine"_s});
        row("moved from a tag", "[[registry]]\nprefix='a.com/x:1'\nlocation='b.com/y'\n", u"a.com/x:1"_s, {u"b.com b.com y"_s});
        row("another tag", "[[registry]]\nprefix='a.com/x:1'\nlocation='b.com/y'\n", u"a.com/x:2"_s, {u"a.com a.com x"_s});
        row("subdomain", "[[registry]]\nprefix='*.a.com'\ninsecure=true\n", u"b.a.com/x"_s,
            {u"b.a.com b.a.com x https or http unverified"_s});
        row("subdomain moved", "[[registry]]\nprefix='*.a.com'\nlocation='c.com/all'\n", u"b.a.com/x"_s, {u"c.com c.com all/x"_s});
        const QByteArray mirrors = "[[registry]]\nprefix='docker.io'\nlocation='docker.io'\n"
                                   "[[registry.mirror]]\nlocation='a.com/hub'\ninsecure=true\n"
                                   "[[registry.mirror]]\nlocation='localhost:5000'\npull-from-mirror='digest-only'\n"
                                   "[[registry.mirror]]\nlocation='b.com'\npull-from-mirror='tag-only'\n";
        const QString hub = u"docker.io registry-1.docker.io library/alpine"_s;
        const QString first = u"a.com a.com hub/library/alpine mirror https or http unverified"_s;
        row("mirrors by tag", mirrors, u"alpine"_s, {first, u"b.com b.com library/alpine mirror"_s, hub});
        row("mirrors by digest", mirrors, u"alpine"_s + digest,
            {first, u"localhost:5000 localhost:5000 library/alpine mirror https or http"_s, hub});
        row("mirrors by both", mirrors, u"alpine:1"_s + digest,
            {first, u"localhost:5000 localhost:5000 library/alpine mirror https or http"_s, hub});
    }
    void endpoints()
    {
        QFETCH(QByteArray, conf);
        QFETCH(QString, reference);
        QTEST(endpoints(conf, reference), "expected");
    }

    void optionsAreForTheRegistryItself()
    {
        const QByteArray conf = "[[registry]]\nlocation='a.com'\n[[registry.mirror]]\nlocation='b.com'\n";
        QCOMPARE(endpoints(conf, u"a.com/x"_s, {.plainHttp = true}),
                 (QStringList{u"b.com b.com x mirror"_s, u"a.com a.com x http"_s}));
        QCOMPARE(endpoints(conf, u"a.com/x"_s, {.insecure = true}),
                 (QStringList{u"b.com b.com x mirror"_s, u"a.com a.com x unverified"_s}));
    }

    void blockedOnesAreDenied()
    {
        const auto registries = load("[[registry]]\nprefix='a.com/x'\nblocked=true\n");
        const auto denied = registries.endpoints(need(Reference::parse(u"a.com/x/y:1"_s)));
        QVERIFY(!denied);
        QCOMPARE(denied.error(), (Error{ErrorKind::Denied, u"a.com/x/y:1"_s, u"is blocked by \"a.com/x\" in registries.conf"_s}));
        VERIFY_RESULT(registries.endpoints(need(Reference::parse(u"a.com/z"_s))));
        VERIFY_RESULT(registries.endpoint(u"a.com"_s));
        QCOMPARE(registries.endpoint(u"a.com"_s, u"x"_s).error().kind, ErrorKind::Denied);
    }

    void aRegistryItself_data()
    {
        QTest::addColumn<QString>("registry");
        QTest::addColumn<QString>("expected");
        QTest::newRow("Docker Hub") << u"docker.io"_s << u"docker.io registry-1.docker.io "_s;
        QTest::newRow("Docker Hub's address") << u"index.docker.io"_s << u"docker.io registry-1.docker.io "_s;
        QTest::newRow("host") << u"ghcr.io"_s << u"ghcr.io ghcr.io "_s;
        QTest::newRow("localhost") << u"localhost"_s << u"localhost localhost  https or http"_s;
        QTest::newRow("port") << u"registry:5000"_s << u"registry:5000 registry:5000 "_s;
        QTest::newRow("no period") << u"library"_s << QString();
        QTest::newRow("repository") << u"ghcr.io/a"_s << QString();
        QTest::newRow("scheme") << u"https://ghcr.io"_s << QString();
        QTest::newRow("digest") << u"ghcr.io@x"_s << QString();
        QTest::newRow("empty") << QString() << QString();
    }
    void aRegistryItself()
    {
        QFETCH(QString, registry);
        const auto endpoint = load({}).endpoint(registry);
        QTEST(endpoint ? text(*endpoint) : QString(), "expected");
        if (!endpoint)
            QCOMPARE(endpoint.error().kind, ErrorKind::Invalid);
    }

    void resolvesNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        const QString digest = u"@sha256:"_s + QString(64, u'a');
        QTest::newRow("alias") << u"fedora"_s << u"registry.fedoraproject.org/fedora:latest"_s;
        QTest::newRow("tag") << u"fedora:40"_s << u"registry.fedoraproject.org/fedora:40"_s;
        QTest::newRow("digest") << u"fedora"_s + digest << u"registry.fedoraproject.org/fedora"_s + digest;
        QTest::newRow("both") << u"fedora:40"_s + digest << u"registry.fedoraproject.org/fedora:40"_s + digest;
        QTest::newRow("namespace") << u"team/app:1"_s << u"a.com/app:1"_s;
        QTest::newRow("no alias") << u"alpine"_s << u"docker.io/library/alpine:latest"_s;
        QTest::newRow("taken back") << u"gone"_s << u"docker.io/library/gone:latest"_s;
        QTest::newRow("in full") << u"docker.io/fedora"_s << u"docker.io/library/fedora:latest"_s;
        QTest::newRow("with its transport") << u"docker://fedora"_s << u"docker.io/library/fedora:latest"_s;
        QTest::newRow("on a registry") << u"localhost:5000/fedora"_s << u"localhost:5000/fedora:latest"_s;
    }
    void resolvesNames()
    {
        QFETCH(QString, name);
        const auto registries = load("[aliases]\nfedora='registry.fedoraproject.org/fedora'\n'team/app'='a.com/app'\ngone=''\n");
        const auto reference = registries.resolveName(name);
        VERIFY_RESULT(reference);
        QTEST(reference->canonical(), "expected");
    }

    void refusesWrongNames() { QCOMPARE(load({}).resolveName(u"A//b").error().kind, ErrorKind::Invalid); }

    void certificatesOfARegistry()
    {
        m_home.write(u".config/containers/certs.d/a.com:5000/one.crt"_s, "ROOT1");
        m_home.write(u".config/containers/certs.d/a.com:5000/two.crt"_s, "ROOT2\n");
        m_home.write(u".config/containers/certs.d/a.com:5000/me.cert"_s, "CERT");
        m_home.write(u".config/containers/certs.d/a.com:5000/me.key"_s, "KEY");
        const auto registries = load({});
        const TlsSettings tls = need(registries.endpoint(u"a.com:5000"_s)).tls;
        QVERIFY((
            tls == TlsSettings{.verify = true, .extraRoots = "ROOT1\nROOT2\n\n", .clientCertificate = "CERT", .clientKey = "KEY"}));
        QVERIFY(need(registries.endpoint(u"a.com"_s)).tls == TlsSettings());
    }

    void certificatesOfTheCaller()
    {
        m_home.write(u".config/containers/certs.d/a.com/one.crt"_s, "CONFIGURED");
        m_home.write(u"certs/ca.crt"_s, "GIVEN");
        const auto registries
            = load("[[registry]]\nlocation='b.com'\n[[registry.mirror]]\nlocation='a.com'\n", {.certDir = m_home.path(u"certs"_s)});
        const auto endpoints = need(registries.endpoints(need(Reference::parse(u"b.com/x"_s))));
        QCOMPARE(endpoints[0].tls.extraRoots, "CONFIGURED\n"_ba);
        QCOMPARE(endpoints[1].tls.extraRoots, "GIVEN\n"_ba);
        QCOMPARE(need(registries.endpoint(u"a.com"_s)).tls.extraRoots, "GIVEN\n"_ba);
    }

    void halfAPairOfCertificatesIsAnError_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("missing");
        QTest::newRow("key") << u"client.cert"_s << u"client.key"_s;
        QTest::newRow("certificate") << u"client.key"_s << u"client.cert"_s;
    }
    void halfAPairOfCertificatesIsAnError()
    {
        QFETCH(QString, there);
        QFETCH(QString, missing);
        const TestFolder folder;
        writeDisk(folder.path() + u'/' + there, "x");
        const auto registries = Registries::load({.certDir = folder.path()});
        QVERIFY(!registries);
        QCOMPARE(registries.error(),
                 (Error{ErrorKind::NotFound, folder.path() + u'/' + there, u"needs %1 beside it"_s.arg(missing)}));
    }

    void whatIsNamedMustBeThere()
    {
        QCOMPARE(Registries::load({.certDir = u"/nowhere"_s}).error().kind, ErrorKind::NotFound);
        QCOMPARE(Registries::load({.authFile = u"/nowhere"_s}).error().kind, ErrorKind::NotFound);
        QCOMPARE(Registries::load({.registriesConf = u"/nowhere"_s}).error().kind, ErrorKind::NotFound);
    }

    void knowsDetours()
    {
        const auto registries = load("[[registry]]\nlocation='a.com'\n[[registry.mirror]]\nlocation='b.com:5000/a'\n"
                                     "[[registry.mirror]]\nlocation='a.com/cached'\n"
                                     "[[registry]]\nprefix='c.com'\nlocation='d.com'\n"
                                     "[[registry]]\nprefix='e.com/x'\nlocation='e.com/y'\n");
        const auto detours = [&registries](const QString &name) {
            QStringList hosts;
            for (const Endpoint &endpoint : need(registries.endpoints(need(Reference::parse(name))))) {
                if (endpoint.isRemapped)
                    hosts << endpoint.registry;
            }
            return hosts;
        };
        QCOMPARE(detours(u"a.com/x"_s), QStringList{u"b.com:5000"_s});
        QCOMPARE(detours(u"b.com:5000/a/x"_s), QStringList());
        QCOMPARE(detours(u"c.com/x"_s), QStringList{u"d.com"_s});
        QCOMPARE(detours(u"d.com/x"_s), QStringList());
        QCOMPARE(detours(u"e.com/x/z"_s), QStringList());
        QVERIFY(need(registries.endpoint(u"c.com"_s)).isRemapped);
    }
};

STRATOSCOPE_GUILESS_TEST(TestRegistries)
#include "tst_registries.moc"
