// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"

#include "support/certificates.h"
#include "support/endpoints.h"
#include "support/http_server.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Exchange = HttpServer::Exchange;

const QByteArray kManifest = R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"})";
const QByteArray kPath = "/v2/team/app/manifests/";

QString digestOfRegistryClient(const QByteArray &bytes)
{
    return Digest::of(asBytes({bytes.constData(), std::size_t(bytes.size())})).toString();
}

ErrorKind kindOf(const auto &result)
{
    return result ? ErrorKind::Io : result.error().kind;
}

} // namespace

class TestRegistryClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fetchesByTag();
    void fetchesByDigest();
    void otherDigestIsMismatch();
    void digestToldWrongIsWarning();
    void fewPullsLeft_data();
    void fewPullsLeft();
    void typeOfContent();
    void signedSchema1();
    void refusesWhatIsNoManifest_data();
    void refusesWhatIsNoManifest();
    void asksForHead();
    void getsWhereHeadIsRefused_data();
    void getsWhereHeadIsRefused();
    void headOfNothing();
    void tellsErrors_data();
    void tellsErrors();
    void speaksPlainOnLoopback();
    void speaksTlsOnLoopback();
    void certificateThatIsNotTrusted();
    void neverPlain();
    void alwaysPlain();
    void pings();
    void noRegistry();
    void badHost();
};

