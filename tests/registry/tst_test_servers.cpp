// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"
#include "support/fault_proxy.h"
#include "support/layout_maker.h"
#include "support/registry_server.h"
#include "support/run_tool.h"
#include "support/token_server.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr qint64 kLayerSize = 200'000; // bytes

TestImage image()
{
    return {.layers = {TarBuilder().file("etc/hello", "hello").finish(), TarBuilder().file("noise", noise(kLayerSize)).finish()}};
}

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

WireAnswer answerOf(quint16 port, const WireRequest &request)
{
    const auto answer = ask(port, request);
    return answer.value_or(WireAnswer{});
}

const QByteArray kManifestType = "application/vnd.oci.image.manifest.v1+json";

/// Takes what skopeo has put there; docker-registry gives an OCI manifest to nobody else.
WireAnswer get(quint16 port, const QByteArray &target, WireHeaders headers = {})
{
    if (headerOf(headers, "Accept").isEmpty())
        setHeader(headers, "Accept", kManifestType);
    return answerOf(port, {.target = target, .headers = headers});
}

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

    // The proxy
    void nothingIsChangedWithoutAFault();
    void answersInPlaceOfTheRegistrys_data();
    void answersInPlaceOfTheRegistrys();
    void whichRequests();
    void connectionsThatBreak_data();
    void connectionsThatBreak();
    void bodiesThatAreWrong();
    void ranges();
    void slowAnswers();
    void redirects();
    void pagesOfTags();
    void itEndsWhileSomebodyWaits();

private:
    /// A registry that has the image `app:1`, a proxy before it, and the path of the large layer.
    struct Proxied {
        RegistryServer registry;
        FaultProxy proxy{registry.port()};
        QByteArray layer;

        Proxied()
        {
            registry.push(image(), u"app:1"_s);
            const QJsonArray layers = objectOf(get(registry.port(), "/v2/app/manifests/1").body).value("layers"_L1).toArray();
            layer = "/v2/app/blobs/" + layers.last()["digest"_L1].toString().toUtf8();
        }
    };
};

void TestServers::everybodyIsServed()
{
    const RegistryServer registry;
    QCOMPARE(get(registry.port(), "/v2/").status, 200);
    QCOMPARE(get(registry.port(), "/v2/app/manifests/1").status, 404);
    registry.push(image(), u"team/app:1"_s);
    const WireAnswer manifest
        = get(registry.port(), "/v2/team/app/manifests/1", {{"Accept", "application/vnd.oci.image.manifest.v1+json"}});
    QCOMPARE(manifest.status, 200);
    QCOMPARE(manifest.header("content-type"), kManifestType);
    QCOMPARE(objectOf(manifest.body).value("layers"_L1).toArray().size(), 2);
    QCOMPARE(
        answerOf(registry.port(), {.method = "HEAD", .target = "/v2/team/app/manifests/1", .headers = {{"Accept", kManifestType}}})
            .status,
        200);
}

void TestServers::usersByPasswordOverTls()
{
    const TestAuthority authority;
    const RegistryServer registry({.tls = &authority, .user = u"somebody"_s, .password = u"a: b"_s});
    registry.push(image(), u"app:1"_s);
    const TestFolder home;
    const auto inspect = [&](const QStringList &options) {
        return runTool(u"skopeo"_s,
                       QStringList{u"inspect"_s, u"--raw"_s} + options
                           + QStringList{u"docker://%1/app:1"_s.arg(registry.address())},
                       home.path());
    };
    const QStringList certificate{u"--cert-dir"_s, authority.certDir()};
    QCOMPARE(objectOf(inspect(certificate + QStringList{u"--creds"_s, u"somebody:a: b"_s})).value("schemaVersion"_L1).toInt(), 2);
    // As a user does, whose password is then kept for later.
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
    QTest::newRow("oci") << u"oci"_s << kManifestType;
    QTest::newRow("schema 2") << u"v2s2"_s << QByteArray("application/vnd.docker.distribution.manifest.v2+json");
    QTest::newRow("schema 1") << u"v2s1"_s << QByteArray("application/vnd.docker.distribution.manifest.v1+prettyjws");
}

