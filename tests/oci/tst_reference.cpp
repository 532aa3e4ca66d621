// SPDX-License-Identifier: Apache-2.0
#include "oci/reference.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kHex = u"0123456789abcdef"_s.repeated(4);
const QString kReferenceDigest = u"sha256:"_s + kHex;

/// Random texts made of parts of the grammar, so that many are valid.
class Generator
{
public:
    QString reference()
    {
        QString text = pick({u""_s, u""_s, u"docker.io/"_s, u"index.docker.io/"_s, u"localhost/"_s, u"localhost:5000/"_s,
                             u"[::1]:80/"_s, u"Registry/"_s, u"a-b.example:443/"_s, u"library/"_s});
        for (int parts = m_random.bounded(1, 4); parts > 0; --parts)
            text += component() + (parts > 1 ? u"/"_s : QString());
        text += pick({QString(), u":latest"_s, u":3.22"_s, u":_A-b.c"_s, u":-x"_s});
        return text + pick({QString(), u'@' + kReferenceDigest, u"@sha256:12"_s});
    }

private:
    QString pick(const QStringList &choices) { return choices.at(m_random.bounded(choices.size())); }
    QString component()
    {
        QString text = pick({u"a"_s, u"alpine"_s, u"0"_s, u"localhost"_s, u"library"_s, kHex});
        for (int more = m_random.bounded(3); more > 0; --more)
            text += pick({u"."_s, u"_"_s, u"__"_s, u"-"_s, u"---"_s, u"___"_s, u""_s})
                + pick({u"b"_s, u"7"_s, u"io"_s, u"X"_s, u"b"_s});
        return text;
    }

    QRandomGenerator m_random{20240229};
};

} // namespace

class TestReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void roundTrips();
    void survivesBrokenText();
    void knowsTags_data();
    void knowsTags();
};

