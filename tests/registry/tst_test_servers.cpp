// SPDX-License-Identifier: Apache-2.0
#include "support/layout_maker.h"
#include "support/registry_server.h"
#include "support/run_tool.h"
#include "support/served.h"
#include "support/test_main.h"
#include "support/token_server.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

QByteArray basic(const QByteArray &login)
{
    return "Basic " + login.toBase64();
}

} // namespace

class TestServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // docker-registry
    void everybodyIsServed();
    void usersByPasswordOverTls();
    void everyFormOfManifest_data();
    void everyFormOfManifest();
    void indexesAreCopiedWhole();
    void manyRepositoriesAndTags();
    void whatIsPutIntoItsStorage();

    // Tokens
    void tokensAreTaken();
    void skopeoLogsInByTokens();
    void tokenRules();
};

void TestServers::everybodyIsServed()
{
    const RegistryServer registry;
    QCOMPARE(get(registry.port(), "/v2/").status, 200);
    QCOMPARE(get(registry.port(), "/v2/app/manifests/1").status, 404);
    registry.push(servedImage(), u"team/app:1"_s);
    const WireAnswer manifest
        = get(registry.port(), "/v2/team/app/manifests/1", {{"Accept", "application/vnd.oci.image.manifest.v1+json"}});
    QCOMPARE(manifest.status, 200);
    QCOMPARE(manifest.header("content-type"), kOciManifestType);
    QCOMPARE(objectOf(manifest.body).value("layers"_L1).toArray().size(), 2);
    QCOMPARE(answerOf(registry.port(),
                      {.method = "HEAD", .target = "/v2/team/app/manifests/1", .headers = {{"Accept", kOciManifestType}}})
                 .status,
             200);
}

void TestServers::usersByPasswordOverTls()
{
    const TestAuthority authority;
    const RegistryServer registry({.tls = &authority, .user = u"somebody"_s, .password = u"a: b"_s});
    registry.push(servedImage(), u"app:1"_s);
    const TestFolder home;
    const auto inspect = [&](const QStringList &options) {
        return runTool(u"skopeo"_s,
                       QStringList{u"inspect"_s, u"--raw"_s} + options
                           + QStringList{u"docker://%1/app:1"_s.arg(registry.address())},
                       home.path());
    };
    const QStringList certificate{u"--cert-dir"_s, authority.certDir()};
    QCOMPARE(objectOf(inspect(certificate + QStringList{u"--creds"_s, u"somebody:a: b"_s})).value("schemaVersion"_L1).toInt(), 2);
    // Like a user whose password is stored for later.
    runTool(u"skopeo"_s,
            QStringList{u"login"_s, u"-u"_s, u"somebody"_s, u"--password-stdin"_s} + certificate + QStringList{registry.address()},
            home.path(), "a: b");
    QVERIFY(!inspect(certificate).isEmpty());

    const RegistryServer plain({.user = u"somebody"_s, .password = u"a: b"_s});
    const WireAnswer refused = get(plain.port(), "/v2/");
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.header("WWW-Authenticate"), QByteArray("Basic realm=\"test\""));
    QCOMPARE(get(plain.port(), "/v2/", {{"Authorization", basic("somebody:a: b")}}).status, 200);
    QCOMPARE(get(plain.port(), "/v2/", {{"Authorization", basic("somebody:other")}}).status, 401);
}

void TestServers::everyFormOfManifest_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("oci") << u"oci"_s << kOciManifestType;
    QTest::newRow("schema 2") << u"v2s2"_s << QByteArray("application/vnd.docker.distribution.manifest.v2+json");
    QTest::newRow("schema 1") << u"v2s1"_s << QByteArray("application/vnd.docker.distribution.manifest.v1+prettyjws");
}

void TestServers::everyFormOfManifest()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, type);
    const RegistryServer registry;
    registry.push(servedImage(), u"app:1"_s, {u"--format"_s, format});
    const WireAnswer manifest = get(registry.port(), "/v2/app/manifests/1", {{"Accept", type}});
    QCOMPARE(manifest.status, 200);
    QCOMPARE(manifest.header("Content-Type"), type);
}

void TestServers::indexesAreCopiedWhole()
{
    const RegistryServer registry;
    LayoutMaker maker;
    TestImage other = servedImage();
    other.architecture = u"arm64"_s;
    maker.entry(maker.index(
        {forPlatform(maker.image(servedImage()), u"linux/amd64"_s), forPlatform(maker.image(other), u"linux/arm64"_s)}));
    const TestFolder folder;
    writeFiles(folder.path(), maker.files());
    registry.push(u"oci:"_s + folder.path(), u"app:1"_s, {u"--all"_s});
    const QByteArray type = "application/vnd.oci.image.index.v1+json";
    const WireAnswer index = get(registry.port(), "/v2/app/manifests/1", {{"Accept", type}});
    QCOMPARE(index.header("Content-Type"), type);
    QCOMPARE(objectOf(index.body).value("manifests"_L1).toArray().size(), 2);
}

