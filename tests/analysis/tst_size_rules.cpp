// SPDX-License-Identifier: Apache-2.0
#include "analysis/size_rules.h"

#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

using Figure = SizeRule::Figure;

QStringList textsOf(const DiveRules &rules)
{
    QStringList texts;
    for (const SizeRule &rule : rules.rules)
        texts << rule.name + u' ' + (rule.isInBytes() ? QString::number(rule.mostBytes) : QString::number(rule.limit));
    return texts;
}

} // namespace

class TestSizeRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDiveFiles_data();
    void readsDiveFiles();
    void sizesOfDive_data();
    void sizesOfDive();
    void refuses_data();
    void refuses();
    void unknownRules();
    void checks();
};

void TestSizeRules::readsDiveFiles_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QStringList>("rules");
    const QStringList defaults{u"lowestEfficiency 0.9"_s, u"highestUserWastedPercent 0.1"_s};
    QTest::newRow("of its documentation") << QByteArray(
        "rules:\n"
        "  # If the efficiency is measured below X%, mark as failed.\n"
        "  # Expressed as a ratio between 0-1.\n"
        "  lowestEfficiency: 0.95\n\n"
        "  # If the amount of wasted space is at least X or larger than X, mark as failed.\n"
        "  highestWastedBytes: 20MB\n\n"
        "  highestUserWastedPercent: 0.20\n")
                                          << QStringList{u"lowestEfficiency 0.95"_s, u"highestWastedBytes 20000000"_s,
                                                         u"highestUserWastedPercent 0.2"_s};
    QTest::newRow("disabled") << QByteArray(
        "---\nrules: {lowestEfficiency: disabled, highestWastedBytes: \"\", highestUserWastedPercent: off}")
                              << QStringList();
    QTest::newRow("some") << QByteArray("rules:\n  highestWastedBytes: '1kb'\n  lowestEfficiency:\n")
                          << QStringList{u"lowestEfficiency 0.9"_s, u"highestWastedBytes 1000"_s,
                                         u"highestUserWastedPercent 0.1"_s};
    QTest::newRow("nothing") << QByteArray() << defaults;
    QTest::newRow("no rules") << QByteArray("plugins:\n  - plugin1\nrules:\n") << defaults;
    QTest::newRow("its other names") << QByteArray(
        "ci: true\nrules: {lowest-efficiency: '0.5', highest-user-wasted-percent: 'disabled'}")
                                     << QStringList{u"lowestEfficiency 0.5"_s};
}

void TestSizeRules::readsDiveFiles()
{
    QFETCH(QByteArray, yaml);
    const DiveRules read = need(DiveRules::parse(yaml, u".dive-ci"_s));
    QTEST(textsOf(read), "rules");
    QVERIFY(read.unknown.isEmpty());
}

void TestSizeRules::sizesOfDive_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<qulonglong>("bytes");
    QTest::newRow("bytes") << QByteArray("42") << 42ULL;
    QTest::newRow("B") << QByteArray("42 B") << 42ULL;
    QTest::newRow("Mb") << QByteArray("20Mb") << 20'000'000ULL;
    QTest::newRow("M") << QByteArray("1.5M") << 1'500'000ULL;
    QTest::newRow("MiB") << QByteArray("2 MiB") << 2'097'152ULL;
    QTest::newRow("gi") << QByteArray("1gi") << 1'073'741'824ULL;
    QTest::newRow("commas") << QByteArray("\"1,000 kB\"") << 1'000'000ULL;
    QTest::newRow("EB") << QByteArray("18EB") << 18'000'000'000'000'000'000ULL;
}

void TestSizeRules::sizesOfDive()
{
    QFETCH(QByteArray, written);
    const DiveRules read = need(DiveRules::parse("rules:\n  highestWastedBytes: " + written, u".dive-ci"_s));
    const auto rule = std::ranges::find(read.rules, Figure::DiveWastedBytes, &SizeRule::figure);
    QVERIFY(rule != read.rules.end());
    QTEST(qulonglong(rule->mostBytes), "bytes");
}