void TestServers::everyFormOfManifest()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, type);
    const RegistryServer registry;
    registry.push(image(), u"app:1"_s, {u"--format"_s, format});
    const WireAnswer manifest = get(registry.port(), "/v2/app/manifests/1", {{"Accept", type}});
    QCOMPARE(manifest.status, 200);
    QCOMPARE(manifest.header("Content-Type"), type);
}

void TestServers::indexesAreCopiedWhole()
{
    const RegistryServer registry;
    LayoutMaker maker;
    TestImage other = image();
    other.architecture = u"arm64"_s;
    maker.entry(
        maker.index({forPlatform(maker.image(image()), u"linux/amd64"_s), forPlatform(maker.image(other), u"linux/arm64"_s)}));
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
                               {u"mediaType"_s, QString::fromLatin1(kManifestType)},
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
    registry.push(image(), u"app:1"_s);

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
    registry.push(image(), u"app:1"_s);
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

void TestServers::nothingIsChangedWithoutAFault()
{
    const Proxied proxied;
    for (const QByteArray &target :
         {QByteArray("/v2/"), QByteArray("/v2/app/manifests/1"), QByteArray("/v2/none"), proxied.layer}) {
        const WireAnswer direct = get(proxied.registry.port(), target);
        const WireAnswer passed = get(proxied.proxy.port(), target);
        QCOMPARE(passed.status, direct.status);
        QCOMPARE(passed.body, direct.body);
        QCOMPARE(passed.header("Docker-Content-Digest"), direct.header("Docker-Content-Digest"));
    }
    QCOMPARE(proxied.proxy.requests().size(), 4U);
    QCOMPARE(proxied.proxy.bytesSent("/blobs/"), get(proxied.registry.port(), proxied.layer).body.size());
    QCOMPARE(proxied.proxy.faultsDone(), 0);

    const TestFolder folder;
    runTool(u"skopeo"_s,
            {u"copy"_s, u"--insecure-policy"_s, u"--src-tls-verify=false"_s, u"docker://%1/app:1"_s.arg(proxied.proxy.address()),
             u"dir:"_s + folder.path()},
            folder.path());
    // By skopeo into the registry as well, whose uploads have bodies of all kinds.
    runTool(u"skopeo"_s,
            {u"copy"_s, u"--insecure-policy"_s, u"--dest-tls-verify=false"_s, u"dir:"_s + folder.path(),
             u"docker://%1/copy:1"_s.arg(proxied.proxy.address())},
            folder.path());
    QCOMPARE(get(proxied.registry.port(), "/v2/copy/manifests/1").body, get(proxied.registry.port(), "/v2/app/manifests/1").body);
}

void TestServers::answersInPlaceOfTheRegistrys_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("retryAfter");
    QTest::newRow("too many requests") << 429 << 7;
    QTest::newRow("server error") << 500 << -1;
    QTest::newRow("unavailable") << 503 << 0;
}

void TestServers::answersInPlaceOfTheRegistrys()
{
    QFETCH(int, status);
    QFETCH(int, retryAfter);
    Proxied proxied;
    proxied.proxy.add({.status = status, .retryAfter = retryAfter});
    const WireAnswer answer = get(proxied.proxy.port(), "/v2/");
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("Retry-After"), retryAfter < 0 ? QByteArray() : QByteArray::number(retryAfter));
    QCOMPARE(get(proxied.proxy.port(), "/v2/").status, 200);
}

