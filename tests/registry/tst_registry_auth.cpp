// SPDX-License-Identifier: Apache-2.0
#include "registry/registry_auth.h"

#include "registry/registry_client.h"
#include "support/endpoints.h"
#include "support/http_server.h"
#include "support/results.h"

#include <QTest>

#include <thread>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

using Exchange = HttpServer::Exchange;

const Credentials kLogin{.user = u"user"_s, .password = u"pass:word"_s, .identityToken = {}};
const Credentials kIdentity{.user = u"<token>"_s, .password = {}, .identityToken = u"refresh"_s};

/// A registry, and its token server on the same port.
class Registry
{
public:
    QByteArray challenge = R"(Bearer realm="http://HOST/token",service="a service",scope="repository:team/app:pull")";
    QByteArray tokenAnswer = R"({"token":"T1"})";
    int tokenStatus = 200;
    int postStatus = 404;
    QByteArray accepted = "Bearer T1";
    QByteArray baseChallenge; ///< of `/v2/`, where `challenge` is empty

    QString address() const { return m_server.address(); }
    std::vector<SeenRequest> requests(const QByteArray &path) const
    {
        auto all = m_server.requests();
        std::erase_if(all, [&](const SeenRequest &request) { return !request.path().startsWith(path); });
        return all;
    }
    void accept(const QByteArray &header)
    {
        const std::lock_guard lock(m_mutex);
        accepted = header;
    }
    void answerTokens(const QByteArray &answer)
    {
        const std::lock_guard lock(m_mutex);
        tokenAnswer = answer;
    }

private:
    void serve(Exchange &exchange)
    {
        const std::lock_guard lock(m_mutex);
        const WireRequest &request = exchange.request();
        if (request.path() == "/token") {
            const int status = request.method == "POST" ? postStatus : tokenStatus;
            exchange.answer({status, {}, tokenAnswer});
        } else if (!accepted.isEmpty() && request.header("Authorization") == accepted) {
            exchange.answer({200, {}, "{}"});
        } else {
            QByteArray header = request.path() == "/v2/" && challenge.isEmpty() ? baseChallenge : challenge;
            header.replace("HOST", address().toLatin1());
            exchange.answerError(401, "UNAUTHORIZED", header.isEmpty() ? WireHeaders{} : WireHeaders{{"WWW-Authenticate", header}});
        }
    }

    std::mutex m_mutex;
    HttpServer m_server{[this](Exchange &exchange) { serve(exchange); }};
};

std::shared_ptr<RegistryAuth> authOf(std::optional<Credentials> credentials)
{
    return makeRegistryAuth(std::make_shared<FixedCredentials>(std::move(credentials)));
}

} // namespace

class TestRegistryAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anonymousToken();
    void tokenOfUser();
    void readsTokens_data();
    void readsTokens();
    void refusesTokens_data();
    void refusesTokens();
    void tokenIsUsedAgain();
    void tokenThatExpired();
    void tokenThatDoesNotSuffice();
    void identityTokenByPost();
    void identityTokenByGet_data();
    void identityTokenByGet();
    void refreshTokenThatReplacesIt();
    void basic();
    void basicRefused();
    void basicWithoutLogin();
    void bearerBeforeBasic();
    void noChallenge();
    void noChallengeAnywhere();
    void unknownWay();
    void ownScope();
    void realmThatIsRefused_data();
    void realmThatIsRefused();
    void oneThreadFetches();
    void keepsWarnings();
};

void TestRegistryAuth::anonymousToken()
{
    Registry registry;
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].query("service"), QList<QByteArray>{"a service"});
    QCOMPARE(tokens[0].query("scope"), QList<QByteArray>{"repository:team/app:pull"});
    QCOMPARE(tokens[0].query("account"), QList<QByteArray>{});
    QCOMPARE(tokens[0].header("Authorization"), QByteArray());
}

void TestRegistryAuth::tokenOfUser()
{
    Registry registry;
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].query("account"), QList<QByteArray>{"user"});
    QCOMPARE(tokens[0].header("Authorization"), "Basic " + QByteArray("user:pass:word").toBase64());
    // The password went nowhere else.
    for (const auto &request : registry.requests("/v2/"))
        QVERIFY(!request.header("Authorization").startsWith("Basic"));
}

void TestRegistryAuth::readsTokens_data()
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

