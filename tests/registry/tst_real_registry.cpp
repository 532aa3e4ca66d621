// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"

#include "oci/manifest.h"
#include "oci/schema1.h"
#include "support/compress.h"
#include "support/endpoints.h"
#include "support/fault_proxy.h"
#include "support/layout_maker.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/test_main.h"
#include "support/token_server.h"

#include <QFile>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Credentials kLogin{.user = u"somebody"_s, .password = u"a: b"_s, .identityToken = {}};

TestImage image()
{
    return {.layers = {TarBuilder().file("etc/hello", "hello").finish(), TarBuilder().file("noise", noise(200'000)).finish()}};
}

RegistryClient clientAt(const QString &address, const QString &repository = u"app"_s, std::optional<Credentials> credentials = {},
                        std::chrono::milliseconds inactivity = kInactivity)
{
    return {endpointAt(address, repository),
            std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(std::move(credentials))), inactivity};
}

class Sink : public RegistryClient::BlobSink
{
public:
    Result<void> begin(qint64 offset) override
    {
        bytes.truncate(offset);
        return bytes.size() == offset ? Result<void>() : fail(ErrorKind::Io, {}, u"a gap"_s);
    }
    Result<void> write(Bytes more) override
    {
        const auto text = asText(more);
        bytes.append(text.data(), qsizetype(text.size()));
        return {};
    }
    QByteArray bytes;
};

Result<QStringList> all(const auto &list)
{
    QStringList names;
    STRATOSCOPE_CHECK(list([&names](const QStringList &page) {
        names += page;
        return true;
    }));
    return names;
}

Digest digestOf(const QByteArray &bytes)
{
    return Digest::of(asBytes({bytes.constData(), std::size_t(bytes.size())}));
}

} // namespace

class TestRealRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyForm_data();
    void everyForm();
    void schema1();
    void whatIsNotThere();
    void lists();
    void passwordsOverTls();
    void tokens_data();
    void tokens();
    void tokenThatExpires();
    void faults_data();
    void faults();
    void redirects();
};

void TestRealRegistry::everyForm_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("oci") << u"oci"_s;
    QTest::newRow("schema 2") << u"v2s2"_s;
}

void TestRealRegistry::everyForm()
{
    QFETCH(QString, format);
    const RegistryServer registry;
    registry.push(image(), u"app:1"_s, {u"--format"_s, format});
    auto client = clientAt(registry.address());
    const auto fetched = client.manifest(u"1"_s, {});
    VERIFY_RESULT(fetched);
    QCOMPARE(fetched->digest, digestOf(fetched->bytes));
    QCOMPARE(fetched->warnings, QStringList());
    const auto again = client.manifest(fetched->digest.toString(), {});
    VERIFY_RESULT(again);
    QCOMPARE(again->bytes, fetched->bytes);
    const auto head = client.headManifest(u"1"_s, {});
    VERIFY_RESULT(head);
    QCOMPARE(*head, std::optional(fetched->digest));

    const auto manifest = Manifest::parse(fetched->bytes, {});
    VERIFY_RESULT(manifest);
    VERIFY_RESULT(client.blob(manifest->config, {}));
    for (const Descriptor &layer : manifest->layers) {
        Sink sink;
        VERIFY_RESULT(client.downloadBlob(layer, 0, sink, {}));
        QCOMPARE(digestOf(sink.bytes), layer.digest);
        // Only the second half.
        sink.bytes.truncate(layer.size / 2);
        VERIFY_RESULT(client.downloadBlob(layer, layer.size / 2, sink, {}));
        QCOMPARE(digestOf(sink.bytes), layer.digest);
    }
    const auto referrers = client.referrers(fetched->digest, {});
    VERIFY_RESULT(referrers);
    QVERIFY(referrers->empty());
}

