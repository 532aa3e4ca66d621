// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"
#include "support/fault_proxy.h"
#include "support/registry_server.h"
#include "support/run_tool.h"
#include "support/served.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestFaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    /// A registry with the image `app:1`, a proxy in front of it, and the path of the large layer.
    struct Proxied {
        RegistryServer registry;
        FaultProxy proxy{registry.port()};
        QByteArray layer;

        Proxied()
        {
            registry.push(servedImage(), u"app:1"_s);
            const QJsonArray layers = objectOf(get(registry.port(), "/v2/app/manifests/1").body).value("layers"_L1).toArray();
            layer = "/v2/app/blobs/" + layers.last()["digest"_L1].toString().toUtf8();
        }
    };
};

void TestFaultProxy::nothingIsChangedWithoutAFault()
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
    // Also pushed by skopeo, since uploads have bodies of all kinds.
    runTool(u"skopeo"_s,
            {u"copy"_s, u"--insecure-policy"_s, u"--dest-tls-verify=false"_s, u"dir:"_s + folder.path(),
             u"docker://%1/copy:1"_s.arg(proxied.proxy.address())},
            folder.path());
    QCOMPARE(get(proxied.registry.port(), "/v2/copy/manifests/1").body, get(proxied.registry.port(), "/v2/app/manifests/1").body);
}

void TestFaultProxy::answersInPlaceOfTheRegistrys_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("retryAfter");
    QTest::newRow("too many requests") << 429 << 7;
    QTest::newRow("server error") << 500 << -1;
    QTest::newRow("unavailable") << 503 << 0;
}

void TestFaultProxy::answersInPlaceOfTheRegistrys()
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

void TestFaultProxy::whichRequests()
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

void TestFaultProxy::connectionsThatBreak_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<qint64>("sent");
    QTest::newRow("before the answer") << Fault{.hangsUp = true} << qint64(0);
    QTest::newRow("at once") << Fault{.cutAfter = 0} << qint64(0);
    QTest::newRow("in the middle") << Fault{.cutAfter = 1000} << qint64(1000);
    QTest::newRow("in the middle of chunks") << Fault{.chunked = true, .cutAfter = 1000} << qint64(1000);
    QTest::newRow("told too much") << Fault{.lengthShift = 10} << qint64(-1);
}

void TestFaultProxy::connectionsThatBreak()
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

void TestFaultProxy::bodiesThatAreWrong()
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

void TestFaultProxy::ranges()
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

void TestFaultProxy::slowAnswers()
{
    Proxied proxied;
    proxied.proxy.add({.bytesPerSecond = 500'000});
    QElapsedTimer timer;
    timer.start();
    const WireAnswer slow = get(proxied.proxy.port(), proxied.layer);
    QVERIFY(slow.body.size() > kServedLayerSize);
    QVERIFY(timer.elapsed() >= 300);
}

void TestFaultProxy::redirects()
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

void TestFaultProxy::pagesOfTags()
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

void TestFaultProxy::itEndsWhileSomebodyWaits()
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

STRATOSCOPE_GUILESS_TEST(TestFaultProxy)
#include "tst_fault_proxy.moc"
