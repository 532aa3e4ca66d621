// SPDX-License-Identifier: Apache-2.0
#include "audit/literal_filter.h"

#include "support/test_main.h"

#include <QTest>

#include <random>
#include <set>

using namespace stratoscope;

namespace {

using Hits = std::set<std::pair<std::size_t, std::size_t>>;

Hits searched(const std::vector<std::string_view> &literals, std::string_view text)
{
    Hits hits;
    LiteralFilter(literals).search(text, [&hits](std::size_t position, std::size_t literal) {
        if (!hits.emplace(position, literal).second)
            qFatal("reported twice");
    });
    return hits;
}

Hits searchedPlainly(const std::vector<std::string_view> &literals, std::string_view text)
{
    Hits hits;
    for (std::size_t literal = 0; literal < literals.size(); ++literal) {
        for (std::size_t at = text.find(literals[literal]); at != std::string_view::npos; at = text.find(literals[literal], at + 1))
            hits.emplace(at, literal);
    }
    return hits;
}

} // namespace

class TestLiteralFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatStringFindFinds()
    {
        const std::vector<std::string_view> literals{"abab", "babab", "aaaa", "bbba", "abbaabba"};
        std::minstd_rand numbers(1);
        for (int round = 0; round < 2000; ++round) {
            std::string text(numbers() % 200, ' ');
            for (char &byte : text)
                byte = (numbers() >> 8) % 2 == 0 ? 'a' : 'b';
            QCOMPARE(searched(literals, text), searchedPlainly(literals, text));
        }
    }

    void findsAtAllPositions()
    {
        const std::vector<std::string_view> literals{"AKIA", "ghp_", "PRIVATE KEY"};
        for (const std::string_view literal : literals) {
            for (std::size_t before = 0; before < 70; ++before) {
                for (std::size_t after = 0; after < 20; ++after) {
                    const std::string text = std::string(before, '\0') + std::string(literal) + std::string(after, '\xFF');
                    QCOMPARE(searched(literals, text), searchedPlainly(literals, text));
                    QCOMPARE(searched(literals, text).size(), std::size_t(1));
                }
            }
        }
    }

    void shortTexts()
    {
        for (const std::string_view text : {"", "A", "AK", "AKI"})
            QVERIFY(searched({"AKIA"}, text).empty());
    }
};

STRATOSCOPE_APPLESS_TEST(TestLiteralFilter)
#include "tst_literal_filter.moc"