void TestRealRegistry::schema1()
{
    const RegistryServer registry;
    registry.push(image(), u"app:1"_s, {u"--format"_s, u"v2s1"_s});
    auto client = clientAt(registry.address());
    const auto fetched = client.manifest(u"1"_s, {});
    VERIFY_RESULT(fetched);
    QCOMPARE(fetched->warnings, QStringList()); // the registry computes the same digest
    QVERIFY(fetched->digest != digestOf(fetched->bytes));
    VERIFY_RESULT(client.manifest(fetched->digest.toString(), {}));
    VERIFY_RESULT(Schema1Manifest::parse(fetched->bytes, {}));
}

void TestRealRegistry::whatIsNotThere()
{
    const RegistryServer registry;
    registry.push(image(), u"app:1"_s);
    auto client = clientAt(registry.address());
    const auto manifest = client.manifest(u"2"_s, {});
    QVERIFY(!manifest && manifest.error().kind == ErrorKind::NotFound);
    const auto head = client.headManifest(u"2"_s, {});
    QVERIFY(!head && head.error().kind == ErrorKind::NotFound);
    Descriptor descriptor;
    descriptor.digest = digestOf("something");
    descriptor.size = 9;
    const auto blob = client.blob(descriptor, {});
    QVERIFY(!blob && blob.error().kind == ErrorKind::NotFound);
    auto other = clientAt(registry.address(), u"other"_s);
    const auto tags = all([&](const auto &page) { return other.tags(page, {}); });
    QVERIFY(!tags && tags.error().kind == ErrorKind::NotFound);
}

void TestRealRegistry::lists()
{
    const RegistryServer registry;
    for (int i = 0; i < 1200; ++i)
        registry.putSmallImage(u"team/app-%1"_s.arg(i), {u"1"_s});
    QStringList wanted;
    for (int i = 0; i < 2500; ++i)
        wanted << u"v%1"_s.arg(i);
    registry.putSmallImage(u"many"_s, wanted);

    auto client = clientAt(registry.address(), u"many"_s);
    const auto repositories = all([&](const auto &page) { return client.catalog(page, {}); });
    VERIFY_RESULT(repositories);
    QCOMPARE(repositories->size(), 1201);
    QVERIFY(repositories->contains(u"team/app-999"_s));

    FaultProxy proxy(registry.port());
    proxy.add({.path = "/tags/", .times = kAlways, .pageSize = 1000});
    auto paged = clientAt(proxy.address(), u"many"_s);
    auto tags = all([&](const auto &page) { return paged.tags(page, {}); });
    VERIFY_RESULT(tags);
    wanted.sort();
    tags->sort();
    QCOMPARE(*tags, wanted);
    QCOMPARE(proxy.requests().size(), std::size_t(3));
}

void TestRealRegistry::passwordsOverTls()
{
    const TestAuthority authority;
    const RegistryServer registry({.tls = &authority, .user = kLogin.user, .password = kLogin.password});
    registry.push(image(), u"app:1"_s);
    Endpoint endpoint = endpointAt(registry.address(), u"app"_s);
    QFile roots(authority.authorityPath());
    QVERIFY(roots.open(QIODevice::ReadOnly));
    endpoint.tls.extraRoots = roots.readAll();

    const auto manifestFor = [&](std::optional<Credentials> credentials) {
        return RegistryClient(endpoint, std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(std::move(credentials))))
            .manifest(u"1"_s, {});
    };
    VERIFY_RESULT(manifestFor(kLogin));
    const auto anonymous = manifestFor({});
    QVERIFY(!anonymous && anonymous.error().kind == ErrorKind::Unauthorized);
    const auto refused = manifestFor(Credentials{.user = kLogin.user, .password = u"other"_s, .identityToken = {}});
    QVERIFY(!refused && refused.error().kind == ErrorKind::Unauthorized);

    auto stranger = clientAt(registry.address(), u"app"_s, kLogin);
    const auto untrusted = stranger.manifest(u"1"_s, {});
    QVERIFY(!untrusted && untrusted.error().kind == ErrorKind::Tls);
}

