// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
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

} // namespace

class TestBlobDownload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void downloads();
    void continues();
    void nothingLeft();
    void offsetBeyond();
    void rangeIgnored();
    void rangeWrong_data();
    void rangeWrong();
    void lengthWrong_data();
    void lengthWrong();
    void labelledAsEncoded();
    void smallBlob();
    void smallBlobOfOtherBytes();
    void smallBlobThatIsLarge();
    void foreignLayer();
    void foreignLayerPlain();
    void missing();
};

void TestBlobDownload::downloads()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer(rangeOf(exchange.request(), kBlob)); });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 0, sink, {}));
    QCOMPARE(sink.bytes, kBlob);
    QCOMPARE(sink.begins, QList<qint64>{0});
    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t(1));
    QCOMPARE(requests[0].target, "/v2/team/app/blobs/" + descriptorOf(kBlob).digest.toString().toLatin1());
    QCOMPARE(requests[0].header("Range"), QByteArray());
}

void TestBlobDownload::continues()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer(rangeOf(exchange.request(), kBlob)); });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 100, sink, {}));
    QCOMPARE(sink.bytes, kBlob.sliced(100));
    QCOMPARE(sink.begins, QList<qint64>{100});
    QCOMPARE(server.requests().at(0).header("Range"), QByteArray("bytes=100-"));
}

void TestBlobDownload::nothingLeft()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), kBlob.size(), sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{kBlob.size()});
    QVERIFY(server.requests().empty());
}

void TestBlobDownload::offsetBeyond()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer(rangeOf(exchange.request(), kBlob)); });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), kBlob.size() + 1, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{0});
    QCOMPARE(sink.bytes, kBlob);
}

void TestBlobDownload::rangeIgnored()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 100, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{0});
    QCOMPARE(sink.bytes, kBlob);
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestBlobDownload::rangeWrong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("range");
    const QByteArray size = QByteArray::number(kBlob.size());
    const QByteArray last = QByteArray::number(kBlob.size() - 1);
    QTest::newRow("other start") << 206 << "bytes 99-" + last + '/' + size;
    QTest::newRow("other size") << 206 << "bytes 100-" + last + "/9999";
    QTest::newRow("no range told") << 206 << QByteArray();
    QTest::newRow("not understood") << 206 << QByteArray("items 1-2/3");
    QTest::newRow("not satisfiable") << 416 << "bytes */" + size;
}

void TestBlobDownload::rangeWrong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, range);
    const HttpServer server([=](Exchange &exchange) {
        const bool isRanged = !exchange.request().header("Range").isEmpty();
        exchange.answer(isRanged ? WireAnswer{status, {{"Content-Range", range}}, kBlob.sliced(100)} : WireAnswer{200, {}, kBlob});
    });
    auto client = clientOf(server);
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 100, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{0});
    QCOMPARE(sink.bytes, kBlob);
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestBlobDownload::lengthWrong_data()
{
    QTest::addColumn<bool>("isChunked");
    QTest::addColumn<int>("difference");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("more") << false << 1 << ErrorKind::Mismatch;
    QTest::newRow("fewer") << false << -1 << ErrorKind::Network;
    QTest::newRow("more, in chunks") << true << 1 << ErrorKind::Mismatch;
    QTest::newRow("fewer, in chunks") << true << -1 << ErrorKind::Network;
    QTest::newRow("right, in chunks") << true << 0 << ErrorKind::Io;
}

void TestBlobDownload::lengthWrong()
{
    QFETCH(bool, isChunked);
    QFETCH(int, difference);
    QFETCH(ErrorKind, kind);
    const QByteArray body = difference < 0 ? kBlob.chopped(1) : kBlob + QByteArray(difference, 'x');
    const HttpServer server([=](Exchange &exchange) {
        if (!isChunked) {
            exchange.answer({200, {}, body});
            return;
        }
        exchange.sendHead({200, {{"Transfer-Encoding", "chunked"}}, {}});
        exchange.sendBody(chunkBytes(body) + kLastChunk, body.size());
    });
    auto client = clientOf(server);
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QCOMPARE(result ? ErrorKind::Io : result.error().kind, kind);
    QVERIFY(sink.bytes.size() <= kBlob.size());
}

