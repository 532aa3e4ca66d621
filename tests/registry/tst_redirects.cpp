// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"
#include "registry/http/redirects.h"

#include "support/blob_serving.h"
#include "support/certificates.h"
#include "support/endpoints.h"
#include "support/http_server.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

using Exchange = HttpServer::Exchange;

const Credentials kRedirectsLogin{.user = u"user"_s, .password = u"password"_s, .identityToken = {}};

} // namespace

class TestRedirects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirect_data();
    void redirect();
    void redirectToOtherHost();
    void authorizationStays();
    void signedAddressExpired();
    void signedAddressRefused();
    void redirectsWithoutEnd();
    void redirectToPlain();
    void clientCertificateStays();
    void redirectIntoThisMachine();
    void redirectIntoThisMachineByName();
    void resolvesARedirectOnce();
    void privateAddressThroughAProxy();
    void supplierThatTurnsPrivate();
    void supplierWithKnownAddress_data();
    void supplierWithKnownAddress();
};

void TestRedirects::redirect_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void TestRedirects::redirect()
{
    QFETCH(int, status);
    const HttpServer server([=](Exchange &exchange) {
        if (exchange.request().path() == "/there")
            exchange.answer(rangeOf(exchange.request(), kBlob));
        else
            exchange.answer({status, {{"Location", "/there?signature=a%2Bb"}}, "moved"});
    });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 100, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{100});
    QCOMPARE(sink.bytes, kBlob.sliced(100));
    QCOMPARE(server.requests().at(1).target, QByteArray("/there?signature=a%2Bb"));
}

void TestRedirects::redirectToOtherHost()
{
    const HttpServer elsewhere([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer server([&](Exchange &exchange) {
        if (exchange.request().header("Authorization").isEmpty())
            exchange.answerError(401, "UNAUTHORIZED", {{"WWW-Authenticate", "Basic realm=\"x\""}});
        else
            exchange.answer({307, {{"Location", "http://" + elsewhere.address().toLatin1() + "/blob"}}, {}});
    });
    RegistryClient client(endpointAt(server.address()),
                          std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(kRedirectsLogin)));
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 0, sink, {}));
    QCOMPARE(sink.bytes, kBlob);
    QCOMPARE(elsewhere.requests().size(), std::size_t(1));
    QCOMPARE(elsewhere.requests()[0].header("Authorization"), QByteArray());
}

void TestRedirects::authorizationStays()
{
    const HttpServer server([](Exchange &exchange) {
        if (exchange.request().header("Authorization").isEmpty())
            exchange.answerError(401, "UNAUTHORIZED", {{"WWW-Authenticate", "Basic realm=\"x\""}});
        else if (exchange.request().path() == "/there")
            exchange.answer({200, {}, kBlob});
        else
            exchange.answer({307, {{"Location", "/there"}}, {}});
    });
    RegistryClient client(endpointAt(server.address()),
                          std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(kRedirectsLogin)));
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 0, sink, {}));
    QCOMPARE(sink.bytes, kBlob);
}

void TestRedirects::signedAddressExpired()
{
    std::atomic<int> asked = 0;
    const HttpServer elsewhere([](Exchange &exchange) {
        if (exchange.request().target == "/blob?signature=1")
            exchange.answer({403, {}, "<Error><Code>AccessDenied</Code></Error>"});
        else
            exchange.answer(rangeOf(exchange.request(), kBlob));
    });
    const HttpServer server([&](Exchange &exchange) {
        exchange.answer(
            {307,
             {{"Location", "http://" + elsewhere.address().toLatin1() + "/blob?signature=" + QByteArray::number(++asked)}},
             {}});
    });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 10, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{10});
    QCOMPARE(asked.load(), 2);
}