void TestRealRegistry::tokens_data()
{
    QTest::addColumn<TokenRules>("rules");
    QTest::addColumn<std::optional<Credentials>>("credentials");
    QTest::addColumn<bool>("isServed");
    const auto row = [](const char *name, const TokenRules &rules, const std::optional<Credentials> &credentials, bool isServed) {
        QTest::newRow(name) << rules << credentials << isServed;
    };
    const TokenRules login{.user = kLogin.user, .password = kLogin.password};
    row("anonymous", {}, {}, true);
    row("user", login, kLogin, true);
    row("nobody", login, {}, false);
    row("other password", login, Credentials{.user = kLogin.user, .password = u"x"_s, .identityToken = {}}, false);
    row("anonymous beside users", {.user = kLogin.user, .password = kLogin.password, .anonymousPull = true}, {}, true);
    row("access_token", {.user = {}, .password = {}, .field = "access_token"}, {}, true);
    row("no expiry", {.user = {}, .password = {}, .expiresIn = {}}, {}, true);
    row("tiny expiry", {.user = {}, .password = {}, .expiresIn = 1}, {}, true);
    const Credentials identity{.user = u"<token>"_s, .password = {}, .identityToken = u"refresh-of-a-test"_s};
    row("refresh token", {.user = kLogin.user, .password = kLogin.password, .hasRefreshTokens = true}, identity, true);
    row("wrong refresh token", {.user = kLogin.user, .password = kLogin.password, .hasRefreshTokens = true},
        Credentials{.user = u"<token>"_s, .password = {}, .identityToken = u"wrong"_s}, false);
    row("no POST", {.user = {}, .password = {}, .hasRefreshTokens = true, .getOnly = true}, identity, true);
}

void TestRealRegistry::tokens()
{
    QFETCH(TokenRules, rules);
    QFETCH(std::optional<Credentials>, credentials);
    QFETCH(bool, isServed);
    TokenServer tokens;
    const RegistryServer registry({.tokens = &tokens});
    registry.push(image(), u"app:1"_s);
    tokens.setRules(rules);
    auto client = clientAt(registry.address(), u"app"_s, credentials);
    const auto manifest = client.manifest(u"1"_s, {});
    if (!isServed) {
        QVERIFY(!manifest && manifest.error().kind == ErrorKind::Unauthorized);
        return;
    }
    VERIFY_RESULT(manifest);
    VERIFY_RESULT(client.ping({}));
    if (rules.anonymousPull)
        return; // of nothing but repositories
    const auto repositories = all([&](const auto &page) { return client.catalog(page, {}); });
    VERIFY_RESULT(repositories);
    QCOMPARE(*repositories, QStringList{u"app"_s});
}

void TestRealRegistry::tokenThatExpires()
{
    TokenServer tokens;
    const RegistryServer registry({.tokens = &tokens});
    registry.push(image(), u"app:1"_s);
    FaultProxy proxy(registry.port());
    auto client = clientAt(proxy.address());
    const auto fetched = client.manifest(u"1"_s, {});
    VERIFY_RESULT(fetched);
    const auto manifest = Manifest::parse(fetched->bytes, {});
    VERIFY_RESULT(manifest);
    tokens.forgetRequests();
    proxy.add({.path = "/blobs/", .forgetsLogin = true});
    VERIFY_RESULT(client.blob(manifest->config, {}));
    QCOMPARE(tokens.requests().size(), std::size_t(1));
}