void TestServers::whichRequests()
{
    Proxied proxied;
    proxied.proxy.add({.path = "/manifests/", .skip = 1, .times = 2, .status = 500});
    proxied.proxy.add({.method = "HEAD", .times = kAlways, .status = 403});
    QList<int> statuses;
    for (int i = 0; i < 5; ++i)
        statuses << get(proxied.proxy.port(), "/v2/app/manifests/1").status;
    QCOMPARE(statuses, QList<int>({200, 500, 500, 200, 200}));
    QCOMPARE(get(proxied.proxy.port(), "/v2/").status, 200);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(answerOf(proxied.proxy.port(), {.method = "HEAD", .target = "/v2/"}).status, 403);
    QCOMPARE(proxied.proxy.faultsDone(), 5);
    proxied.proxy.clearFaults();
    QCOMPARE(answerOf(proxied.proxy.port(), {.method = "HEAD", .target = "/v2/"}).status, 200);
}

void TestServers::connectionsThatBreak_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<qint64>("sent");
    QTest::newRow("before the answer") << Fault{.hangsUp = true} << qint64(0);
    QTest::newRow("at once") << Fault{.cutAfter = 0} << qint64(0);
    QTest::newRow("in the middle") << Fault{.cutAfter = 1000} << qint64(1000);
    QTest::newRow("in the middle of chunks") << Fault{.chunked = true, .cutAfter = 1000} << qint64(1000);
    QTest::newRow("told too much") << Fault{.lengthShift = 10} << qint64(-1);
}

void TestServers::connectionsThatBreak()
{
    QFETCH(Fault, fault);
    QFETCH(qint64, sent);
    Proxied proxied;
    const qint64 whole = get(proxied.registry.port(), proxied.layer).body.size();
    proxied.proxy.add(fault);
    QVERIFY(!ask(proxied.proxy.port(), {.target = proxied.layer}));
    QCOMPARE(proxied.proxy.bytesSent(), sent < 0 ? whole : sent);
    QCOMPARE(get(proxied.proxy.port(), proxied.layer).body.size(), whole);
}

void TestServers::bodiesThatAreWrong()
{
    Proxied proxied;
    const QByteArray whole = get(proxied.registry.port(), proxied.layer).body;
    const auto with = [&](const Fault &fault) {
        proxied.proxy.add(fault);
        return get(proxied.proxy.port(), proxied.layer);
    };
    const QByteArray wrong = with({.wrongByteAt = 5000}).body;
    QCOMPARE(wrong.size(), whole.size());
    QVERIFY(wrong.left(5000) == whole.left(5000) && wrong[5000] != whole[5000] && wrong.mid(5001) == whole.mid(5001));
    QCOMPARE(with({.lengthShift = -10}).body, whole.chopped(10));
    const WireAnswer chunked = with({.chunked = true});
    QVERIFY(chunked.body == whole && chunked.header("Content-Length").isEmpty());
    QCOMPARE(with({.chunked = true, .extraBytes = 5}).body, whole + "xxxxx");
    const WireAnswer gzip = with({.gzip = true});
    QCOMPARE(gzip.header("Content-Encoding"), QByteArray("gzip"));
    QCOMPARE(gzip.body, QByteArray::fromStdString(compressed(whole.toStdString(), Compression::Gzip)));
    QCOMPARE(with({.headers = {{"Docker-Content-Digest", "sha256:0"}}}).header("Docker-Content-Digest"), QByteArray("sha256:0"));
}

void TestServers::ranges()
{
    Proxied proxied;
    const QByteArray whole = get(proxied.registry.port(), proxied.layer).body;
    const auto with = [&](const Fault &fault) {
        proxied.proxy.add(fault);
        return get(proxied.proxy.port(), proxied.layer, {{"Range", "bytes=1000-"}});
    };
    const QByteArray end = QByteArray::number(whole.size() - 1);
    const QByteArray size = QByteArray::number(whole.size());
    const WireAnswer good = with({.times = 0});
    QCOMPARE(good.status, 206);
    QCOMPARE(good.header("Content-Range"), "bytes 1000-" + end + '/' + size);
    QCOMPARE(good.body, whole.mid(1000));
    const WireAnswer ignored = with({.ignoresRange = true});
    QVERIFY(ignored.status == 200 && ignored.body == whole);
    QCOMPARE(with({.rangeShift = -1}).header("Content-Range"), "bytes 999-" + QByteArray::number(whole.size() - 2) + '/' + size);
}

