// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"

#include "registry/client/registry_client.h"
#include "support/challenging_registry.h"
#include "support/endpoints.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <ranges>
#include <thread>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const Credentials kRegistryAuthLogin{.user = u"user"_s, .password = u"pass:word"_s, .identityToken = {}};

} // namespace

class TestRegistryAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anonymousToken();
    void tokenOfUser();
    void tokenIsUsedAgain();
    void tokenThatExpired();
    void tokenThatDoesNotSuffice();
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
    void detoursHaveTheirOwn_data();
    void detoursHaveTheirOwn();
    void keepsWarnings();
};

void TestRegistryAuth::anonymousToken()
{
    ChallengingRegistry registry;
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
    ChallengingRegistry registry;
    RegistryClient client(endpointAt(registry.address()), authOf(kRegistryAuthLogin));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].query("account"), QList<QByteArray>{"user"});
    QCOMPARE(tokens[0].header("Authorization"), "Basic " + QByteArray("user:pass:word").toBase64());
    // The password is not sent anywhere else.
    for (const auto &request : registry.requests("/v2/"))
        QVERIFY(!request.header("Authorization").startsWith("Basic"));
}

void TestRegistryAuth::tokenIsUsedAgain()
{
    ChallengingRegistry registry;
    const auto auth = authOf({});
    RegistryClient client(endpointAt(registry.address()), auth);
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    RegistryClient other(endpointAt(registry.address()), auth);
    VERIFY_RESULT(other.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
    // The one that was refused at first, and one per request.
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(3));
}

void TestRegistryAuth::tokenThatExpired()
{
    ChallengingRegistry registry;
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    registry.accept("Bearer T2");
    registry.answerTokens(R"({"token":"T2"})");
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").size(), std::size_t(2));
}

void TestRegistryAuth::tokenThatDoesNotSuffice()
{
    ChallengingRegistry registry;
    registry.accepted = "Bearer another";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(registry.requests("/token").size(), std::size_t(1));
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(2));
}

void TestRegistryAuth::basic()
{
    ChallengingRegistry registry;
    registry.challenge = R"(Basic realm="x")";
    registry.accepted = "Basic " + QByteArray("user:pass:word").toBase64();
    const auto source = std::make_shared<FixedCredentials>(kRegistryAuthLogin);
    RegistryClient client(endpointAt(registry.address()), std::make_shared<RegistryAuth>(source));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    VERIFY_RESULT(client.manifest(u"2"_s, {}));
    QCOMPARE(registry.requests("/v2/").size(), std::size_t(3));
    QCOMPARE(source->finds.load(), 1);
}