void TestSizeRules::refuses_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message");
    QTest::newRow("not a number") << QByteArray("rules: {lowestEfficiency: much}")
                                  << u"lowestEfficiency: much is not a number from 0 to 1, nor “disabled”"_s;
    QTest::newRow("out of range") << QByteArray("rules: {highestUserWastedPercent: 20}")
                                  << u"highestUserWastedPercent: 20 is not a number from 0 to 1, nor “disabled”"_s;
    QTest::newRow("not finite") << QByteArray("rules: {lowestEfficiency: nan}")
                                << u"lowestEfficiency: nan is not a number from 0 to 1, nor “disabled”"_s;
    for (const char *size : {"20XB", "MB", "1.2.3", "1kk", "99EB", "-1"}) {
        QTest::newRow(size) << "rules: {highestWastedBytes: " + QByteArray(size) + '}'
                            << u"highestWastedBytes: %1 is not a size, such as 20MB, nor “disabled”"_s.arg(QLatin1StringView(size));
    }
    QTest::newRow("list") << QByteArray("- rules") << u"line 1: is not a map with “rules”"_s;
    QTest::newRow("rules are a list") << QByteArray("rules:\n  - a") << u"line 2: “rules” is not a map"_s;
    QTest::newRow("value is a list") << QByteArray("rules:\n  lowestEfficiency: [1]")
                                     << u"line 2: the value of “lowestEfficiency” is not a number or a text"_s;
    QTest::newRow("not YAML") << QByteArray("rules:\n  a: b: c") << u"line 2: not valid YAML: illegal map value"_s;
}

void TestSizeRules::refuses()
{
    QFETCH(QByteArray, yaml);
    const auto read = DiveRules::parse(yaml, u".dive-ci"_s);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Configuration);
    QFETCH(QString, message);
    QCOMPARE(read.error().message(), u".dive-ci: "_s + message);
}

void TestSizeRules::unknownRules()
{
    const DiveRules read = need(DiveRules::parse("rules:\n  lowestEfficency: 0.5\n  plugin1/rule1: error\n", u"f"_s));
    QCOMPARE(read.unknown, (QStringList{u"lowestEfficency"_s, u"plugin1/rule1"_s}));
}

void TestSizeRules::checks()
{
    ImageAnalysis analysis;
    analysis.layersSize = 400;
    analysis.layers = {{.size = 200}, {.size = 200}};
    analysis.hidden.deleted = 20;
    analysis.hidden.overwritten = 10;
    analysis.dive.efficiency = 0.95;
    analysis.dive.wastedBytes = 50;
    analysis.dive.userSizeBytes = 200;
    QCOMPARE(analysis.hiddenPercent(), 15.0);
    const auto isMet = [&analysis](Figure figure, double limit, std::uint64_t mostBytes = 0) {
        return checkRules({{.name = u"rule"_s, .figure = figure, .limit = limit, .mostBytes = mostBytes}}, analysis)[0].isMet;
    };
    QVERIFY(isMet(Figure::Efficiency, 0.95));
    QVERIFY(!isMet(Figure::Efficiency, 0.951));
    QVERIFY(isMet(Figure::HiddenBytes, 0, 30));
    QVERIFY(!isMet(Figure::HiddenBytes, 0, 29));
    QVERIFY(isMet(Figure::HiddenPercent, 15));
    QVERIFY(!isMet(Figure::HiddenPercent, 14.9));
    QVERIFY(isMet(Figure::DiveWastedBytes, 0, 50));
    QVERIFY(!isMet(Figure::DiveWastedBytes, 0, 49));
    QVERIFY(isMet(Figure::DiveWastedRatio, 0.25));
    QVERIFY(!isMet(Figure::DiveWastedRatio, 0.24));
}

STRATOSCOPE_APPLESS_TEST(TestSizeRules)
#include "tst_size_rules.moc"
