// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_client.h"

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

const Credentials kLogin{.user = u"user"_s, .password = u"password"_s, .identityToken = {}};

RegistryClient clientOf(const HttpServer &server)
{
    return {endpointAt(server.address()), makeRegistryAuth({})};
}

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
    RegistryClient client(endpointAt(server.address()), makeRegistryAuth(std::make_shared<FixedCredentials>(kLogin)));
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
    RegistryClient client(endpointAt(server.address()), makeRegistryAuth(std::make_shared<FixedCredentials>(kLogin)));
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
    const auto source = std::make_shared<FixedCredentials>(kLogin);
    RegistryClient client(endpointAt(server.address()), makeRegistryAuth(source));
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
    RegistryClient client(endpoint, makeRegistryAuth({}));
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Denied);
    QVERIFY(elsewhere.requests().empty());
}

/// Another host has no business with who we are, even where it wants to know.
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
    RegistryClient client(endpoint, makeRegistryAuth({}));
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
    // The registry is one outside: what stands for the way there is a proxy.
    const HttpServer inside([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer proxy([&](Exchange &exchange) {
        exchange.answer({307, {{"Location", "http://" + inside.address().toLatin1() + "/blob"}}, {}});
    });
    qputenv("http_proxy", "http://" + proxy.address().toLatin1());
    Endpoint endpoint = endpointAt(u"registry.example"_s);
    endpoint.plainHttp = PlainHttp::Always;
    RegistryClient client(endpoint, makeRegistryAuth({}));
    qunsetenv("http_proxy");
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Denied);
    QVERIFY(inside.requests().empty());
    QCOMPARE(proxy.requests().size(), std::size_t(1));
    QVERIFY(proxy.requests()[0].target.startsWith("http://registry.example/v2/"));
}

STRATOSCOPE_GUILESS_TEST(TestRedirects)
#include "tst_redirects.moc"