void TestRegistryAuth::basicRefused()
{
    ChallengingRegistry registry;
    registry.challenge = R"(Basic realm="x")";
    RegistryClient client(endpointAt(registry.address()), authOf(kRegistryAuthLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QVERIFY2(manifest.error().message().contains(u"credentials were rejected"), qPrintable(manifest.error().message()));
    QVERIFY(!manifest.error().message().contains(u"pass:word"));
}

void TestRegistryAuth::basicWithoutLogin()
{
    ChallengingRegistry registry;
    registry.challenge = R"(Basic realm="x")";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
    QVERIFY2(manifest.error().message().contains(u"a login is required"), qPrintable(manifest.error().message()));
}

void TestRegistryAuth::bearerBeforeBasic()
{
    ChallengingRegistry registry;
    registry.challenge = R"(Basic realm="x", Bearer realm="/token?own=1")";
    RegistryClient client(endpointAt(registry.address()), authOf(kRegistryAuthLogin));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    const auto tokens = registry.requests("/token");
    QCOMPARE(tokens.size(), std::size_t(1));
    QCOMPARE(tokens[0].query("own"), QList<QByteArray>{"1"});
    QCOMPARE(tokens[0].query("service"), QList<QByteArray>{});
}

void TestRegistryAuth::noChallenge()
{
    ChallengingRegistry registry;
    registry.challenge.clear();
    registry.baseChallenge = R"(Bearer realm="http://HOST/token")";
    RegistryClient client(endpointAt(registry.address()), authOf({}));
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    QCOMPARE(registry.requests("/token").at(0).query("scope"), QList<QByteArray>{"repository:team/app:pull"});
}

void TestRegistryAuth::noChallengeAnywhere()
{
    ChallengingRegistry registry;
    registry.challenge.clear();
    RegistryClient client(endpointAt(registry.address()), authOf(kRegistryAuthLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
}

void TestRegistryAuth::unknownWay()
{
    ChallengingRegistry registry;
    registry.challenge = "Negotiate";
    RegistryClient client(endpointAt(registry.address()), authOf(kRegistryAuthLogin));
    const auto manifest = client.manifest(u"1"_s, {});
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().kind, ErrorKind::Unauthorized);
}

void TestRegistryAuth::ownScope()
{
    ChallengingRegistry registry;
    registry.challenge = R"(Bearer realm="http://HOST/token")";
    const auto auth = authOf({});
    RegistryClient client(endpointAt(registry.address()), auth);
    VERIFY_RESULT(client.manifest(u"1"_s, {}));
    // For another repository the method is known, but another token is needed.
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
    const auto source = std::make_shared<FixedCredentials>(kRegistryAuthLogin);
    RegistryAuth auth(source);
    HttpClient client({});
    const Endpoint target{.registry = u"8.8.8.8"_s, .host = u"8.8.8.8"_s, .repository = u"a"_s};
    const AuthChallenge challenge{.scheme = "bearer", .token68 = {}, .parameters = {{"realm", realm}}};
    const auto header = auth.answer(target, u"b"_s, {.url = QUrl(registry)}, {&challenge, 1}, {}, client, {});
    QVERIFY(!header);
    QCOMPARE(header.error().kind, ErrorKind::Denied);
    QCOMPARE(source->finds.load(), 0);
}

void TestRegistryAuth::oneThreadFetches()
{
    ChallengingRegistry registry;
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

/// The same host, named directly and as the target of a remapping: credentials are not shared between the two.
void TestRegistryAuth::detoursHaveTheirOwn_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::newRow("bearer") << ChallengingRegistry().challenge;
    QTest::newRow("basic") << QByteArray("Basic realm=\"x\"");
}

void TestRegistryAuth::detoursHaveTheirOwn()
{
    QFETCH(QByteArray, challenge);
    class NamedOnly : public CredentialSource
    {
    public:
        FoundCredentials find(const Endpoint &target, const std::stop_token &) override
        {
            return {.credentials = target.isRemapped ? std::nullopt : std::optional(kRegistryAuthLogin), .problems = {}};
        }
    };
    ChallengingRegistry registry;
    registry.challenge = challenge;
    if (challenge.startsWith("Basic"))
        registry.accept("Basic " + QByteArray("user:pass:word").toBase64());
    const auto auth = std::make_shared<RegistryAuth>(std::make_shared<NamedOnly>());
    Endpoint endpoint = endpointAt(registry.address());
    VERIFY_RESULT(RegistryClient(endpoint, auth).manifest(u"1"_s, {}));
    const std::size_t asked = registry.requests("/").size();
    registry.accept({});
    endpoint.isRemapped = true;
    QVERIFY(!RegistryClient(endpoint, auth).manifest(u"1"_s, {}));
    for (const SeenRequest &request : registry.requests("/") | std::views::drop(asked))
        QVERIFY(!request.header("Authorization").startsWith("Basic "));
}

void TestRegistryAuth::keepsWarnings()
{
    ChallengingRegistry registry;
    const auto source = std::make_shared<FixedCredentials>(std::nullopt, QStringList{u"a helper is missing"_s});
    RegistryClient client(endpointAt(registry.address()), std::make_shared<RegistryAuth>(source));
    const auto manifest = client.manifest(u"1"_s, {});
    VERIFY_RESULT(manifest);
    QCOMPARE(manifest->warnings, QStringList{u"a helper is missing; continuing without it"_s});
    registry.accept("Bearer T2");
    registry.answerTokens(R"({"token":"T2"})");
    const auto again = client.manifest(u"1"_s, {});
    VERIFY_RESULT(again);
    QCOMPARE(again->warnings, QStringList());
}

STRATOSCOPE_GUILESS_TEST(TestRegistryAuth)
#include "tst_registry_auth.moc"