void TestReference::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QString>("repository");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("digest");
    QTest::addColumn<QString>("familiar");
    const auto row = [](const QString &text, const char *registry, const QString &repository, const QString &tag,
                        const QString &digest, const QString &familiar) {
        QTest::newRow(qPrintable(text.left(60)))
            << text << QString::fromLatin1(registry) << repository << tag << digest << familiar;
    };
    const QString none;
    const QString latest = u"latest"_s;
    row(u"alpine"_s, "docker.io", u"library/alpine"_s, latest, none, u"alpine:latest"_s);
    row(u"alpine:3.22"_s, "docker.io", u"library/alpine"_s, u"3.22"_s, none, u"alpine:3.22"_s);
    row(u"alpine@"_s + kReferenceDigest, "docker.io", u"library/alpine"_s, none, kReferenceDigest, u"alpine@"_s + kReferenceDigest);
    row(u"alpine:3@"_s + kReferenceDigest, "docker.io", u"library/alpine"_s, u"3"_s, kReferenceDigest,
        u"alpine:3@"_s + kReferenceDigest);
    row(u"library/alpine"_s, "docker.io", u"library/alpine"_s, latest, none, u"alpine:latest"_s);
    row(u"docker.io/alpine"_s, "docker.io", u"library/alpine"_s, latest, none, u"alpine:latest"_s);
    row(u"docker.io/library/alpine:a"_s, "docker.io", u"library/alpine"_s, u"a"_s, none, u"alpine:a"_s);
    row(u"index.docker.io/alpine"_s, "docker.io", u"library/alpine"_s, latest, none, u"alpine:latest"_s);
    row(u"index.docker.io/owner/x"_s, "docker.io", u"owner/x"_s, latest, none, u"owner/x:latest"_s);
    row(u"docker://alpine"_s, "docker.io", u"library/alpine"_s, latest, none, u"alpine:latest"_s);
    row(u"docker://ghcr.io/a/b:c"_s, "ghcr.io", u"a/b"_s, u"c"_s, none, u"ghcr.io/a/b:c"_s);
    row(u"owner/name"_s, "docker.io", u"owner/name"_s, latest, none, u"owner/name:latest"_s);
    row(u"a/b/c/d"_s, "docker.io", u"a/b/c/d"_s, latest, none, u"a/b/c/d:latest"_s);
    row(u"library/a/b"_s, "docker.io", u"library/a/b"_s, latest, none, u"library/a/b:latest"_s);

    row(u"ghcr.io/owner/name"_s, "ghcr.io", u"owner/name"_s, latest, none, u"ghcr.io/owner/name:latest"_s);
    row(u"quay.io/alpine"_s, "quay.io", u"alpine"_s, latest, none, u"quay.io/alpine:latest"_s);
    row(u"registry:5000/x:y"_s, "registry:5000", u"x"_s, u"y"_s, none, u"registry:5000/x:y"_s);
    row(u"localhost/x"_s, "localhost", u"x"_s, latest, none, u"localhost/x:latest"_s);
    row(u"localhost:5000/a/b@"_s + kReferenceDigest, "localhost:5000", u"a/b"_s, none, kReferenceDigest,
        u"localhost:5000/a/b@"_s + kReferenceDigest);
    row(u"127.0.0.1:5000/x"_s, "127.0.0.1:5000", u"x"_s, latest, none, u"127.0.0.1:5000/x:latest"_s);
    row(u"[::1]/x"_s, "[::1]", u"x"_s, latest, none, u"[::1]/x:latest"_s);
    row(u"[fe80::AB]:5000/x:1"_s, "[fe80::AB]:5000", u"x"_s, u"1"_s, none, u"[fe80::AB]:5000/x:1"_s);
    row(u"Example.COM/x"_s, "Example.COM", u"x"_s, latest, none, u"Example.COM/x:latest"_s);
    row(u"HOST/x"_s, "HOST", u"x"_s, latest, none, u"HOST/x:latest"_s);
    row(u"xn--n3h.com/x"_s, "xn--n3h.com", u"x"_s, latest, none, u"xn--n3h.com/x:latest"_s);

    // A single word with something like a port is a repository with a tag.
    row(u"localhost:5000"_s, "docker.io", u"library/localhost"_s, u"5000"_s, none, u"localhost:5000"_s);
    row(u"localhost"_s, "docker.io", u"library/localhost"_s, latest, none, u"localhost:latest"_s);
    // Without its host, this would refer to another registry.
    row(u"docker.io/localhost/x"_s, "docker.io", u"localhost/x"_s, latest, none, u"docker.io/localhost/x:latest"_s);
    row(u"docker.io/a.b/x"_s, "docker.io", u"a.b/x"_s, latest, none, u"docker.io/a.b/x:latest"_s);
    row(u"docker.io/library/a.b"_s, "docker.io", u"library/a.b"_s, latest, none, u"a.b:latest"_s);

    row(u"x/a.b_c__d-e---f"_s, "docker.io", u"x/a.b_c__d-e---f"_s, latest, none, u"x/a.b_c__d-e---f:latest"_s);
    row(u"x:_tag.With-Case_0"_s, "docker.io", u"library/x"_s, u"_tag.With-Case_0"_s, none, u"x:_tag.With-Case_0"_s);
    row(u"x:"_s + QString(128, u'T'), "docker.io", u"library/x"_s, QString(128, u'T'), none, u"x:"_s + QString(128, u'T'));
    row(u"h.io/"_s + QString(255, u'r'), "h.io", QString(255, u'r'), latest, none, u"h.io/"_s + QString(255, u'r') + u":latest"_s);
    row(QString(247, u'r'), "docker.io", u"library/"_s + QString(247, u'r'), latest, none, QString(247, u'r') + u":latest"_s);
    row(kHex + u":t"_s, "docker.io", u"library/"_s + kHex, u"t"_s, none, kHex + u":t"_s);
    row(u"x/"_s + kHex, "docker.io", u"x/"_s + kHex, latest, none, u"x/"_s + kHex + u":latest"_s);
    row(kHex.first(63), "docker.io", u"library/"_s + kHex.first(63), latest, none, kHex.first(63) + u":latest"_s);
    const QString sha512 = u"sha512:"_s + kHex + kHex;
    row(u"x@"_s + sha512, "docker.io", u"library/x"_s, none, sha512, u"x@"_s + sha512);
}

