// SPDX-License-Identifier: Apache-2.0
#include "registry/client/retried_lists.h"

#include "base/cancel.h"
#include "support/config_home.h"
#include "support/http_server.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace std::chrono_literals;

namespace {

using Exchange = HttpServer::Exchange;

constexpr auto kFirstPage = "/v1/search?q=app&n=100&page=1";
constexpr auto kSecondPage = "/v1/search?q=app&n=100&page=2";
constexpr auto kFirstHits = R"({"num_pages":2,"page":1,"results":[{"name":"team/app"},{"name":"team/apple"}]})";
constexpr auto kSecondHits = R"({"num_pages":2,"page":2,"results":[{"name":"team/apple"},{"name":"other/app"}]})";

const WireAnswer kTooMany{429, {{"Retry-After", "1"}}, R"({"errors":[{"code":"TOOMANYREQUESTS"}]})"};
const WireAnswer kNotNow{503, {}, {}};

/// Answers the requests for each path with its scripted responses in turn, then keeps repeating the last one.
HttpServer::Handler scripted(std::map<QByteArray, std::vector<WireAnswer>> script)
{
    struct State {
        std::mutex mutex;
        std::map<QByteArray, std::vector<WireAnswer>> script;
    };
    const auto state = std::make_shared<State>();
    state->script = std::move(script);
    return [state](Exchange &exchange) {
        WireAnswer answer{404, {}, "{}"};
        {
            const std::scoped_lock lock(state->mutex);
            if (auto found = state->script.find(exchange.request().target); found != state->script.end()) {
                answer = found->second.front();
                if (found->second.size() > 1)
                    found->second.erase(found->second.begin());
            }
        }
        exchange.answer(answer);
    };
}

struct Listed {
    QStringList names; ///< without the registry
    QList<ErrorKind> waits; ///< the reason for each wait
    QList<int> seconds; ///< as reported
    std::optional<Error> error;
};

} // namespace

class TestRetriedLists : public QObject
{
    Q_OBJECT

private:
    ConfigHome m_home;
    RegistryOptions m_options;

    WaitSink noteWaits(Listed &listed) const
    {
        return [&listed](const Error &reason, int seconds) {
            listed.seconds << seconds;
            if (seconds == 0)
                listed.waits << reason.kind;
        };
    }
    Listed tagsOf(const HttpServer &server) const
    {
        Listed listed;
        const auto take = [&listed](const QStringList &page) {
            listed.names << page;
            return true;
        };
        const auto done = listImageTags(need(Registries::load(m_options)),
                                        need(Reference::parse(server.address() + u"/team/app"_s)), take, noteWaits(listed), {});
        if (!done)
            listed.error = done.error();
        return listed;
    }
    Listed search(const HttpServer &server, int limit = 100) const
    {
        Listed listed;
        const auto take = [&](const std::vector<SearchHit> &hits) {
            for (const SearchHit &hit : hits)
                listed.names << QString(hit.name).remove(server.address() + u'/');
            return true;
        };
        const auto done
            = searchImages(need(Registries::load(m_options)), server.address(), u"app"_s, limit, take, noteWaits(listed), {});
        if (!done)
            listed.error = done.error();
        return listed;
    }

private Q_SLOTS:
    void init()
    {
        m_home.write(u"registries.conf"_s, {});
        m_options = {.registriesConf = m_home.path(u"registries.conf"_s), .retry = {.retries = 2, .firstDelay = 1ms}};
    }

    void givesNothingTwice()
    {
        const HttpServer server(
            scripted({{kFirstPage, {{200, {}, kFirstHits}}}, {kSecondPage, {kNotNow, kTooMany, {200, {}, kSecondHits}}}}));
        const Listed listed = search(server);
        QCOMPARE(listed.names, (QStringList{u"team/app"_s, u"team/apple"_s, u"other/app"_s}));
        QCOMPARE(listed.waits, (QList{ErrorKind::Network, ErrorKind::RateLimited}));
        QCOMPARE(listed.seconds.constLast(), 0);
        QVERIFY(listed.seconds.contains(1));
        QVERIFY(!listed.error);
    }

    void theLimitIsForAllTries()
    {
        const HttpServer server(
            scripted({{kFirstPage, {{200, {}, kFirstHits}}}, {kSecondPage, {kNotNow, {200, {}, kSecondHits}}}}));
        QCOMPARE(search(server, 3).names.size(), 3);
    }

    void givesUpAtLast()
    {
        const HttpServer server(scripted({{kFirstPage, {{429, {}, "{}"}}}}));
        const Listed listed = search(server);
        QCOMPARE(listed.waits.size(), 2);
        QCOMPARE(listed.error->kind, ErrorKind::RateLimited);
        QCOMPARE(server.requests().size(), std::size_t(3));
    }

