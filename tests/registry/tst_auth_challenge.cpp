// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/auth_challenge.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

/// One line: `bearer realm=https://a/token, service=s | basic`.
QByteArray toText(const std::vector<AuthChallenge> &challenges)
{
    QByteArrayList texts;
    for (const AuthChallenge &challenge : challenges) {
        QByteArrayList parameters;
        for (const auto &[name, value] : challenge.parameters)
            parameters.append(name + '=' + value);
        if (!challenge.token68.isEmpty())
            parameters.append('~' + challenge.token68);
        texts.append(parameters.isEmpty() ? challenge.scheme : challenge.scheme + ' ' + parameters.join(", "));
    }
    return texts.join(" | ");
}

QByteArray quotedString(const QByteArray &text)
{
    QByteArray quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace

class TestAuthChallenge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void readsWhatWasWritten();
    void survivesAnything();
};

void TestAuthChallenge::parses_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("Docker Hub")
        << QByteArrayList{R"(Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/alpine:pull")"}
        << QByteArray("bearer realm=https://auth.docker.io/token, service=registry.docker.io, "
                      "scope=repository:library/alpine:pull");
    QTest::newRow("quoted comma") << QByteArrayList{R"(Bearer realm="https://a/t",scope="repository:a:pull,push",service="s")"}
                                  << QByteArray("bearer realm=https://a/t, scope=repository:a:pull,push, service=s");
    QTest::newRow("escaped quotes") << QByteArrayList{R"(Basic realm="say \"hi\\\" to, me", charset="UTF-8")"}
                                    << QByteArray(R"(basic realm=say "hi\" to, me, charset=UTF-8)");
    QTest::newRow("several in one header") << QByteArrayList{R"(Bearer realm="https://a/t", service="s", Basic realm="r")"}
                                           << QByteArray("bearer realm=https://a/t, service=s | basic realm=r");
    QTest::newRow("several headers") << QByteArrayList{R"(Basic realm="r")", R"(Bearer realm="https://a/t")"}
                                     << QByteArray("basic realm=r | bearer realm=https://a/t");
    QTest::newRow("a name alone") << QByteArrayList{"Basic"} << QByteArray("basic");
    QTest::newRow("names alone") << QByteArrayList{"Negotiate, Basic , Bearer realm=x"}
                                 << QByteArray("negotiate | basic | bearer realm=x");
    QTest::newRow("token68") << QByteArrayList{R"(Negotiate YWJj+/-._~==, Basic realm="r")"}
                             << QByteArray("negotiate ~YWJj+/-._~== | basic realm=r");
    QTest::newRow("case") << QByteArrayList{R"(BEARER Realm="https://A/T",SERVICE="S")"}
                          << QByteArray("bearer realm=https://A/T, service=S");
    QTest::newRow("without quotes") << QByteArrayList{"Bearer realm=https://a/t?x=y,service=s"}
                                    << QByteArray("bearer realm=https://a/t?x=y, service=s");
    QTest::newRow("spaces") << QByteArrayList{"  Bearer   realm = \"https://a/t\"\t,  service= \"s\" , , scope=\"x\""}
                            << QByteArray("bearer realm=https://a/t, service=s, scope=x");
    QTest::newRow("no commas") << QByteArrayList{R"(Bearer realm="https://a/t" service="s")"}
                               << QByteArray("bearer realm=https://a/t, service=s");
    QTest::newRow("empty values") << QByteArrayList{R"(Bearer realm="https://a/t",service="",scope=)"}
                                  << QByteArray("bearer realm=https://a/t, service=, scope=");
    QTest::newRow("open quote") << QByteArrayList{R"(Bearer realm="https://a/t,service=)"}
                                << QByteArray("bearer realm=https://a/t,service=");
    QTest::newRow("parameter of nothing") << QByteArrayList{R"(realm="x", Basic realm="r")"} << QByteArray("basic realm=r");
    QTest::newRow("nothing") << QByteArrayList{"", " ", ",,"} << QByteArray();
    QTest::newRow("none") << QByteArrayList{} << QByteArray();
}

void TestAuthChallenge::parses()
{
    QFETCH(QByteArrayList, headers);
    QFETCH(QByteArray, expected);
    QCOMPARE(toText(parseChallenges(headers)), expected);
}

void TestAuthChallenge::readsWhatWasWritten()
{
    QRandomGenerator random(20240229);
    const auto pick = [&](const QByteArrayList &choices) { return choices.at(random.bounded(int(choices.size()))); };
    const auto text = [&] {
        QByteArray value;
        for (int length = random.bounded(12); length > 0; --length)
            value += char(random.bounded(' ', '\x7f'));
        return value;
    };
    for (int run = 0; run < 2000; ++run) {
        std::vector<AuthChallenge> challenges;
        QByteArrayList headers;
        QByteArray header;
        for (int count = random.bounded(4); count > 0; --count) {
            AuthChallenge challenge{.scheme = pick({"basic", "bearer", "digest", "x-own"}), .token68 = {}, .parameters = {}};
            QByteArrayList parameters;
            for (int more = random.bounded(4); more > 0; --more) {
                challenge.parameters.emplace_back(pick({"realm", "service", "scope", "error"}), text());
                parameters.append(challenge.parameters.back().first + pick({"=", " = ", "= "})
                                  + quotedString(challenge.parameters.back().second));
            }
            header += (header.isEmpty() ? "" : pick({",", ", ", " ,, "})) + challenge.scheme.toUpper()
                + (parameters.isEmpty() ? QByteArray() : ' ' + parameters.join(pick({",", ", ", " , "})));
            challenges.push_back(std::move(challenge));
            if (random.bounded(2) == 0)
                headers.append(std::exchange(header, {}));
        }
        headers.append(header);
        QVERIFY2(parseChallenges(headers) == challenges, headers.join('\n').constData());
    }
}

void TestAuthChallenge::survivesAnything()
{
    constexpr QByteArrayView kAlphabet = "ab=,\"\\ \t~;\x01\xff";
    QRandomGenerator random(42);
    for (int run = 0; run < 5000; ++run) {
        QByteArray header;
        for (int length = random.bounded(30); length > 0; --length)
            header += kAlphabet[random.bounded(int(kAlphabet.size()))];
        const auto challenges = parseChallenges(QByteArrayList{header});
        QVERIFY(challenges.size() <= std::size_t(header.size()));
    }
}

STRATOSCOPE_APPLESS_TEST(TestAuthChallenge)
#include "tst_auth_challenge.moc"
