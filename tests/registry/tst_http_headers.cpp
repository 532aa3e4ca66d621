// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_message.h"

#include "registry/http/host_address.h"
#include "registry/http/proxies.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestHttpHeaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsHeaders();
    void readsLengths_data();
    void readsLengths();
    void readsRetryAfter_data();
    void readsRetryAfter();
    void readsContentRange_data();
    void readsContentRange();
    void hidesQueries();
    void comparesOrigins();
    void knowsLoopback_data();
    void knowsLoopback();
    void knowsPrivateAddresses_data();
    void knowsPrivateAddresses();
    void takesProxiesFromEnvironment_data();
    void takesProxiesFromEnvironment();
    void readsProxies();
};

void TestHttpHeaders::findsHeaders()
{
    HttpResponse response;
    response.headers = {{"content-TYPE", "Application/JSON; charset=utf-8"}, {"Link", "a"}, {"link", "b"}};
    QCOMPARE(response.header("Link"), QByteArray("a"));
    QCOMPARE(response.allHeaders("LINK"), (std::vector<QByteArray>{"a", "b"}));
    QCOMPARE(response.header("None"), QByteArray());
    QCOMPARE(contentType(response), u"application/json"_s);
}

void TestHttpHeaders::readsLengths_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("number") << QByteArray("12") << qint64(12);
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("large") << QByteArray("99999999999") << qint64(99999999999);
    QTest::newRow("none") << QByteArray() << qint64(-1);
    QTest::newRow("negative") << QByteArray("-1") << qint64(-1);
    QTest::newRow("text") << QByteArray("many") << qint64(-1);
    QTest::newRow("too large") << QByteArray("99999999999999999999") << qint64(-1);
}

void TestHttpHeaders::readsLengths()
{
    QFETCH(QByteArray, header);
    QFETCH(qint64, expected);
    HttpResponse response;
    response.headers = {{"Content-Length", header}};
    QCOMPARE(response.contentLength().value_or(-1), expected);
}

void TestHttpHeaders::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("expected");
    QTest::newRow("seconds") << QByteArray("17") << 17;
    QTest::newRow("date") << QByteArray("Wed, 21 Oct 2015 07:28:30 GMT") << 30;
    QTest::newRow("date gone") << QByteArray("Wed, 21 Oct 2015 07:27:30 GMT") << 0;
    QTest::newRow("negative") << QByteArray("-5") << 0;
    QTest::newRow("none") << QByteArray() << 0;
    QTest::newRow("text") << QByteArray("soon") << 0;
    QTest::newRow("a year") << QByteArray("31536000") << 86400;
}

void TestHttpHeaders::readsRetryAfter()
{
    QFETCH(QByteArray, header);
    QFETCH(int, expected);
    HttpResponse response;
    response.headers = {{"Retry-After", header}};
    QCOMPARE(retryAfter(response, QDateTime({2015, 10, 21}, {7, 28}, Qt::UTC)), expected);
}

void TestHttpHeaders::readsContentRange_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QList<qint64>>("expected");
    QTest::newRow("range") << QByteArray("bytes 10-19/20") << QList<qint64>{10, 19, 20};
    QTest::newRow("no total") << QByteArray("bytes 10-19/*") << QList<qint64>{10, 19, -1};
    QTest::newRow("case and spaces") << QByteArray(" Bytes  0-0/1 ") << QList<qint64>{0, 0, 1};
    QTest::newRow("backwards") << QByteArray("bytes 19-10/20") << QList<qint64>{};
    QTest::newRow("no range") << QByteArray("bytes */20") << QList<qint64>{};
    QTest::newRow("other unit") << QByteArray("lines 1-2/3") << QList<qint64>{};
    QTest::newRow("too large") << QByteArray("bytes 99999999999999999999-99999999999999999999/*") << QList<qint64>{};
    QTest::newRow("none") << QByteArray() << QList<qint64>{};
}

void TestHttpHeaders::readsContentRange()
{
    QFETCH(QByteArray, header);
    QFETCH(QList<qint64>, expected);
    const auto range = ContentRange::parse(header);
    QCOMPARE(range ? (QList<qint64>{range->first, range->last, range->total}) : QList<qint64>{}, expected);
}

void TestHttpHeaders::hidesQueries()
{
    QCOMPARE(shown(QUrl(u"https://user:secret@host:444/a/b?signature=secret#secret"_s)), u"https://host:444/a/b"_s);
}

void TestHttpHeaders::comparesOrigins()
{
    const QUrl url(u"https://host/v2/"_s);
    QVERIFY(isSameOrigin(url, QUrl(u"https://HOST:443/other?x"_s)));
    QVERIFY(!isSameOrigin(url, QUrl(u"http://host/v2/"_s)));
    QVERIFY(!isSameOrigin(url, QUrl(u"https://host:444/v2/"_s)));
    QVERIFY(!isSameOrigin(url, QUrl(u"https://host.example/v2/"_s)));
}