    /// A registry that asks for hours of patience is not waited for.
    void aLongWaitIsAnError()
    {
        const HttpServer server(scripted({{kFirstPage, {{429, {{"Retry-After", "3600"}}, "{}"}}}}));
        const Listed listed = search(server);
        QCOMPARE(listed.waits.size(), 0);
        QCOMPARE(listed.error->retryAfter, 3600);
    }

    /// If the only search API fails temporarily, the registry is not reported as unsearchable.
    void aFailingSearchIsTriedAgain()
    {
        const HttpServer server(scripted({{kFirstPage, {kNotNow, {200, {}, R"({"results":[{"name":"team/app"}]})"}}}}));
        const Listed listed = search(server);
        QCOMPARE(listed.names, QStringList{u"team/app"_s});
        QCOMPARE(listed.waits, QList{ErrorKind::Network});
    }

    /// However many lists it begins.
    void oneNameBeforeEachFailureIsNoProgress()
    {
        std::atomic<int> pages = 0;
        const HttpServer server([&](Exchange &exchange) {
            const QByteArray target = exchange.request().target;
            if (target.contains("last="))
                return void(exchange.answer(kNotNow));
            exchange.answer({200,
                             {{"Link", "</v2/team/app/tags/list?last=x>; rel=next"}},
                             R"({"tags":["tag)" + QByteArray::number(++pages) + R"("]})"});
        });
        const Listed listed = tagsOf(server);
        QCOMPARE(listed.names.size(), 3);
        QCOMPARE(listed.error->kind, ErrorKind::Network);
    }

    void listsWithoutEnd_data()
    {
        QTest::addColumn<ListLimits>("limits");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<bool>("isLong");
        QTest::newRow("names") << ListLimits{.names = 50} << u"its list has more than 50 names; the rest is left out"_s << false;
        QTest::newRow("long names") << ListLimits{.names = 50} << u"its list has more than 50 names; the rest is left out"_s
                                    << true;
        QTest::newRow("pages") << ListLimits{.pages = 10} << u"its list has more than 10 pages; the rest is left out"_s << false;
        QTest::newRow("time") << ListLimits{.time = 0ms} << u"its list was not complete after 0 seconds; the rest is left out"_s
                              << false;
    }
    void listsWithoutEnd()
    {
        QFETCH(const ListLimits, limits);
        QFETCH(const QString, reason);
        QFETCH(const bool, isLong);
        std::atomic<int> pages = 0;
        const auto serve = [&](Exchange &exchange) {
            const QByteArray target = exchange.request().target;
            const QByteArray number = QByteArray::number(++pages);
            const QByteArray key = target.contains("_catalog") ? "repositories" : "tags";
            const QByteArray name = "app" + number + (isLong ? QByteArray(1000, 'x') : QByteArray());
            if (!target.startsWith("/v2/"))
                return void(exchange.answer({404, {}, "{}"}));
            exchange.answer({200,
                             {{"Link", '<' + target.split('?').front() + "?last=" + number + ">; rel=next"}},
                             "{\"" + key + "\":[\"" + name + "\"]}"});
        };
        m_options.lists = limits;
        const HttpServer server(serve);
        for (const Listed &listed : {tagsOf(server), search(server, 1'000'000)}) {
            QCOMPARE(listed.error->kind, ErrorKind::TooLarge);
            QCOMPARE(listed.error->detail, reason);
            QVERIFY(!listed.names.isEmpty() || isLong || limits.time == 0ms); // no repository has a long name
            QCOMPARE(listed.waits.size(), 0); // it is not worth another attempt
        }
        QVERIFY(pages < 200);
    }

    void aWaitIsCancelled()
    {
        const HttpServer server(scripted({{kFirstPage, {{429, {{"Retry-After", "100"}}, "{}"}}}}));
        std::stop_source stop;
        const auto cancel = [&stop](const Error &, int) { stop.request_stop(); };
        const auto take = [](const std::vector<SearchHit> &) { return true; };
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 static_cast<void>(searchImages(need(Registries::load(m_options)), server.address(), u"app"_s, 100,
                                                                take, cancel, stop.get_token())));
    }

    void tags()
    {
        const WireHeaders more{{"Link", "</v2/team/app/tags/list?last=b>; rel=next"}};
        const HttpServer server(scripted({{"/v2/team/app/tags/list?n=1000", {kTooMany, {200, more, R"({"tags":["a","b"]})"}}},
                                          {"/v2/team/app/tags/list?last=b", {kNotNow, {200, {}, R"({"tags":["b","c"]})"}}}}));
        const Listed listed = tagsOf(server);
        QVERIFY(!listed.error);
        QCOMPARE(listed.names, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(listed.waits, (QList{ErrorKind::RateLimited, ErrorKind::Network}));
    }
};

STRATOSCOPE_GUILESS_TEST(TestRetriedLists)
#include "tst_retried_lists.moc"
