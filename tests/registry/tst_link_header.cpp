// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_syntax.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace stratoscope;

class TestLinkHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNext_data();
    void findsNext();
    void findsNextAmongOthers();
    void survivesAnything();
};

void TestLinkHeader::findsNext_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("relative") << QByteArrayList{R"(</v2/_catalog?last=b&n=2>; rel="next")"}
                              << QByteArray("/v2/_catalog?last=b&n=2");
    QTest::newRow("absolute") << QByteArrayList{R"(<https://h:5000/v2/a/tags/list?last=1>; rel="next")"}
                              << QByteArray("https://h:5000/v2/a/tags/list?last=1");
    QTest::newRow("not quoted") << QByteArrayList{"</v2/x>; rel=next"} << QByteArray("/v2/x");
    QTest::newRow("no space") << QByteArrayList{"</v2/x>;rel=\"next\""} << QByteArray("/v2/x");
    QTest::newRow("case") << QByteArrayList{"</v2/x>; REL=\"Next\""} << QByteArray("/v2/x");
    QTest::newRow("several relations") << QByteArrayList{R"(</v2/x>; rel="last next")"} << QByteArray("/v2/x");
    QTest::newRow("several links") << QByteArrayList{R"(</p>; rel="prev", </n?a=1,2;3>; rel="next", </l>; rel="last")"}
                                   << QByteArray("/n?a=1,2;3");
    QTest::newRow("several headers") << QByteArrayList{R"(</p>; rel="prev")", R"(</n>; rel="next")"} << QByteArray("/n");
    QTest::newRow("other parameters") << QByteArrayList{R"(</n>; title="a, b; rel=\"prev\""; rel=next; type=x)"}
                                      << QByteArray("/n");
    QTest::newRow("first relation counts") << QByteArrayList{R"(</n>; rel="prev"; rel="next")"} << QByteArray();
    QTest::newRow("no relation") << QByteArrayList{"</v2/x>"} << QByteArray("/v2/x");
    QTest::newRow("no brackets") << QByteArrayList{"/v2/x?n=1; rel=\"next\""} << QByteArray("/v2/x?n=1");
    QTest::newRow("other relation") << QByteArrayList{R"(</v2/x>; rel="nextpage")"} << QByteArray();
    QTest::newRow("empty target") << QByteArrayList{R"(<>; rel="next")"} << QByteArray();
    QTest::newRow("open bracket") << QByteArrayList{"</v2/x; rel=next"} << QByteArray("/v2/x; rel=next");
    QTest::newRow("nothing") << QByteArrayList{"", ",", ";;", " "} << QByteArray();
}

void TestLinkHeader::findsNext()
{
    QFETCH(QByteArrayList, headers);
    QFETCH(QByteArray, expected);
    QCOMPARE(nextLink(headers).value_or(QByteArray()), expected);
}

void TestLinkHeader::findsNextAmongOthers()
{
    QRandomGenerator random(7);
    const auto pick = [&](const QByteArrayList &choices) { return choices.at(random.bounded(int(choices.size()))); };
    for (int run = 0; run < 2000; ++run) {
        QByteArrayList links;
        std::optional<QByteArray> expected;
        for (int count = random.bounded(5); count > 0; --count) {
            const QByteArray target = pick({"/v2/a", "https://h/v2/b?n=1,2", "?last=c;d", "x%20y"});
            const QByteArray relation = pick({"next", "prev", "last", "first"});
            const QByteArray quote = pick({"", "\""});
            links.append('<' + target + '>' + pick({"; ", ";", " ; "}) + pick({"", "title=\"a,b\"; ", "x=1;"}) + "rel=" + quote
                         + relation + quote);
            if (!expected && relation == "next")
                expected = target;
        }
        const QByteArrayList headers = random.bounded(2) == 0 ? links : QByteArrayList{links.join(", ")};
        QVERIFY2(nextLink(headers) == expected, headers.join('\n').constData());
    }
}

void TestLinkHeader::survivesAnything()
{
    constexpr QByteArrayView kAlphabet = "<>;,=\"\\ relnxt/\x01\xff";
    QRandomGenerator random(42);
    for (int run = 0; run < 5000; ++run) {
        QByteArray header;
        for (int length = random.bounded(30); length > 0; --length)
            header += kAlphabet[random.bounded(int(kAlphabet.size()))];
        const auto link = nextLink(QByteArrayList{header});
        QVERIFY(!link || (!link->isEmpty() && header.contains(*link)));
    }
}

STRATOSCOPE_APPLESS_TEST(TestLinkHeader)
#include "tst_link_header.moc"