void TestRegistryAuth::readsTokens()
{
    QFETCH(QByteArray, answer);
    Registry registry;
    registry.tokenAnswer = answer;
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    VERIFY_RESULT(client.manifest(u"2"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
}

void TestRegistryAuth::refusesTokens_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no token") << 200 << QByteArray("{}") << ErrorKind::Malformed;
    QTest::newRow("no JSON") << 200 << QByteArray("<html>") << ErrorKind::Malformed;
    QTest::newRow("line break") << 200 << QByteArray(R"({"token":"T1\r\nX-Evil: 1"})") << ErrorKind::Malformed;
    QTest::newRow("refused") << 401 << QByteArray(R"({"details":"incorrect username or password"})") << ErrorKind::Unauthorized;
    QTest::newRow("forbidden") << 403 << QByteArray("{}") << ErrorKind::Unauthorized;
    QTest::newRow("too many") << 429 << QByteArray("{}") << ErrorKind::RateLimited;
    QTest::newRow("failed") << 503 << QByteArray("{}") << ErrorKind::Network;
}

void TestRegistryAuth::refusesTokens()
{
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    QFETCH(ErrorKind, kind);
    Registry registry;
    registry.tokenStatus = status;
    registry.tokenAnswer = answer;
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, kind);
    QVERIFY(!manifest.error().message().contains(u"pass:word"));
}

void TestRegistryAuth::tokenIsUsedAgain()
{
    Registry registry;
    const auto auth = authOf({});
    RegistryClient client(endpointAt(registry.address()), auth);
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    RegistryClient other(endpointAt(registry.address()), auth);
    VERIFY_RESULT(other.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
    // One that was refused at first, and one each.
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(3));
}

void TestRegistryAuth::tokenThatExpired()
{
    Registry registry;
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    registry.accept("Bearer T2");
    registry.answerTokens(R"({"token":"T2"})");
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(2));
}

void TestRegistryAuth::tokenThatDoesNotSuffice()
{
    Registry registry;
    registry.accepted = "Bearer another";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(2));
}

void TestRegistryAuth::identityTokenByPost()
{
    Registry registry;
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

void TestRegistryAuth::identityTokenByGet_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 404, 405, 501})
        QTest::addRow("%d", status) << status;
}

void TestRegistryAuth::identityTokenByGet()
{
    QFETCH(int, status);
    Registry registry;
    registry.postStatus = status;
    // As helpers give it: the user says that the password is none.
    RegistryClient client(endpointAt(registry.address()),
                          authOf(Credentials{.user = u"<token>"_s, .password = u"refresh"_s, .identityToken = {}}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(2));
    QCOMPARE(tokens[1].method, QByteArray("GET"));
    QCOMPARE(tokens[1].header("Authorization"), "Basic " + QByteArray("<token>:refresh").toBase64());
}

void TestRegistryAuth::refreshTokenThatReplacesIt()
{
    Registry registry;
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

void TestRegistryAuth::basic()
{
    Registry registry;
    registry.challenge = R"(Basic realm="x")";
    registry.accepted = "Basic " + QByteArray("user:pass:word").toBase64();
    const auto source = std::make_shared<FixedCredentials>(kLogin);
    RegistryClient client(endpointAt(registry.address()), makeRegistryAuth(source));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    VERIFY_RESULT(client.manifest(u"2"_s, {}));
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(3));
    QCOMPARE(source->finds.load(), 1);
}

void TestRegistryAuth::basicRefused()
{
    Registry registry;
    registry.challenge = R"(Basic realm="x")";
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QVERIFY2(manifest.error().message().contains(u"login was refused"), qPrintable(manifest.error().message()));
    QVERIFY(!manifest.error().message().contains(u"pass:word"));
}

void TestRegistryAuth::basicWithoutLogin()
{
    Registry registry;
    registry.challenge = R"(Basic realm="x")";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QVERIFY2(manifest.error().message().contains(u"a login is needed"), qPrintable(manifest.error().message()));
}

void TestRegistryAuth::bearerBeforeBasic()
{
    Registry registry;
    registry.challenge = R"(Basic realm="x", Bearer realm="/token?own=1")";
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].query("own"), QList<QByteArray>{"1"});
    QCOMPARE(tokens[0].query("service"), QList<QByteArray>{});
}

