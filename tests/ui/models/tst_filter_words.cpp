// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/tree/filter_words.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestFilterWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsWhatTheImageHas();
    void stops();
};

void TestFilterWords::listsWhatTheImageHas()
{
    const QByteArray passwd = "admin:x:0:0::/:\nodd name:x:0:0::/:\n"_qba;
    const auto image = test::makeImage({{"etc/passwd " + std::to_string(passwd.size())}, {"a 1"}}, passwd);
    const QList<FilterWord> words = filterWords(*image, {});
    QVERIFY(std::ranges::is_sorted(words, {}, &FilterWord::word));
    const auto meaning = [&words](const QString &word) -> std::optional<QString> {
        const auto found = std::ranges::find(words, word, &FilterWord::word);
        return found == words.end() ? std::nullopt : std::optional(found->meaning);
    };
    QCOMPARE(meaning(u"owner:admin"_s), u"0"_s);
    QCOMPARE(meaning(u"group:0"_s), QString()); // it has no name
    QCOMPARE(meaning(u"layer:1"_s), u"COPY file 1 in /"_s);
    QVERIFY(!meaning(u"layer:2"_s));
    QVERIFY(meaning(u"type:symlink"_s));
}

void TestFilterWords::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)filterWords(*test::makeLargeImage(20'000, 1), stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestFilterWords)
#include "tst_filter_words.moc"
