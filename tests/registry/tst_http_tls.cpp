// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_client.h"

#include "support/certificates.h"
#include "support/http_server.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kHttpTlsLimit = 1024;

void answerBody(HttpServer::Exchange &exchange)
{
    exchange.answer({200, {}, "body"});
}

Result<HttpResponse> fetch(const HttpServer &server, const TlsSettings &tls)
{
    HttpClient client(tls, server.address(), 2s);
    const QUrl url(u"https://%1/path?secret=1"_s.arg(server.address()));
    return client.fetch({.method = "GET", .url = url, .headers = {}, .body = {}}, kHttpTlsLimit, {});
}

} // namespace

class TestHttpTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trusted();
    void untrusted();
    void verifiesTheName();
    void withoutVerification();
    void noTlsThere();
    void showsCertificate();
    void badPem_data();
    void badPem();
};

void TestHttpTls::trusted()
{
    const TestAuthority authority;
    const HttpServer server(answerBody, authority.configuration());
    const auto response
        = fetch(server, {.extraRoots = readDisk(authority.authorityPath()), .clientCertificate = {}, .clientKey = {}});
    VERIFY_RESULT(response);
    QCOMPARE(response->body, QByteArray("body"));
}

void TestHttpTls::untrusted()
{
    const TestAuthority authority;
    const HttpServer server(answerBody, authority.configuration());
    const auto response = fetch(server, {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Tls);
    QVERIFY2(response.error().message().contains(u"certificate"), qPrintable(response.error().message()));
    QVERIFY(!response.error().message().contains(u"secret"));
    QVERIFY(server.requests().empty());
}

/// The certificate must be for the name in the URL, not for the address that it was resolved to.
void TestHttpTls::verifiesTheName()
{
    const TestAuthority authority;
    const HttpServer server(answerBody, authority.configuration());
    const auto toLoopback = [](const QString &, const std::stop_token &) { return QList<QHostAddress>{QHostAddress::LocalHost}; };
    HttpClient client({.extraRoots = readDisk(authority.authorityPath()), .clientCertificate = {}, .clientKey = {}}, {},
                      kInactivity, toLoopback);
    VERIFY_RESULT(client.fetch({.url = QUrl(u"https://registry.test:%1/"_s.arg(server.port()))}, kHttpTlsLimit, {}));
    const auto other = client.fetch({.url = QUrl(u"https://other.test:%1/"_s.arg(server.port()))}, kHttpTlsLimit, {});
    QVERIFY(!other);
    QCOMPARE(other.error().kind, ErrorKind::Tls);
}

void TestHttpTls::withoutVerification()
{
    const TestAuthority authority;
    const HttpServer server(answerBody, authority.configuration());
    VERIFY_RESULT(fetch(server, {.verify = false, .extraRoots = {}, .clientCertificate = {}, .clientKey = {}}));
}

void TestHttpTls::noTlsThere()
{
    const HttpServer server(answerBody);
    const auto response = fetch(server, {});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Network);
}

void TestHttpTls::showsCertificate()
{
    const TestAuthority authority;
    QSslConfiguration asking = authority.configuration();
    asking.setPeerVerifyMode(QSslSocket::VerifyPeer);
    asking.setCaCertificates(QSslCertificate::fromPath(authority.authorityPath()));
    const HttpServer server(answerBody, asking);
    TlsSettings tls{.extraRoots = readDisk(authority.authorityPath()), .clientCertificate = {}, .clientKey = {}};
    const auto refused = fetch(server, tls);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    tls.clientCertificate = readDisk(authority.certificatePath());
    tls.clientKey = readDisk(authority.keyPath());
    VERIFY_RESULT(fetch(server, tls));
}

void TestHttpTls::badPem_data()
{
    QTest::addColumn<QByteArray>("roots");
    QTest::addColumn<QByteArray>("certificate");
    QTest::newRow("roots") << QByteArray("no PEM") << QByteArray();
    QTest::newRow("certificate") << QByteArray() << QByteArray("no PEM");
}

void TestHttpTls::badPem()
{
    QFETCH(QByteArray, roots);
    QFETCH(QByteArray, certificate);
    const HttpServer server(answerBody);
    const auto response = fetch(server, {.extraRoots = roots, .clientCertificate = certificate, .clientKey = {}});
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Tls);
    QVERIFY(server.requests().empty());
}

STRATOSCOPE_GUILESS_TEST(TestHttpTls)
#include "tst_http_tls.moc"