void TestRedirects::signedAddressRefused()
{
    const HttpServer elsewhere([](Exchange &exchange) {
        exchange.answer({401, {{"WWW-Authenticate", "Basic realm=\"yours, please\""}}, {}});
    });
    const HttpServer server([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://" + elsewhere.address().toLatin1() + "/blob?signature=secret"}}, {}});
    });
    const auto source = std::make_shared<FixedCredentials>(kRedirectsLogin);
    RegistryClient client(endpointAt(server.address()), std::make_shared<RegistryAuth>(source));
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Unauthorized);
    QVERIFY(!result.error().message().contains(u"secret"));
    QCOMPARE(source->finds.load(), 0);
    QCOMPARE(elsewhere.requests().size(), std::size_t(2));
}

void TestRedirects::redirectsWithoutEnd()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer({307, {{"Location", exchange.request().target}}, {}}); });
    auto client = clientOf(server);
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Denied);
    QCOMPARE(server.requests().size(), std::size_t(11));
}

void TestRedirects::redirectToPlain()
{
    const TestAuthority authority;
    const HttpServer elsewhere([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer server(
        [&](Exchange &exchange) {
            exchange.answer({307, {{"Location", "http://" + elsewhere.address().toLatin1() + "/blob"}}, {}});
        },
        authority.configuration());
    Endpoint endpoint = endpointAt(server.address());
    endpoint.tls.verify = false;
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr));
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Denied);
    QVERIFY(elsewhere.requests().empty());
}

/// Another host does not receive the client certificate, even if it asks for one.
void TestRedirects::clientCertificateStays()
{
    const TestAuthority authority;
    QSslConfiguration asking = authority.configuration();
    asking.setPeerVerifyMode(QSslSocket::VerifyPeer);
    asking.setCaCertificates(QSslCertificate::fromPath(authority.authorityPath()));
    const auto answerBlob = [](Exchange &exchange) { exchange.answer({200, {}, kBlob}); };
    const HttpServer elsewhere(answerBlob, authority.configuration());
    const HttpServer curious(answerBlob, asking);
    const HttpServer *target = &elsewhere;
    const HttpServer server(
        [&target](Exchange &exchange) {
            exchange.answer({307, {{"Location", "https://" + target->address().toLatin1() + "/blob"}}, {}});
        },
        asking);
    Endpoint endpoint = endpointAt(server.address());
    endpoint.tls = {.extraRoots = readDisk(authority.authorityPath()),
                    .clientCertificate = readDisk(authority.certificatePath()),
                    .clientKey = readDisk(authority.keyPath())};
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr));
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 0, sink, {}));
    QCOMPARE(sink.bytes, kBlob);

    target = &curious;
    const auto refused = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    QCOMPARE(server.requests().size(), std::size_t(2));
    QVERIFY(curious.requests().empty());
}

void TestRedirects::redirectIntoThisMachine()
{
    // A proxy stands in for a registry with a public address.
    const HttpServer inside([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer proxy([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://" + inside.address().toLatin1() + "/blob"}}, {}});
    });
    qputenv("http_proxy", "http://" + proxy.address().toLatin1());
    Endpoint endpoint = endpointAt(u"registry.example"_s);
    endpoint.plainHttp = PlainHttp::Always;
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr));
    qunsetenv("http_proxy");
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Denied);
    QVERIFY(inside.requests().empty());
    QCOMPARE(proxy.requests().size(), std::size_t(1));
    QVERIFY(proxy.requests()[0].target.startsWith("http://registry.example/v2/"));
}

