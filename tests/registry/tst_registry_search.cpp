// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_search.h"

#include "registry/auth/registry_auth.h"

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
using AnswersRegistrySearch = std::map<QByteArray, QByteArray>; ///< by path and query

HttpServer::Handler scriptedRegistrySearch(const AnswersRegistrySearch &answers)
{
    return [answers](Exchange &exchange) {
        const auto found = answers.find(exchange.request().target);
        exchange.answer(found == answers.end() ? WireAnswer{404, {}, "{}"} : WireAnswer{200, {}, found->second});
    };
}

struct Found {
    QStringList lines;
    std::optional<ErrorKind> error;
};

/// One line per hit: name, stars, mark, description.
Found search(const HttpServer &server, const QString &registry, const QString &term, int limit = 1000,
             std::optional<Credentials> credentials = {})
{
    Endpoint endpoint = endpointAt(server.address(), {});
    if (!registry.isEmpty())
        endpoint.registry = registry;
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(std::move(credentials))));
    Found found;
    const auto result = searchRegistry(
        client, term, limit,
        [&](const std::vector<SearchHit> &hits) {
            for (const SearchHit &hit : hits) {
                QString name = hit.name;
                name.replace(server.address(), u"HOST"_s);
                found.lines.append(
                    u"%1 %2%3 %4"_s.arg(name).arg(hit.stars).arg(hit.official ? u"!"_s : QString(), hit.description).trimmed());
            }
            return true;
        },
        {});
    if (!result)
        found.error = result.error().kind;
    return found;
}

} // namespace

class TestRegistrySearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dockerHub();
    void dockerHubByItsOwn();
    void quay();
    void harbor();
    void harborWithLogin();
    void index();
    void catalog();
    void nothingAtAll();
    void limits();
    void endsWhenTold();
    void dropsWhatIsNoName();
    void tooManyRequests();
    void encodesTerms();
};

void TestRegistrySearch::dockerHub()
{
    const HttpServer server(scriptedRegistrySearch({{"/v1/search?q=alp&n=100&page=1",
                                                     R"({"num_pages":2,"page":1,"results":[
        {"name":"alpine","description":"A minimal\n image","star_count":11000,"is_official":true},
        {"name":"grafana/alpine","description":"","star_count":0,"is_official":false}]})"},
                                                    {"/v1/search?q=alp&n=100&page=2",
                                                     R"({"num_pages":2,"page":2,"results":[{"name":"alpine","description":"again"},
        {"name":"a/alp","description":null}]})"}}));
    QCOMPARE(search(server, u"docker.io"_s, u" alp "_s).lines,
             (QStringList{u"docker.io/library/alpine 11000! A minimal image"_s, u"docker.io/grafana/alpine 0"_s,
                          u"docker.io/a/alp -1"_s}));
}

void TestRegistrySearch::dockerHubByItsOwn()
{
    const HttpServer server(scriptedRegistrySearch(
        {{"/v2/search/repositories/?query=alp&page_size=100&page=1",
          R"({"count":2,"next":"https://hub.docker.com/x","results":[
        {"repo_name":"alpine","short_description":"A","star_count":1,"is_official":true}]})"},
         {"/v2/search/repositories/?query=alp&page_size=100&page=2",
          R"({"count":2,"next":"","results":[{"repo_name":"a/alp","short_description":"B","star_count":2}]})"}}));
    QCOMPARE(search(server, u"docker.io"_s, u"alp"_s).lines,
             (QStringList{u"docker.io/library/alpine 1! A"_s, u"docker.io/a/alp 2 B"_s}));
}

void TestRegistrySearch::quay()
{
    const HttpServer server(
        scriptedRegistrySearch({{"/api/v1/find/repositories?query=prom&page=1",
                                 R"({"results":[{"kind":"repository","namespace":{"name":"prometheus"},"name":"node",
        "description":"Exporter","stars":3}],"has_additional":true,"page":1})"},
                                {"/api/v1/find/repositories?query=prom&page=2",
                                 R"({"results":[{"namespace":{"name":"x"},"name":"prom","description":null,"stars":null}],
        "has_additional":false})"}}));
    QCOMPARE(search(server, u"quay.io"_s, u"prom"_s).lines,
             (QStringList{u"quay.io/prometheus/node 3 Exporter"_s, u"quay.io/x/prom -1"_s}));
}