void TestRealRegistry::faults_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<ErrorKind>("kind"); // Io: none
    const QByteArray blobs = "/blobs/";
    QTest::newRow("cut") << Fault{.path = blobs, .cutAfter = 100'000} << ErrorKind::Network;
    QTest::newRow("cut at once") << Fault{.path = blobs, .cutAfter = 0} << ErrorKind::Network;
    QTest::newRow("cut in chunks") << Fault{.path = blobs, .chunked = true, .cutAfter = 100'000} << ErrorKind::Network;
    QTest::newRow("stall") << Fault{.path = blobs, .stallAfter = 100'000} << ErrorKind::Network;
    QTest::newRow("silence") << Fault{.path = blobs, .isSilent = true} << ErrorKind::Network;
    // Qt itself retries up to three times if a kept-alive connection has been closed.
    QTest::newRow("hangs up") << Fault{.path = blobs, .times = 10, .hangsUp = true} << ErrorKind::Network;
    QTest::newRow("told more") << Fault{.path = blobs, .lengthShift = 10} << ErrorKind::Mismatch;
    QTest::newRow("told less") << Fault{.path = blobs, .lengthShift = -10} << ErrorKind::Network;
    QTest::newRow("more bytes") << Fault{.path = blobs, .chunked = true, .extraBytes = 10} << ErrorKind::Mismatch;
    QTest::newRow("chunks") << Fault{.path = blobs, .chunked = true} << ErrorKind::Io;
    QTest::newRow("encoded") << Fault{.path = blobs, .gzip = true} << ErrorKind::Unsupported;
    QTest::newRow("too many requests") << Fault{.path = blobs, .status = 429, .retryAfter = 3} << ErrorKind::RateLimited;
    QTest::newRow("failure") << Fault{.path = blobs, .status = 500} << ErrorKind::Network;
    QTest::newRow("redirected in circles") << Fault{.path = blobs, .times = kAlways, .redirectsToItself = true}
                                           << ErrorKind::Denied;
}

void TestRealRegistry::faults()
{
    QFETCH(Fault, fault);
    QFETCH(ErrorKind, kind);
    const RegistryServer registry;
    registry.push(image(), u"app:1"_s);
    FaultProxy proxy(registry.port());
    auto client = clientAt(proxy.address(), u"app"_s, {}, 300ms);
    const auto fetched = client.manifest(u"1"_s, {});
    VERIFY_RESULT(fetched);
    const auto manifest = Manifest::parse(fetched->bytes, {});
    VERIFY_RESULT(manifest);
    const Descriptor layer = manifest->layers.back();
    proxy.add(fault);
    Sink sink;
    const auto result = client.downloadBlob(layer, 0, sink, {});
    QCOMPARE(result ? ErrorKind::Io : result.error().kind, kind);
    QVERIFY(proxy.faultsDone() > 0);
    QVERIFY(sink.bytes.size() <= layer.size);
    // Resumed from there.
    proxy.clearFaults();
    VERIFY_RESULT(client.downloadBlob(layer, sink.bytes.size(), sink, {}));
    QCOMPARE(digestOf(sink.bytes), layer.digest);
}

void TestRealRegistry::redirects()
{
    const RegistryServer registry({.user = kLogin.user, .password = kLogin.password});
    registry.push(image(), u"app:1"_s);
    FaultProxy proxy(registry.port());
    auto client = clientAt(proxy.address(), u"app"_s, kLogin);
    const auto fetched = client.manifest(u"1"_s, {});
    VERIFY_RESULT(fetched);
    const auto manifest = Manifest::parse(fetched->bytes, {});
    VERIFY_RESULT(manifest);
    proxy.add({.path = "/blobs/", .times = kAlways, .redirects = true});
    proxy.add({.path = "/blobs/", .elsewhere = true, .status = 403});
    const Descriptor layer = manifest->layers.back();
    Sink sink;
    sink.bytes = QByteArray(1000, 'x');
    VERIFY_RESULT(client.downloadBlob(layer, 1000, sink, {}));
    QCOMPARE(sink.bytes.size(), layer.size);
    const auto elsewhere = proxy.requestsElsewhere();
    QCOMPARE(elsewhere.size(), std::size_t(2));
    for (const SeenRequest &request : elsewhere) {
        QCOMPARE(request.header("Authorization"), QByteArray());
        QCOMPARE(request.header("Range"), QByteArray("bytes=1000-"));
    }
}

STRATOSCOPE_GUILESS_TEST(TestRealRegistry)
#include "tst_real_registry.moc"