void TestRedirects::redirectIntoThisMachineByName()
{
    const HttpServer inside([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer proxy([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://inside.test:" + QByteArray::number(inside.port()) + "/blob"}}, {}});
    });
    qputenv("http_proxy", "http://" + proxy.address().toLatin1());
    qputenv("no_proxy", "inside.test");
    HttpClient client({}, {}, kInactivity, [](const QString &host, const std::stop_token &) {
        return host == u"inside.test"_s ? QList<QHostAddress>{QHostAddress::LocalHost} : QList<QHostAddress>();
    });
    qunsetenv("http_proxy");
    qunsetenv("no_proxy");
    const auto response = fetchFollowing(client, {.url = QUrl(u"http://registry.example/blob"_s)}, kBlob.size(), {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Denied);
    QVERIFY(inside.requests().empty());
}

/// The connection is made to the address that was checked: a second lookup might return another one.
void TestRedirects::resolvesARedirectOnce()
{
    const HttpServer elsewhere([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer server([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://blobs.test:" + QByteArray::number(elsewhere.port()) + "/blob"}}, {}});
    });
    int lookups = 0;
    HttpClient client({}, {}, kInactivity, [&lookups](const QString &host, const std::stop_token &) {
        lookups += host == u"blobs.test"_s;
        return QList<QHostAddress>{lookups < 2 ? QHostAddress::LocalHost : QHostAddress::Any};
    });
    const auto response = fetchFollowing(client, {.url = QUrl(u"http://"_s + server.address() + u"/blob"_s)}, kBlob.size(), {});
    VERIFY_RESULT(response);
    QCOMPARE(response->body, kBlob);
    QCOMPARE(lookups, 1);
    QCOMPARE(elsewhere.requests()[0].header("Host"), "blobs.test:" + QByteArray::number(elsewhere.port()));
}

/// The proxy could reach it.
void TestRedirects::privateAddressThroughAProxy()
{
    const HttpServer proxy([&](Exchange &exchange) {
        if (exchange.request().target.startsWith("http://10.1.2.3/"))
            exchange.answer({200, {}, kBlob});
        else
            exchange.answer({307, {{"Location", "http://10.1.2.3/blob"}}, {}});
    });
    qputenv("http_proxy", "http://" + proxy.address().toLatin1());
    HttpClient client({}, {}, kInactivity, [](const QString &host, const std::stop_token &) {
        return QHostAddress(host).isNull() ? QList<QHostAddress>() : QList<QHostAddress>{QHostAddress(host)};
    });
    qunsetenv("http_proxy");
    const auto response = fetchFollowing(client, {.url = QUrl(u"http://registry.example/blob"_s)}, kBlob.size(), {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Denied);
    QCOMPARE(proxy.requests().size(), std::size_t(1));
}

/// A registry that is reached through a proxy says by its name service that it is on this machine.
void TestRedirects::supplierThatTurnsPrivate()
{
    const HttpServer inside([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer proxy([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://" + inside.address().toLatin1() + "/blob"}}, {}});
    });
    qputenv("http_proxy", "http://" + proxy.address().toLatin1());
    HttpClient client({}, {}, kInactivity,
                      [](const QString &, const std::stop_token &) { return QList<QHostAddress>{QHostAddress::LocalHost}; });
    qunsetenv("http_proxy");
    const auto response = fetchFollowing(client, {.url = QUrl(u"http://registry.example/blob"_s)}, kBlob.size(), {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Denied);
    QVERIFY(inside.requests().empty());
}

void TestRedirects::supplierWithKnownAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isDenied");
    QTest::newRow("public") << u"8.8.8.8"_s << true;
    QTest::newRow("private") << u"10.0.0.1"_s << false;
    QTest::newRow("unknown") << QString() << true;
}

/// The name of a supplier is not resolved again to find out where it is, in another thread's client neither.
void TestRedirects::supplierWithKnownAddress()
{
    QFETCH(QString, address);
    QFETCH(bool, isDenied);
    HttpClient client({}, {}, kInactivity,
                      [](const QString &, const std::stop_token &) { return QList<QHostAddress>{QHostAddress::LocalHost}; });
    const Supplier registry{.url = QUrl(u"http://registry.example/v2/"_s), .address = QHostAddress(address)};
    const auto checked = client.checkSupplied(QUrl(u"http://auth.example/token"_s), registry, {});
    QCOMPARE(!checked, isDenied);
    if (isDenied)
        QCOMPARE(checked.error().kind, ErrorKind::Denied);
}

STRATOSCOPE_GUILESS_TEST(TestRedirects)
#include "tst_redirects.moc"