void TestRegistryClient::fetchesByTag()
{
    const HttpServer server(always({200, {{"Content-Type", "text/plain"}}, kManifest}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(u"1.0"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->bytes, kManifest);
    QCOMPARE(manifest->mediaType, u"application/vnd.oci.image.manifest.v1+json"_s);
    QCOMPARE(manifest->digest.toString(), digestOfRegistryClient(kManifest));
    QCOMPARE(manifest->warnings, QStringList());
    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t(1));
    QCOMPARE(requests[0].target, kPath + "1.0");
    for (const char *type :
         {"application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws", "application/vnd.docker.distribution.manifest.v1+json"})
        QVERIFY2(requests[0].header("Accept").contains(type), type);
}

void TestRegistryClient::fetchesByDigest()
{
    const HttpServer server(always({200, {}, kManifest}));
    auto client = clientOf(server);
    VERIFY_RESULT(client.manifest(digestOfRegistryClient(kManifest), {}));
    QCOMPARE(server.requests().at(0).target, kPath + digestOfRegistryClient(kManifest).toLatin1());

    Hasher hasher(HashAlgorithm::Sha512);
    hasher.update(asBytes({kManifest.constData(), std::size_t(kManifest.size())}));
    const QString sha512 = Digest(HashAlgorithm::Sha512, hasher.finish()).toString();
    const auto manifest = client.manifest(sha512, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->digest.toString(), sha512);
}

void TestRegistryClient::otherDigestIsMismatch()
{
    // Whatever the registry reports.
    const QString wanted = digestOfRegistryClient("other");
    const HttpServer server(always({200, {{"Docker-Content-Digest", wanted.toLatin1()}}, kManifest}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(wanted, {});
    QCOMPARE(kindOf(manifest), ErrorKind::Mismatch);
    QVERIFY(manifest.error().message().contains(server.address() + u"/team/app@"_s + wanted));
}

void TestRegistryClient::digestToldWrongIsWarning()
{
    const HttpServer server(always({200, {{"Docker-Content-Digest", digestOfRegistryClient("other").toLatin1()}}, kManifest}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(u"1.0"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->digest.toString(), digestOfRegistryClient(kManifest));
    QCOMPARE(manifest->warnings.size(), 1);
    QVERIFY(manifest->warnings[0].contains(digestOfRegistryClient("other")));
}

void TestRegistryClient::fewPullsLeft_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isWarned");
    QTest::newRow("few") << QByteArray("3;w=21600") << true;
    QTest::newRow("none") << QByteArray("0") << true;
    QTest::newRow("many") << QByteArray("76;w=21600") << false;
    QTest::newRow("no number") << QByteArray("lots") << false;
}

void TestRegistryClient::fewPullsLeft()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, isWarned);
    const HttpServer server(always({200, {{"ratelimit-remaining", header}}, kManifest}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(u"1.0"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->warnings.size(), isWarned ? 1 : 0);
}

void TestRegistryClient::typeOfContent()
{
    const HttpServer server(
        always({200, {{"Content-Type", "Application/vnd.oci.image.index.v1+json; charset=utf-8"}}, R"({"manifests":[]})"}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(u"1.0"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->mediaType, u"application/vnd.oci.image.index.v1+json"_s);
}

void TestRegistryClient::signedSchema1()
{
    const QByteArray begin = "{\n   \"schemaVersion\": 1";
    const QByteArray tail = "\n}";
    const auto base64
        = [](const QByteArray &bytes) { return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); };
    const QByteArray header
        = R"({"formatLength":)" + QByteArray::number(begin.size()) + R"(,"formatTail":")" + base64(tail) + R"("})";
    const QByteArray document = begin + R"(,"signatures":[{"protected":")" + base64(header) + R"("}]})";
    const HttpServer server(always({200, {}, document}));
    auto client = clientOf(server);
    const auto manifest = client.manifest(digestOfRegistryClient(begin + tail), {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->bytes, document);
}

void TestRegistryClient::refusesWhatIsNoManifest_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("page") << QByteArray("text/html; charset=utf-8") << QByteArray("<html>") << ErrorKind::UnexpectedResponse;
    QTest::newRow("text") << QByteArray("application/json") << QByteArray("hello") << ErrorKind::UnexpectedResponse;
    QTest::newRow("nothing") << QByteArray("application/json") << QByteArray() << ErrorKind::Network;
    QTest::newRow("half of it") << QByteArray("application/json") << QByteArray(R"({"schemaVersion":2,"med)") << ErrorKind::Network;
    QTest::newRow("too large") << QByteArray("application/json") << QByteArray(5 << 20, ' ') << ErrorKind::TooLarge;
}

void TestRegistryClient::refusesWhatIsNoManifest()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    const HttpServer server(always({200, {{"Content-Type", type}}, body}));
    auto client = clientOf(server);
    QCOMPARE(kindOf(client.manifest(u"1.0"_s, {})), kind);
}

void TestRegistryClient::asksForHead()
{
    const HttpServer server(always(
        {200, {{"Content-Type", "a/b"}, {"Docker-Content-Digest", digestOfRegistryClient(kManifest).toLatin1()}}, kManifest}));
    auto client = clientOf(server);
    const auto head = client.headManifest(u"1.0"_s, {});
    VERIFY_RESULT(head);
    QVERIFY(*head && (*head)->toString() == digestOfRegistryClient(kManifest));
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(server.requests()[0].method, QByteArray("HEAD"));
}

void TestRegistryClient::getsWhereHeadIsRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("405") << 405;
    QTest::newRow("501") << 501;
}

void TestRegistryClient::getsWhereHeadIsRefused()
{
    QFETCH(int, status);
    const HttpServer server([status](Exchange &exchange) {
        exchange.answer({exchange.request().method == "HEAD" ? status : 200, {}, kManifest});
    });
    auto client = clientOf(server);
    const auto head = client.headManifest(u"1.0"_s, {});
    VERIFY_RESULT(head);
    QVERIFY(!*head);
}

void TestRegistryClient::headOfNothing()
{
    const HttpServer server(always({404, {}, "{}"}));
    auto client = clientOf(server);
    QCOMPARE(kindOf(client.headManifest(u"1.0"_s, {})), ErrorKind::NotFound);
}

void TestRegistryClient::tellsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("wait");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("seconds");
    QTest::newRow("not found") << 404 << QByteArray("MANIFEST_UNKNOWN") << QByteArray() << ErrorKind::NotFound << 0;
    QTest::newRow("unauthorized") << 401 << QByteArray("UNAUTHORIZED") << QByteArray() << ErrorKind::Unauthorized << 0;
    QTest::newRow("forbidden") << 403 << QByteArray("DENIED") << QByteArray() << ErrorKind::Unauthorized << 0;
    QTest::newRow("too many") << 429 << QByteArray("TOOMANYREQUESTS") << QByteArray("12") << ErrorKind::RateLimited << 12;
    QTest::newRow("too many, no wait") << 429 << QByteArray("X") << QByteArray() << ErrorKind::RateLimited << 0;
    QTest::newRow("too many in other words") << 403 << QByteArray("TOOMANYREQUESTS") << QByteArray() << ErrorKind::RateLimited << 0;
    QTest::newRow("failure") << 500 << QByteArray("UNKNOWN") << QByteArray() << ErrorKind::Network << 0;
    QTest::newRow("unavailable") << 503 << QByteArray("UNAVAILABLE") << QByteArray("7") << ErrorKind::Network << 7;
    QTest::newRow("bad name") << 400 << QByteArray("NAME_INVALID") << QByteArray() << ErrorKind::Invalid << 0;
    QTest::newRow("not known") << 418 << QByteArray("TEAPOT") << QByteArray() << ErrorKind::Io << 0;
}

void TestRegistryClient::tellsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, wait);
    QFETCH(ErrorKind, kind);
    QFETCH(int, seconds);
    const HttpServer server([=](Exchange &exchange) {
        exchange.answerError(status, code, wait.isEmpty() ? WireHeaders{} : WireHeaders{{"Retry-After", wait}});
    });
    auto client = clientOf(server);
    const auto manifest = client.manifest(u"1.0"_s, {});
    QCOMPARE(kindOf(manifest), kind);
    QCOMPARE(manifest.error().retryAfter, seconds);
    QCOMPARE(manifest.error().subject, server.address() + u"/team/app:1.0"_s);
    QVERIFY2(manifest.error().detail.contains(u"as the test wants it"), qPrintable(manifest.error().detail));
}

