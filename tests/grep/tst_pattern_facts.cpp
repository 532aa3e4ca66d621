// SPDX-License-Identifier: Apache-2.0
#include "grep/pattern_facts.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestPatternFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void facts_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("isLineSafe");
        QTest::addColumn<QString>("required");
        QTest::addColumn<bool>("namesLineBreak");
        const auto row = [](const char *pattern, bool isLineSafe, const char *required, bool namesLineBreak = false) {
            QTest::newRow(pattern) << QString::fromUtf8(pattern) << isLineSafe << QString::fromUtf8(required) << namesLineBreak;
        };
        row("token", true, "token");
        row(R"([A-Za-z0-9_]+@example)", true, "@example");
        row(R"(password\s*=)", true, "password");
        row(R"(a\.b\(c)", true, "a.b(c");
        row("ab*cde", true, "cde");
        row("abx?", true, "ab");
        row("abx{0,2}y", true, "ab");
        row("grün*", true, "grü");
        row("(RSA|EC) PRIVATE", true, " PRIVATE");
        row("one|other", true, "");
        row("(?i)token", true, "");
        row("(?:ab)+cd", true, "cd");
        row("(?<name>ab)cd", true, "cd");
        row(R"([]a|(?=b]cd)", true, "cd");
        row(R"([[:alpha:](?=]cd)", true, "cd");
        row(R"([[:x](?=y)]abc)", false, "]abc");
        row(R"(\x41bc)", true, "bc");
        row(R"(\x{41}bc)", true, "bc");
        row(R"(\p{Lu}bc\d+)", true, "bc");
        row(R"((a)\1bc)", true, "bc");
        row("foo(?!bar)", false, "foo");
        row("foo(?<=o)", false, "foo");
        row(R"(foo\s++bar)", false, "foo");
        row("(?>a+)foo", false, "foo");
        row(R"(\Afoo)", false, "foo");
        row("(*ACCEPT)foo", false, "");
        row("(?x) foo # bar", false, "");
        row("(?(1)a|b)foo", false, "");
        row(R"(\Qa|b\E)", false, "");
        row(R"([\c]abc]x)", false, "");
        row(R"(\g<1>foo)", false, "");
        row("foo)", false, "");
        row(R"(foo\)", false, "");
        row("foo[", false, "");
        row(R"(one\nother)", true, "other", true);
        row("one\nother", true, "one\nother", true);
        row(R"([\n ]one)", true, "one");
    }
    void facts()
    {
        QFETCH(const QString, pattern);
        const PatternFacts facts = factsOfRegex(pattern.toStdString());
        QTEST(facts.isLineSafe, "isLineSafe");
        QTEST(QString::fromStdString(facts.required), "required");
        QTEST(facts.namesLineBreak, "namesLineBreak");
    }
};

STRATOSCOPE_APPLESS_TEST(TestPatternFacts)
#include "tst_pattern_facts.moc"