void TestBlobDownload::labelledAsEncoded()
{
    // Some servers label a blob that is compressed, and send its own bytes.
    for (const QByteArray encoding : {"gzip", "x-gzip", "br"}) {
        const HttpServer server([&](Exchange &exchange) { exchange.answer({200, {{"Content-Encoding", encoding}}, kBlob}); });
        auto client = clientOf(server);
        BlobBuffer sink;
        VERIFY_RESULT(client.downloadBlob(descriptorOf(kBlob), 0, sink, {}));
        QCOMPARE(sink.bytes, kBlob);
    }
}

void TestBlobDownload::smallBlob()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    auto client = clientOf(server);
    const auto blob = client.blob(descriptorOf(kBlob), {});
    VERIFY_RESULT(blob);
    QCOMPARE(*blob, kBlob);
}

void TestBlobDownload::smallBlobOfOtherBytes()
{
    QByteArray other = kBlob;
    other[5] = 'x';
    const HttpServer server([&](Exchange &exchange) { exchange.answer({200, {}, other}); });
    auto client = clientOf(server);
    const auto blob = client.blob(descriptorOf(kBlob), {});
    QVERIFY(!blob);
    QCOMPARE(blob.error().kind, ErrorKind::Mismatch);
}

void TestBlobDownload::smallBlobThatIsLarge()
{
    const HttpServer server([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    auto client = clientOf(server);
    Descriptor descriptor = descriptorOf(kBlob);
    descriptor.size = qint64(1) << 40;
    const auto blob = client.blob(descriptor, {});
    QVERIFY(!blob);
    QCOMPARE(blob.error().kind, ErrorKind::TooLarge);
    QVERIFY(server.requests().empty());
}

void TestBlobDownload::foreignLayer()
{
    const TestAuthority authority;
    const HttpServer elsewhere([](Exchange &exchange) { exchange.answer(rangeOf(exchange.request(), kBlob)); },
                               authority.configuration());
    const HttpServer server([](Exchange &exchange) {
        if (exchange.request().header("Authorization").isEmpty())
            exchange.answerError(401, "UNAUTHORIZED", {{"WWW-Authenticate", "Basic realm=\"x\""}});
        else
            exchange.answerError(404, "BLOB_UNKNOWN");
    });
    Endpoint endpoint = endpointAt(server.address());
    endpoint.tls.verify = false;
    const Credentials login{.user = u"user"_s, .password = u"password"_s, .identityToken = {}};
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(login)));
    Descriptor descriptor = descriptorOf(kBlob);
    const QString there = u"https://"_s + elsewhere.address();
    descriptor.urls = {u"ftp://nowhere/x"_s, there + u"/layer"_s};
    BlobBuffer sink;
    VERIFY_RESULT(client.downloadBlob(descriptor, 7, sink, {}));
    QCOMPARE(sink.begins, QList<qint64>{7});
    QCOMPARE(sink.bytes, kBlob.sliced(7));
    QCOMPARE(elsewhere.requests().at(0).header("Authorization"), QByteArray());
}

void TestBlobDownload::foreignLayerPlain()
{
    const HttpServer elsewhere([](Exchange &exchange) { exchange.answer({200, {}, kBlob}); });
    const HttpServer server([](Exchange &exchange) { exchange.answerError(404, "BLOB_UNKNOWN"); });
    auto client = clientOf(server);
    Descriptor descriptor = descriptorOf(kBlob);
    descriptor.urls = {u"http://"_s + elsewhere.address() + u"/layer"_s};
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptor, 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::NotFound);
    QVERIFY(elsewhere.requests().empty());
}

void TestBlobDownload::missing()
{
    const HttpServer server([](Exchange &exchange) { exchange.answerError(404, "BLOB_UNKNOWN"); });
    auto client = clientOf(server);
    BlobBuffer sink;
    const auto result = client.downloadBlob(descriptorOf(kBlob), 0, sink, {});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::NotFound);
    QVERIFY(sink.begins.isEmpty());
}

STRATOSCOPE_GUILESS_TEST(TestBlobDownload)
#include "tst_blob_download.moc"