void TestRegistryAuth::noChallenge()
{
    Registry registry;
    registry.challenge.clear();
    registry.baseChallenge = R"(Bearer realm="http://HOST/token")";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").at(0).query("scope"), QList<QByteArray>{"repository:team/app:pull"});
}

void TestRegistryAuth::noChallengeAnywhere()
{
    Registry registry;
    registry.challenge.clear();
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
}

void TestRegistryAuth::unknownWay()
{
    Registry registry;
    registry.challenge = "Negotiate";
    RegistryClient client(endpointAt(registry.address()), authOf(kLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
}

void TestRegistryAuth::ownScope()
{
    Registry registry;
    registry.challenge = R"(Bearer realm="http://HOST/token")";
    const auto auth = authOf({});
    RegistryClient client(endpointAt(registry.address()), auth);
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    // Of another repository the way is known, but another token is needed.
    RegistryClient other(endpointAt(registry.address(), u"team/other"_s), auth);
    VERIFY_RESULT(other.manifest(u"1"_s, {}));
    VERIFY_RESULT(client.catalog([](const QStringList &) { return true; }, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(3));
    QCOMPARE(tokens[0].query("scope"), QList<QByteArray>{"repository:team/app:pull"});
    QCOMPARE(tokens[1].query("scope"), QList<QByteArray>{"repository:team/other:pull"});
    QCOMPARE(tokens[2].query("scope"), QList<QByteArray>{"registry:catalog:*"});
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(4));
}

void TestRegistryAuth::realmThatIsRefused_data()
{
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QByteArray>("realm");
    QTest::newRow("loopback") << u"https://8.8.8.8/v2/"_s << QByteArray("https://127.0.0.1/token");
    QTest::newRow("by name") << u"https://8.8.8.8/v2/"_s << QByteArray("https://localhost/token");
    QTest::newRow("private") << u"https://8.8.8.8/v2/"_s << QByteArray("https://192.168.1.1/token");
    QTest::newRow("link-local") << u"https://8.8.8.8/v2/"_s << QByteArray("https://169.254.169.254/token");
    QTest::newRow("mapped") << u"https://8.8.8.8/v2/"_s << QByteArray("https://[::ffff:10.0.0.1]/token");
    QTest::newRow("no TLS") << u"https://8.8.8.8/v2/"_s << QByteArray("http://8.8.8.8/token");
    QTest::newRow("no HTTP") << u"https://8.8.8.8/v2/"_s << QByteArray("file:///etc/passwd");
}

void TestRegistryAuth::realmThatIsRefused()
{
    QFETCH(QString, registry);
    QFETCH(QByteArray, realm);
    const auto source = std::make_shared<FixedCredentials>(kLogin);
    RegistryAuth auth(source);
    HttpClient client({});
    const AuthTarget target{.registry = u"8.8.8.8"_s, .host = u"8.8.8.8"_s, .repository = u"a"_s, .scope = u"b"_s};
    const AuthChallenge challenge{.scheme = "bearer", .token68 = {}, .parameters = {{"realm", realm}}};
    const auto header = auth.answer(target, QUrl(registry), {&challenge, 1}, {}, client, {});
    QVERIFY(!header);
    QCOMPARE(header.error().kind, ErrorKind::Denied);
    QCOMPARE(source->finds.load(), 0);
}

void TestRegistryAuth::oneThreadFetches()
{
    Registry registry;
    const auto auth = authOf({});
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] {
                RegistryClient client(endpointAt(registry.address()), auth);
                if (!client.manifest(u"1"_s, {}))
                    ++failures;
            });
        }
    }
    QCOMPARE(failures.load(), 0);
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
}

void TestRegistryAuth::keepsWarnings()
{
    Registry registry;
    const auto source = std::make_shared<FixedCredentials>(std::nullopt, QStringList{u"a helper is missing"_s});
    RegistryClient client(endpointAt(registry.address()), makeRegistryAuth(source));
    const auto manifest = client.manifest(u"1"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->warnings, QStringList{u"a helper is missing"_s});
    registry.accept("Bearer T2");
    registry.answerTokens(R"({"token":"T2"})");
    const auto again = client.manifest(u"1"_s, {});
    VERIFY_RESULT(again);
    QCOMPARE(again->warnings, QStringList());
}

QTEST_GUILESS_MAIN(TestRegistryAuth)
#include "tst_registry_auth.moc"
