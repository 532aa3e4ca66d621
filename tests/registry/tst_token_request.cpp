// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"

#include "support/challenging_registry.h"
#include "support/endpoints.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const Credentials kTokenRequestLogin{.user = u"user"_s, .password = u"pass:word"_s, .identityToken = {}};
const Credentials kIdentity{.user = u"<token>"_s, .password = {}, .identityToken = u"refresh"_s};

} // namespace

class TestTokenRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTokens_data();
    void readsTokens();
    void refusesTokens_data();
    void refusesTokens();
    void identityTokenByPost();
    void identityTokenByGet_data();
    void identityTokenByGet();
    void refreshTokenThatReplacesIt();
};

void TestTokenRequest::readsTokens_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("token") << QByteArray(R"({"token":"T1","expires_in":300})");
    QTest::newRow("access token") << QByteArray(R"({"access_token":"T1","expires_in":300})");
    QTest::newRow("both") << QByteArray(R"({"token":"T1","access_token":"other"})");
    QTest::newRow("empty token") << QByteArray(R"({"token":"","access_token":"T1"})");
    QTest::newRow("null") << QByteArray(R"({"token":"T1","expires_in":null,"refresh_token":null})");
    QTest::newRow("tiny") << QByteArray(R"({"token":"T1","expires_in":1})");
    QTest::newRow("negative") << QByteArray(R"({"token":"T1","expires_in":-1})");
    QTest::newRow("text") << QByteArray(R"({"token":"T1","expires_in":"soon"})");
}

void TestTokenRequest::readsTokens()
{
    QFETCH(QByteArray, answer);
    ChallengingRegistry registry;
    registry.tokenAnswer = answer;
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    VERIFY_RESULT(client.manifest(u"2"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
}

void TestTokenRequest::refusesTokens_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no token") << 200 << QByteArray("{}") << ErrorKind::UnexpectedResponse;
    QTest::newRow("no JSON") << 200 << QByteArray("<html>") << ErrorKind::UnexpectedResponse;
    QTest::newRow("line break") << 200 << QByteArray(R"({"token":"T1\r\nX-Evil: 1"})") << ErrorKind::UnexpectedResponse;
    QTest::newRow("refused") << 401 << QByteArray(R"({"details":"incorrect username or password"})") << ErrorKind::Unauthorized;
    QTest::newRow("forbidden") << 403 << QByteArray("{}") << ErrorKind::Unauthorized;
    QTest::newRow("too many") << 429 << QByteArray("{}") << ErrorKind::RateLimited;
    QTest::newRow("failed") << 503 << QByteArray("{}") << ErrorKind::Network;
}

void TestTokenRequest::refusesTokens()
{
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    QFETCH(ErrorKind, kind);
    ChallengingRegistry registry;
    registry.tokenStatus = status;
    registry.tokenAnswer = answer;
    RegistryClient client(endpointAt(registry.address()), authOf(kTokenRequestLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, kind);
    QVERIFY(!manifest.error().message().contains(u"pass:word"));
}

void TestTokenRequest::identityTokenByPost()
{
    ChallengingRegistry registry;
    registry.postStatus = 200;
    registry.tokenAnswer = R"({"access_token":"T1"})";
    RegistryClient client(endpointAt(registry.address()), authOf(kIdentity));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].method, QByteArray("POST"));
    QCOMPARE(tokens[0].header("Authorization"), QByteArray());
    QCOMPARE(tokens[0].body,
             QByteArray("grant_type=refresh_token&service=a%20service&scope=repository%3Ateam%2Fapp%3Apull"
                        "&client_id=stratoscope&refresh_token=refresh"));
}

void TestTokenRequest::identityTokenByGet_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 404, 405, 501})
        QTest::addRow("%d", status) << status;
}

void TestTokenRequest::identityTokenByGet()
{
    QFETCH(int, status);
    ChallengingRegistry registry;
    registry.postStatus = status;
    // As returned by helpers: the user name marks the password as a refresh token.
    RegistryClient client(endpointAt(registry.address()),
                          authOf(Credentials{.user = u"<token>"_s, .password = u"refresh"_s, .identityToken = {}}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(2));
    QCOMPARE(tokens[1].method, QByteArray("GET"));
    QCOMPARE(tokens[1].header("Authorization"), "Basic " + QByteArray("<token>:refresh").toBase64());
}

void TestTokenRequest::refreshTokenThatReplacesIt()
{
    ChallengingRegistry registry;
    registry.postStatus = 200;
    registry.tokenAnswer = R"({"access_token":"T1","refresh_token":"newer"})";
    RegistryClient client(endpointAt(registry.address()), authOf(kIdentity));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    registry.accept("Bearer T2");
    registry.answerTokens(R"({"access_token":"T2"})");
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(2));
    QVERIFY(tokens[1].body.endsWith("refresh_token=newer"));
}

STRATOSCOPE_GUILESS_TEST(TestTokenRequest)
#include "tst_token_request.moc"
