// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"

#include "support/endpoints.h"
#include "support/http_server.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <map>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

using Exchange = HttpServer::Exchange;
using AnswersRegistryLists = std::map<QByteArray, WireAnswer>; ///< by path and query

constexpr auto kRegistryListsSubject = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"_L1;

HttpServer::Handler scriptedRegistryLists(const AnswersRegistryLists &answers)
{
    return [answers](Exchange &exchange) {
        const auto found = answers.find(exchange.request().target);
        exchange.answer(found == answers.end() ? WireAnswer{404, {}, "{}"} : found->second);
    };
}

WireAnswer page(const QByteArray &body, const QByteArray &link = {})
{
    return {200, link.isEmpty() ? WireHeaders{} : WireHeaders{{"Link", link}}, body};
}

QByteArray indexOf(const QByteArrayList &digits)
{
    QByteArrayList manifests;
    for (const QByteArray &digit : digits)
        manifests.append(R"({"mediaType":"a/b","size":1,"digest":"sha256:)" + digit.repeated(64) + R"("})");
    return R"({"schemaVersion":2,"manifests":[)" + manifests.join(',') + "]}";
}

Result<QStringList> tagsOf(const HttpServer &server)
{
    RegistryClient client(endpointAt(server.address()), std::make_shared<RegistryAuth>(nullptr));
    QStringList all;
    STRATOSCOPE_CHECK(client.tags(
        [&all](const QStringList &names) {
            all += names;
            return true;
        },
        {}));
    return all;
}

Result<QStringList> catalogOf(const HttpServer &server)
{
    RegistryClient client(endpointAt(server.address()), std::make_shared<RegistryAuth>(nullptr));
    QStringList all;
    STRATOSCOPE_CHECK(client.catalog(
        [&all](const QStringList &names) {
            all += names;
            return true;
        },
        {}));
    return all;
}

Result<QStringList> referrersOf(const HttpServer &server)
{
    RegistryClient client(endpointAt(server.address()), std::make_shared<RegistryAuth>(nullptr));
    STRATOSCOPE_TRY(const auto descriptors, client.referrers(*Digest::parse(QString(kRegistryListsSubject)), {}));
    QStringList all;
    for (const Descriptor &descriptor : descriptors)
        all.append(descriptor.digest.hex().left(1));
    return all;
}

} // namespace

class TestRegistryLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsLinks_data();
    void followsLinks();
    void staysAtItsHost();
    void nullList();
    void digestsAmongTags();
    void circles();
    void endsWhenTold();
    void noSuchRepository();
    void catalog();
    void noCatalog_data();
    void noCatalog();
    void catalogFails();
    void referrers();
    void referrersByTag();
    void noReferrers_data();
    void noReferrers();
    void referrersFail();
};

void TestRegistryLists::followsLinks_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::newRow("relative") << QByteArray(R"(</v2/team/app/tags/list?last=b&n=1000>; rel="next")");
    QTest::newRow("query") << QByteArray(R"(<?last=b&n=1000>; rel="next")");
    QTest::newRow("absolute") << QByteArray(R"(<http://registry.internal:5000/v2/team/app/tags/list?last=b&n=1000>; rel="next")");
    QTest::newRow("not quoted") << QByteArray("</v2/team/app/tags/list?last=b&n=1000>; rel=next");
    QTest::newRow("several") << QByteArray(R"(</first>; rel="first", </v2/team/app/tags/list?last=b&n=1000>; rel="next")");
}

void TestRegistryLists::followsLinks()
{
    QFETCH(QByteArray, link);
    const HttpServer server(scriptedRegistryLists({{"/v2/team/app/tags/list?n=1000", page(R"({"tags":["a","b"]})", link)},
                                                   {"/v2/team/app/tags/list?last=b&n=1000", page(R"({"tags":["c"]})")}}));
    const auto tags = tagsOf(server);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TestRegistryLists::staysAtItsHost()
{
    const HttpServer other(scriptedRegistryLists({}));
    const HttpServer server(scriptedRegistryLists(
        {{"/v2/team/app/tags/list?n=1000", page(R"({"tags":["a"]})", "<http://" + other.address().toLatin1() + "/x>; rel=next")},
         {"/x", page(R"({"tags":["b"]})")}}));
    const auto tags = tagsOf(server);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags, (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(other.requests().empty());
}

void TestRegistryLists::nullList()
{
    const HttpServer server(scriptedRegistryLists({{"/v2/team/app/tags/list?n=1000", page(R"({"name":"team/app","tags":null})")}}));
    const auto tags = tagsOf(server);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags, QStringList());
}

void TestRegistryLists::digestsAmongTags()
{
    const HttpServer server(scriptedRegistryLists({{"/v2/team/app/tags/list?n=1000", page(R"({"tags":["a","sha256:01"]})")}}));
    const auto tags = tagsOf(server);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags, (QStringList{u"a"_s, u"sha256:01"_s}));
}