void TestHttpHeaders::knowsLoopback_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("expected");
    for (const char *host : {"localhost", "LocalHost", "a.localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"})
        QTest::newRow(host) << QString::fromLatin1(host) << true;
    for (const char *host : {"localhost.example", "notlocalhost", "128.0.0.1", "::2", "10.0.0.1", "", "docker.io"})
        QTest::newRow(host) << QString::fromLatin1(host) << false;
}

void TestHttpHeaders::knowsLoopback()
{
    QFETCH(QString, host);
    QFETCH(bool, expected);
    QCOMPARE(isLoopbackHost(host), expected);
}

void TestHttpHeaders::knowsPrivateAddresses_data()
{
    QTest::addColumn<bool>("expected");
    for (const char *address : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
                                "100.64.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1",
                                "ff02::1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "::10.0.0.1",
                                "::ffff:0:10.0.0.1", "2002:a00:1::1", "2002:7f00:1::", "2002:c0a8:101::5", "2002:a9fe:a9fe::1",
                                // Teredo: a private server, a private client (192.168.1.1, inverted)
                                "2001:0:a00:1::f7f7:f7f7", "2001:0:808:808::3f57:fefe"})
        QTest::newRow(address) << true;
    for (const char *address :
         {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2001:db8::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
          "::8.8.8.8", "::ffff:0:8.8.8.8", "2002:808:808::1", "2001:0:808:808::f7f7:f7f7", "2003:a00:1::1", "2001:1:a00:1::1"})
        QTest::newRow(address) << false;
}

void TestHttpHeaders::knowsPrivateAddresses()
{
    QFETCH(bool, expected);
    QCOMPARE(isPrivateAddress(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))), expected);
}

void TestHttpHeaders::takesProxiesFromEnvironment_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<QString>("expected"); // host:port, `none`, or empty for nothing said
    const QString proxy = u"http_proxy=http://proxy:3128"_s;
    QTest::newRow("nothing") << u"http://a/"_s << QStringList{} << QString();
    QTest::newRow("http") << u"http://a/"_s << QStringList{proxy} << u"proxy:3128"_s;
    QTest::newRow("not for https") << u"https://a/"_s << QStringList{proxy} << QString();
    QTest::newRow("https") << u"https://a/"_s << QStringList{u"https_proxy=secure:1"_s} << u"secure:1"_s;
    QTest::newRow("upper case") << u"https://a/"_s << QStringList{u"HTTPS_PROXY=secure:1"_s} << u"secure:1"_s;
    QTest::newRow("all") << u"https://a/"_s << QStringList{u"ALL_PROXY=socks5://s"_s} << u"s:1080"_s;
    QTest::newRow("no port") << u"http://a/"_s << QStringList{u"http_proxy=http://proxy"_s} << u"proxy:80"_s;
    const auto except = [&](const char *name, const QString &url, const QString &list, bool isException) {
        QTest::newRow(name) << url << QStringList{proxy, u"no_proxy="_s + list} << (isException ? u"none"_s : u"proxy:3128"_s);
    };
    except("host", u"http://a.example/"_s, u"b, A.example"_s, true);
    except("sub-domain", u"http://a.example/"_s, u"example"_s, true);
    except("domain with a dot", u"http://a.example/"_s, u".example"_s, true);
    except("domain with a star", u"http://a.example/"_s, u"*.example"_s, true);
    except("end of a name", u"http://badexample/"_s, u"example"_s, false);
    except("all hosts", u"http://a.example/"_s, u"*"_s, true);
    except("port", u"http://a:5000/"_s, u"a:5000"_s, true);
    except("other port", u"http://a:5001/"_s, u"a:5000"_s, false);
    except("network", u"http://10.1.2.3/"_s, u"10.0.0.0/8"_s, true);
    except("other network", u"http://11.1.2.3/"_s, u"10.0.0.0/8"_s, false);
    except("address", u"http://[fd00::1]/"_s, u"fd00::1"_s, true);
}

void TestHttpHeaders::takesProxiesFromEnvironment()
{
    QFETCH(QString, url);
    QFETCH(QStringList, variables);
    QFETCH(QString, expected);
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const auto proxy = environmentProxy(QUrl(url), environment);
    QString found;
    if (proxy)
        found = proxy->type() == QNetworkProxy::NoProxy ? u"none"_s : u"%1:%2"_s.arg(proxy->hostName()).arg(proxy->port());
    QCOMPARE(found, expected);
}

void TestHttpHeaders::readsProxies()
{
    QProcessEnvironment environment;
    environment.insert(u"https_proxy"_s, u"http://us%40er:pass%3Aword@[::1]:8080/"_s);
    const auto proxy = environmentProxy(QUrl(u"https://a/"_s), environment);
    QVERIFY(proxy);
    QCOMPARE(proxy->type(), QNetworkProxy::HttpProxy);
    QCOMPARE(proxy->hostName(), u"::1"_s);
    QCOMPARE(proxy->port(), quint16(8080));
    QCOMPARE(proxy->user(), u"us@er"_s);
    QCOMPARE(proxy->password(), u"pass:word"_s);
}

STRATOSCOPE_APPLESS_TEST(TestHttpHeaders)
#include "tst_http_headers.moc"