void TestRegistrySearch::harbor()
{
    const HttpServer server(scriptedRegistrySearch(
        {{"/api/v2.0/search?q=app",
          R"({"project":[],"chart":[],"repository":[{"repository_name":"team/app","project_name":"team"}]})"},
         // Its portal responds to unknown paths with a page.
         {"/v1/search?q=app&n=100&page=1", "<html>"}}));
    QCOMPARE(search(server, {}, u"app"_s).lines, QStringList{u"HOST/team/app -1"_s});
}

void TestRegistrySearch::harborWithLogin()
{
    const QByteArray header = "Basic " + QByteArray("user:password").toBase64();
    const HttpServer server([=](Exchange &exchange) {
        const WireRequest &request = exchange.request();
        const QByteArray names = request.header("Authorization") == header ? R"({"repository_name":"team/secret-app"})" : "";
        exchange.answer({request.path() == "/api/v2.0/search" ? 200 : 404, {}, R"({"repository":[)" + names + "]}"});
    });
    const Credentials login{.user = u"user"_s, .password = u"password"_s, .identityToken = {}};
    QCOMPARE(search(server, {}, u"app"_s, 10, login).lines, QStringList{u"HOST/team/secret-app -1"_s});
}

void TestRegistrySearch::index()
{
    const HttpServer server(scriptedRegistrySearch(
        {{"/v1/search?q=app&n=100&page=1", R"({"results":[{"name":"team/app","description":"An app","star_count":5}]})"}}));
    QCOMPARE(search(server, {}, u"app"_s).lines, QStringList{u"HOST/team/app 5 An app"_s});
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRegistrySearch::catalog()
{
    const HttpServer server([](Exchange &exchange) {
        if (exchange.request().target == "/v2/_catalog?n=1000")
            exchange.answer({200, {{"Link", "</more>; rel=next"}}, R"({"repositories":["a/app","b","apps"]})"});
        else if (exchange.request().target == "/more")
            exchange.answer({200, {}, R"({"repositories":["c","d/my-app"]})"});
        else
            exchange.answer({404, {}, "404 page not found"});
    });
    QCOMPARE(search(server, {}, u"APP"_s).lines, (QStringList{u"HOST/a/app -1"_s, u"HOST/apps -1"_s, u"HOST/d/my-app -1"_s}));
}

void TestRegistrySearch::nothingAtAll()
{
    const HttpServer server(scriptedRegistrySearch({}));
    QCOMPARE(search(server, {}, u"app"_s).error, std::optional(ErrorKind::Unsupported));
    QCOMPARE(search(server, u"docker.io"_s, u"app"_s).error, std::optional(ErrorKind::Unsupported));
}

void TestRegistrySearch::limits()
{
    const HttpServer server(scriptedRegistrySearch(
        {{"/v1/search?q=a&n=100&page=1", R"({"num_pages":9,"page":1,"results":[{"name":"a"},{"name":"b"},{"name":"c"}]})"}}));
    QCOMPARE(search(server, u"docker.io"_s, u"a"_s, 2).lines.size(), 2);
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRegistrySearch::endsWhenTold()
{
    const HttpServer server(
        scriptedRegistrySearch({{"/v1/search?q=a&n=100&page=1", R"({"num_pages":9,"page":1,"results":[{"name":"a"}]})"}}));
    RegistryClient client(endpointAt(server.address(), {}), std::make_shared<RegistryAuth>(nullptr));
    VERIFY_RESULT(searchRegistry(client, u"a"_s, 100, [](const std::vector<SearchHit> &) { return false; }, {}));
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestRegistrySearch::dropsWhatIsNoName()
{
    const HttpServer server(scriptedRegistrySearch(
        {{"/v1/search?q=a&n=100&page=1",
          R"({"results":[{"name":"UPPER/a"},{"name":""},{"name":"a b"},{},{"name":"a:1"},{"name":"fine/a"}]})"}}));
    QCOMPARE(search(server, {}, u"a"_s).lines, QStringList{u"HOST/fine/a -1"_s});
}

void TestRegistrySearch::tooManyRequests()
{
    const HttpServer server([](Exchange &exchange) { exchange.answerError(429, "TOOMANYREQUESTS"); });
    QCOMPARE(search(server, {}, u"a"_s).error, std::optional(ErrorKind::RateLimited));
}

void TestRegistrySearch::encodesTerms()
{
    const HttpServer server(
        scriptedRegistrySearch({{"/v1/search?q=a%26b%3Dc%20%2B&n=100&page=1", R"({"results":[{"name":"fine/a"}]})"}}));
    QCOMPARE(search(server, {}, u"a&b=c +"_s).lines.size(), 1);
}

STRATOSCOPE_GUILESS_TEST(TestRegistrySearch)
#include "tst_registry_search.moc"