void TestReference::parses()
{
    QFETCH(QString, text);
    QFETCH(QString, registry);
    QFETCH(QString, repository);
    QFETCH(QString, digest);
    QFETCH(QString, familiar);
    const auto reference = Reference::parse(text);
    VERIFY_RESULT(reference);
    QCOMPARE(reference->registry, registry);
    QCOMPARE(reference->repository, repository);
    QTEST(reference->tag, "tag");
    QCOMPARE(reference->digest ? reference->digest->toString() : QString(), digest);
    QCOMPARE(reference->name(), registry + u'/' + repository);
    QCOMPARE(reference->familiar(), familiar);
    QCOMPARE(Reference::parse(reference->canonical()).value(), *reference);
    QCOMPARE(Reference::parse(familiar).value(), *reference);
}

void TestReference::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    const auto row = [](const QString &text, const QString &why) { QTest::newRow(qPrintable(text.left(60))) << text << why; };
    QTest::newRow("empty") << QString() << u"it is empty"_s;
    row(u"docker://"_s, u"it is empty"_s);
    row(u":tag"_s, u"the repository is missing"_s);
    row(u"@"_s + kReferenceDigest, u"the repository is missing"_s);
    row(kHex, u"64 hexadecimal digits alone"_s);
    row(u"docker://"_s + kHex, u"64 hexadecimal digits alone"_s);
    row(u"https://ghcr.io/a/b"_s, u"omit \"https://\""_s);
    row(u"docker://https://ghcr.io/a/b"_s, u"omit \"https://\""_s);

    row(u"Alpine"_s, u"the repository \"library/Alpine\" must be lower-case"_s);
    row(u"ghcr.io/Owner/name"_s, u"the repository \"Owner/name\" must be lower-case"_s);
    row(u"owner/Name:Tag"_s, u"must be lower-case"_s);
    row(u"/alpine"_s, u"has an empty component"_s);
    row(u"alpine/"_s, u"has an empty component"_s);
    row(u"a//b"_s, u"has an empty component"_s);
    row(u"ghcr.io/"_s, u"has an empty component"_s);
    row(u"/"_s, u"has an empty component"_s);
    row(u"-alpine"_s, u"the repository component \"-alpine\""_s);
    row(u"alpine-"_s, u"the repository component \"alpine-\""_s);
    row(u"a/_b"_s, u"the repository component \"_b\""_s);
    row(u"a/b."_s, u"the repository component \"b.\""_s);
    row(u"x/a..b"_s, u"the repository component \"a..b\""_s);
    row(u"a___b"_s, u"the repository component \"a___b\""_s);
    row(u"a._b"_s, u"the repository component \"a._b\""_s);
    row(u"a-_b"_s, u"the repository component \"a-_b\""_s);
    row(u"a b"_s, u"the repository component \"a b\""_s);
    row(u" alpine"_s, u"the repository component \" alpine\""_s);
    row(u"alpine\n"_s, u"the repository component \"alpine\\x0a\""_s);
    row(u"caf\u00e9"_s, u"the repository component \"caf\u00e9\""_s);
    row(u"a\\b"_s, u"the repository component"_s);
    row(u"../etc"_s, u"the registry \"..\""_s);
    row(u"x/.."_s, u"the repository component \"..\""_s);
    row(u"h.io/"_s + QString(256, u'r'), u"the repository has 256 characters; at most 255"_s);
    row(QString(248, u'r'), u"the repository has 256 characters"_s);

    row(u"foo:bar/baz"_s, u"the registry \"foo:bar\""_s);
    row(u"foo:/baz"_s, u"the registry \"foo:\""_s);
    row(u"-h.io/x"_s, u"the registry \"-h.io\""_s);
    row(u"h-.io/x"_s, u"the registry \"h-.io\""_s);
    row(u"h..io/x"_s, u"the registry \"h..io\""_s);
    row(u".io/x"_s, u"the registry \".io\""_s);
    row(u"h_x.io/x"_s, u"the registry \"h_x.io\""_s);
    row(u"a.b_c__d-e---f/0"_s, u"the registry \"a.b_c__d-e---f\""_s);
    row(u"::1/x"_s, u"the registry \"::1\""_s);
    row(u"[::1/x"_s, u"the registry \"[::1\""_s);
    row(u"[::1]5000/x"_s, u"the registry \"[::1]5000\""_s);
    row(u"[fe80::1%eth0]/x"_s, u"the registry \"[fe80::1%eth0]\""_s);
    row(u"[::ffff:1.2.3.4]/x"_s, u"the registry \"[::ffff:1.2.3.4]\""_s);
    row(u"user:pass@h.io/x"_s, u"is not a digest"_s);

    row(u"alpine:"_s, u"the tag after the colon is missing"_s);
    row(u"alpine:@"_s + kReferenceDigest, u"the tag after the colon is missing"_s);
    row(u"alpine:.x"_s, u"the tag \".x\""_s);
    row(u"alpine:-x"_s, u"the tag \"-x\""_s);
    row(u"alpine:a+b"_s, u"the tag \"a+b\""_s);
    row(u"alpine:a b"_s, u"the tag \"a b\""_s);
    row(u"alpine:\u00e9"_s, u"the tag \"\u00e9\""_s);
    row(u"alpine:a\n"_s, u"the tag \"a\\x0a\""_s);
    row(u"alpine:"_s + QString(129, u'T'), u"the tag \"TTT"_s);
    row(u"a:b:c"_s, u"the repository component \"a:b\""_s);

    row(u"alpine@"_s, u"is not a digest"_s);
    row(u"alpine@sha256:abc"_s, u"sha256 requires 64 digits, not 3"_s);
    row(u"alpine@sha256:"_s + kHex.toUpper(), u"lower-case"_s);
    row(u"alpine@md5:"_s + kHex.first(32), u"the algorithm \"md5\""_s);
    row(u"alpine@"_s + kReferenceDigest + u'@' + kReferenceDigest, u"is not a digest"_s);
    row(u"alpine@"_s + kReferenceDigest + u":tag"_s, u"sha256 requires 64 digits"_s);
}