void TestRegistryClient::speaksPlainOnLoopback()
{
    const HttpServer server(always({200, {}, kManifest}));
    const auto auth = std::make_shared<RegistryAuth>(nullptr);
    RegistryClient client(endpointAt(server.address()), auth);
    VERIFY_RESULT(client.manifest(u"1.0"_s, {}));
    RegistryClient other(endpointAt(server.address()), auth);
    VERIFY_RESULT(other.manifest(u"1.0"_s, {}));
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestRegistryClient::speaksTlsOnLoopback()
{
    const TestAuthority authority;
    const HttpServer server(always({200, {}, kManifest}), authority.configuration());
    Endpoint endpoint = endpointAt(server.address());
    QFile roots(authority.authorityPath());
    QVERIFY(roots.open(QIODevice::ReadOnly));
    endpoint.tls.extraRoots = roots.readAll();
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr));
    VERIFY_RESULT(client.manifest(u"1.0"_s, {}));
    VERIFY_RESULT(client.manifest(u"1.0"_s, {}));
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestRegistryClient::certificateThatIsNotTrusted()
{
    const TestAuthority authority;
    const HttpServer server(always({200, {}, kManifest}), authority.configuration());
    auto client = clientOf(server);
    QCOMPARE(kindOf(client.manifest(u"1.0"_s, {})), ErrorKind::Tls);
    QVERIFY(server.requests().empty());
}

void TestRegistryClient::neverPlain()
{
    const HttpServer server(always({200, {}, kManifest}));
    Endpoint endpoint = endpointAt(server.address());
    endpoint.plainHttp = PlainHttp::Never;
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr), 1s);
    QCOMPARE(kindOf(client.manifest(u"1.0"_s, {})), ErrorKind::Network);
    QVERIFY(server.requests().empty());
}

void TestRegistryClient::alwaysPlain()
{
    const HttpServer server(always({400, {}, {}}));
    Endpoint endpoint = endpointAt(server.address());
    endpoint.plainHttp = PlainHttp::Always;
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(nullptr));
    QCOMPARE(kindOf(client.manifest(u"1.0"_s, {})), ErrorKind::Invalid);
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRegistryClient::pings()
{
    const HttpServer server(always({200, {}, "{}"}));
    RegistryClient client(endpointAt(server.address(), {}), std::make_shared<RegistryAuth>(nullptr));
    VERIFY_RESULT(client.ping({}));
    QCOMPARE(server.requests().at(0).target, QByteArray("/v2/"));
}

void TestRegistryClient::noRegistry()
{
    const HttpServer server(always({404, {}, "<html>"}));
    RegistryClient client(endpointAt(server.address(), {}), std::make_shared<RegistryAuth>(nullptr));
    QCOMPARE(kindOf(client.ping({})), ErrorKind::NotFound);
}

void TestRegistryClient::badHost()
{
    RegistryClient client(endpointAt(u"a b:c"_s), std::make_shared<RegistryAuth>(nullptr));
    QCOMPARE(kindOf(client.manifest(u"1.0"_s, {})), ErrorKind::Invalid);
}

STRATOSCOPE_GUILESS_TEST(TestRegistryClient)
#include "tst_registry_client.moc"