void TestServers::slowAnswers()
{
    Proxied proxied;
    proxied.proxy.add({.bytesPerSecond = 500'000});
    QElapsedTimer timer;
    timer.start();
    const WireAnswer slow = get(proxied.proxy.port(), proxied.layer);
    QVERIFY(slow.body.size() > kLayerSize);
    QVERIFY(timer.elapsed() >= 300);
}

void TestServers::redirects()
{
    Proxied proxied;
    const QByteArray whole = get(proxied.registry.port(), proxied.layer).body;
    proxied.proxy.add({.path = "/blobs/", .times = kAlways, .redirects = true});
    const QByteArray prefix = "http://" + proxied.proxy.elsewhereAddress().toLatin1();
    const auto location = [&] {
        return get(proxied.proxy.port(), proxied.layer, {{"Authorization", "Bearer x"}}).header("Location");
    };
    const auto target = [&] { return location().mid(prefix.size()); };
    QVERIFY(location().startsWith(prefix + "/elsewhere/v2/") && proxied.proxy.elsewhereAddress() != proxied.proxy.address());
    const auto port = quint16(proxied.proxy.elsewhereAddress().section(u':', 1).toInt());
    const QByteArray signedTarget = target();
    QCOMPARE(get(port, signedTarget).body, whole);
    QCOMPARE(get(port, signedTarget + "1").status, 403);
    QCOMPARE(get(port, signedTarget, {{"Authorization", "Bearer x"}}).status, 400);
    proxied.proxy.add({.elsewhere = true, .status = 403});
    QCOMPARE(get(port, target()).status, 403);
    QCOMPARE(get(port, target()).body, whole);
    QCOMPARE(proxied.proxy.requestsElsewhere().size(), 5U);
    QCOMPARE(proxied.proxy.requestsElsewhere().at(2).header("Authorization"), QByteArray("Bearer x"));
}

void TestServers::pagesOfTags()
{
    const RegistryServer registry;
    registry.putSmallImage(u"app"_s, {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s});
    FaultProxy proxy(registry.port());
    proxy.add({.path = "/tags/list", .times = kAlways, .pageSize = 2});
    const WireAnswer first = get(proxy.port(), "/v2/app/tags/list?n=1000");
    QCOMPARE(objectOf(first.body).value("tags"_L1).toArray(), QJsonArray({u"a"_s, u"b"_s}));
    QCOMPARE(first.header("Link"), QByteArray("</v2/app/tags/list?last=b&n=2>; rel=\"next\""));
    const WireAnswer last = get(proxy.port(), "/v2/app/tags/list?last=d&n=2");
    QCOMPARE(objectOf(last.body).value("tags"_L1).toArray(), QJsonArray{u"e"_s});
    QCOMPARE(last.header("Link"), QByteArray());
}

void TestServers::itEndsWhileSomebodyWaits()
{
    auto proxied = std::make_unique<Proxied>();
    proxied->proxy.add({.isSilent = true});
    proxied->proxy.add({.stallAfter = 10});
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (const char *request : {"GET /v2/ HTTP/1.1\r\n\r\n", "GET /v2/app/manifests/1 HTTP/1.1\r\n\r\n", "GET /half"}) {
        QTcpSocket &client = *clients.emplace_back(std::make_unique<QTcpSocket>());
        client.connectToHost(QHostAddress::LocalHost, proxied->proxy.port());
        QVERIFY(client.waitForConnected());
        client.write(request);
        QVERIFY(client.waitForBytesWritten());
        if (&client == clients.front().get())
            QTRY_COMPARE(proxied->proxy.requests().size(), 1U);
    }
    QTRY_COMPARE(proxied->proxy.bytesSent(), 10);
    proxied.reset();
    for (const auto &client : clients)
        QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestServers)
#include "tst_test_servers.moc"