void TestRegistryLists::circles()
{
    const HttpServer server(
        scriptedRegistryLists({{"/v2/team/app/tags/list?n=1000", page(R"({"tags":["a"]})", "</b>; rel=next")},
                               {"/b", page(R"({"tags":["b"]})", "</v2/team/app/tags/list?n=1000>; rel=next")}}));
    const auto tags = tagsOf(server);
    VERIFY_RESULT(tags);
    QCOMPARE(*tags, (QStringList{u"a"_s, u"b"_s}));
}

void TestRegistryLists::endsWhenTold()
{
    const HttpServer server(
        scriptedRegistryLists({{"/v2/team/app/tags/list?n=1000", page(R"({"tags":["a"]})", "</b>; rel=next")}}));
    RegistryClient client(endpointAt(server.address()), std::make_shared<RegistryAuth>(nullptr));
    VERIFY_RESULT(client.tags([](const QStringList &) { return false; }, {}));
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRegistryLists::noSuchRepository()
{
    const HttpServer server(scriptedRegistryLists({}));
    const auto tags = tagsOf(server);
    QVERIFY(!tags);
    QCOMPARE(tags.error().kind, ErrorKind::NotFound);
}

void TestRegistryLists::catalog()
{
    const HttpServer server(
        scriptedRegistryLists({{"/v2/_catalog?n=1000", page(R"({"repositories":["a","b/c"]})", "</more>; rel=next")},
                               {"/more", page(R"({"repositories":null})")}}));
    const auto names = catalogOf(server);
    VERIFY_RESULT(names);
    QCOMPARE(*names, (QStringList{u"a"_s, u"b/c"_s}));
}

void TestRegistryLists::noCatalog_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {401, 403, 404, 405, 400})
        QTest::addRow("%d", status) << status;
}

void TestRegistryLists::noCatalog()
{
    QFETCH(int, status);
    const HttpServer server([status](Exchange &exchange) { exchange.answerError(status, "UNSUPPORTED"); });
    const auto names = catalogOf(server);
    QVERIFY(!names);
    QCOMPARE(names.error().kind, ErrorKind::Unsupported);
    QVERIFY2(names.error().message().contains(u"tags"), qPrintable(names.error().message()));
}

void TestRegistryLists::catalogFails()
{
    const HttpServer server([](Exchange &exchange) { exchange.answerError(502, "UNKNOWN"); });
    const auto names = catalogOf(server);
    QVERIFY(!names);
    QCOMPARE(names.error().kind, ErrorKind::Network);
}

void TestRegistryLists::referrers()
{
    const QByteArray path = "/v2/team/app/referrers/" + QByteArray(kRegistryListsSubject.data());
    const HttpServer server(
        scriptedRegistryLists({{path, page(indexOf({"1", "2"}), "</more>; rel=\"next\"")}, {"/more", page(indexOf({"3"}))}}));
    const auto referrers = referrersOf(server);
    VERIFY_RESULT(referrers);
    QCOMPARE(*referrers, (QStringList{u"1"_s, u"2"_s, u"3"_s}));
}

void TestRegistryLists::referrersByTag()
{
    const QByteArray path = "/v2/team/app/manifests/" + QByteArray(kRegistryListsSubject.data()).replace(':', '-');
    const HttpServer server(scriptedRegistryLists({{path, page(indexOf({"1"}))}}));
    const auto referrers = referrersOf(server);
    VERIFY_RESULT(referrers);
    QCOMPARE(*referrers, QStringList{u"1"_s});
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestRegistryLists::noReferrers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << 404 << QByteArray("{}");
    QTest::newRow("method") << 405 << QByteArray();
    QTest::newRow("page") << 200 << QByteArray("<html>");
    QTest::newRow("login") << 302 << QByteArray();
    QTest::newRow("other JSON") << 200 << QByteArray("{}");
    QTest::newRow("a manifest") << 200 << QByteArray(R"({"schemaVersion":2,"config":{},"layers":[]})");
}

void TestRegistryLists::noReferrers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const HttpServer server([=](Exchange &exchange) {
        if (status == 302 && exchange.request().path() != "/login")
            exchange.answer({302, {{"Location", "/login"}}, {}});
        else
            exchange.answer(
                {status == 302 ? 200 : status, {{"Content-Type", body.startsWith('{') ? "application/json" : "text/html"}}, body});
    });
    const auto referrers = referrersOf(server);
    VERIFY_RESULT(referrers);
    QCOMPARE(*referrers, QStringList());
}

void TestRegistryLists::referrersFail()
{
    const HttpServer server([](Exchange &exchange) { exchange.answerError(503, "UNAVAILABLE"); });
    const auto referrers = referrersOf(server);
    QVERIFY(!referrers);
    QCOMPARE(referrers.error().kind, ErrorKind::Network);
}

STRATOSCOPE_GUILESS_TEST(TestRegistryLists)
#include "tst_registry_lists.moc"