void TestServers::manyRepositoriesAndTags()
{
    const RegistryServer registry;
    for (int i = 0; i < 300; ++i)
        registry.putSmallImage(u"team/app-%1"_s.arg(i), {u"1"_s});
    QStringList tags;
    for (int i = 0; i < 2500; ++i)
        tags << u"v%1"_s.arg(i);
    registry.putSmallImage(u"many"_s, tags);

    QStringList repositories;
    QByteArray target = "/v2/_catalog?n=100";
    int pages = 0;
    for (; !target.isEmpty(); ++pages) {
        const WireAnswer page = get(registry.port(), target);
        QCOMPARE(page.status, 200);
        for (const QJsonValue &name : objectOf(page.body).value("repositories"_L1).toArray())
            repositories << name.toString();
        const QByteArray link = page.header("Link");
        target = link.mid(1, link.indexOf('>') - 1);
    }
    QCOMPARE(repositories.size(), 301);
    QCOMPARE(pages, 4);
    QCOMPARE(objectOf(get(registry.port(), "/v2/many/tags/list").body).value("tags"_L1).toArray().size(), 2500);
    QCOMPARE(get(registry.port(), "/v2/many/manifests/v2499").status, 200);
}

void TestServers::whatIsPutIntoItsStorage()
{
    const RegistryServer registry;
    const QJsonObject blob = registry.putBlob(u"art"_s, "some bytes", u"text/plain"_s);
    const QJsonObject empty = registry.putBlob(u"art"_s, "{}", u"application/vnd.oci.empty.v1+json"_s);
    const QJsonObject manifest{{u"schemaVersion"_s, 2},
                               {u"mediaType"_s, QString::fromLatin1(kOciManifestType)},
                               {u"config"_s, empty},
                               {u"layers"_s, QJsonArray{blob}}};
    const QJsonObject descriptor = registry.putManifest(u"art"_s, QJsonDocument(manifest).toJson(), {u"sha256-abc"_s});
    QCOMPARE(get(registry.port(), "/v2/art/manifests/" + digestOf(descriptor).toUtf8()).body, QJsonDocument(manifest).toJson());
    QCOMPARE(get(registry.port(), "/v2/art/manifests/sha256-abc").status, 200);
    const QByteArray path = "/v2/art/blobs/" + digestOf(blob).toUtf8();
    QCOMPARE(get(registry.port(), path).body, QByteArray("some bytes"));
    registry.replaceBlob(digestOf(blob), "other bytes");
    QCOMPARE(get(registry.port(), path).body, QByteArray("other bytes"));
    registry.removeBlob(digestOf(blob));
    QCOMPARE(get(registry.port(), path).status, 404);
}

void TestServers::tokensAreTaken()
{
    TokenServer tokens;
    const RegistryServer registry({.tokens = &tokens});
    const WireAnswer refused = get(registry.port(), "/v2/app/tags/list");
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.header("WWW-Authenticate"),
             "Bearer realm=\"" + tokens.realm().toUtf8() + "\",service=\"" + TokenServer::service().toUtf8()
                 + "\",scope=\"repository:app:pull\"");
    registry.push(servedImage(), u"app:1"_s);

    const auto withToken = [&](const QByteArray &scope) {
        const QJsonObject answer = objectOf(get(tokens.port(), "/token?service=x&scope=" + scope).body);
        return get(registry.port(), "/v2/app/tags/list",
                   {{"Authorization", "Bearer " + answer.value("token"_L1).toString().toUtf8()}});
    };
    QCOMPARE(withToken("repository:app:pull").body, QByteArray("{\"name\":\"app\",\"tags\":[\"1\"]}\n"));
    QCOMPARE(withToken("repository:other:pull").status, 401);
    QVERIFY(tokens.requests().size() >= 3);
}

void TestServers::skopeoLogsInByTokens()
{
    const TokenServer tokens({.user = u"somebody"_s, .password = u"secret"_s, .hasRefreshTokens = true});
    const RegistryServer registry({.user = u"somebody"_s, .password = u"secret"_s, .tokens = &tokens});
    registry.push(servedImage(), u"app:1"_s);
    const TestFolder home;
    const QByteArray tags = runTool(
        u"skopeo"_s,
        {u"list-tags"_s, u"--tls-verify=false"_s, u"--creds"_s, u"somebody:secret"_s, u"docker://%1/app"_s.arg(registry.address())},
        home.path());
    QCOMPARE(objectOf(tags).value("Tags"_L1).toArray(), QJsonArray{u"1"_s});
}

void TestServers::tokenRules()
{
    TokenServer tokens({.user = u"somebody"_s, .password = u"a+b c"_s, .hasRefreshTokens = true});
    const auto post
        = [&](const QByteArray &form) { return answerOf(tokens.port(), {.method = "POST", .target = "/token", .body = form}); };
    QCOMPARE(get(tokens.port(), "/token").status, 401);
    QCOMPARE(get(tokens.port(), "/token", {{"Authorization", basic("somebody:other")}}).status, 401);
    QJsonObject answer
        = objectOf(get(tokens.port(), "/token?offline_token=true", {{"Authorization", basic("somebody:a+b c")}}).body);
    QCOMPARE(answer.keys(), QStringList({u"expires_in"_s, u"refresh_token"_s, u"token"_s}));
    QCOMPARE(post("grant_type=refresh_token&refresh_token=wrong").status, 401);
    answer = objectOf(post("grant_type=refresh_token&refresh_token=" + tokens.refreshToken().toUtf8()).body);
    QVERIFY(answer.contains(u"access_token"_s));
    QCOMPARE(post("grant_type=password&username=somebody&password=a%2Bb+c").status, 200);

    tokens.setRules({.field = "access_token", .expiresIn = {}, .getOnly = true});
    QCOMPARE(objectOf(get(tokens.port(), "/token").body).keys(), QStringList{u"access_token"_s});
    QCOMPARE(post("grant_type=password").status, 404);
}

STRATOSCOPE_GUILESS_TEST(TestServers)
#include "tst_test_servers.moc"