void TestReference::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, why);
    const auto reference = Reference::parse(text);
    QVERIFY(!reference);
    QCOMPARE(reference.error().kind, ErrorKind::Invalid);
    QVERIFY2(reference.error().detail.contains(why), qPrintable(reference.error().message()));
    QVERIFY(reference.error().detail.startsWith("not an image reference: "_L1));
    QVERIFY(reference.error().message().size() < 500);
}

void TestReference::roundTrips()
{
    Generator generator;
    int valid = 0;
    for (int round = 0; round < 20'000; ++round) {
        const QString text = generator.reference();
        const auto reference = Reference::parse(text);
        if (!reference)
            continue;
        ++valid;
        for (const QString &printed : {reference->canonical(), reference->familiar(), u"docker://"_s + reference->familiar()}) {
            const auto again = Reference::parse(printed);
            QVERIFY2(again && *again == *reference, qPrintable(text + u" -> "_s + printed));
        }
        QVERIFY2(!reference->tag.isEmpty() || reference->digest, qPrintable(text));
        QCOMPARE(reference->digest.has_value(), text.contains(u'@'));
        QVERIFY(reference->familiar().size() <= reference->canonical().size());
    }
    QVERIFY2(valid > 4'000 && valid < 16'000, qPrintable(QString::number(valid)));
}

void TestReference::survivesBrokenText()
{
    QRandomGenerator random(7);
    const QString alphabet = u"aZ0./:@-_[]%\\\n \u00e9\U0001F4E6"_s + QChar(0xD800) + QChar(0);
    for (int round = 0; round < 20'000; ++round) {
        QString text;
        for (int length = random.bounded(24); length > 0; --length)
            text += alphabet.at(random.bounded(alphabet.size()));
        if (const auto reference = Reference::parse(text))
            QCOMPARE(Reference::parse(reference->canonical()).value(), *reference);
    }
    QVERIFY(!Reference::parse(QString(1'000'000, u'/')));
    QVERIFY(!Reference::parse(QString(1'000'000, u'a')));
    QVERIFY(!Reference::parse(u"a-"_s.repeated(500'000)));
    QVERIFY(!Reference::parse(u"a."_s.repeated(500'000) + u"/x"_s));
}

void TestReference::knowsTags_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("plain") << u"v1.0-rc_1"_s << true;
    QTest::newRow("underscore") << u"_"_s << true;
    QTest::newRow("period") << u"."_s << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("128") << QString(128, u'a') << true;
    QTest::newRow("129") << QString(129, u'a') << false;
    QTest::newRow("other digits") << QString(QChar(0x0663)) << false;
}

void TestReference::knowsTags()
{
    QFETCH(QString, text);
    QTEST(isTag(text), "valid");
}

STRATOSCOPE_APPLESS_TEST(TestReference)
#include "tst_reference.moc"
