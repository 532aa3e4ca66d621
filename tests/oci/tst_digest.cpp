// SPDX-License-Identifier: Apache-2.0
#include "oci/digest.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QSet>
#include <QTest>

#include <set>
#include <type_traits>
#include <unordered_set>

using namespace stratoscope;
using namespace Qt::StringLiterals;

namespace {

const QString kEmptyHex = u"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s;

// Digests of different kinds cannot be mixed up.
static_assert(!std::is_convertible_v<Digest, DiffId> && !std::is_convertible_v<DiffId, Digest>);
static_assert(!std::is_convertible_v<Sha256, Digest>);
static_assert(std::is_constructible_v<DiffId, Digest>);

} // namespace

class TestDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesAndPrints_data();
    void parsesAndPrints();
    void refuses_data();
    void refuses();
    void isMadeOfBytes();
    void convertsBetweenKinds();
    void comparesAndHashes();
    void isNullByDefault();
};

void TestDigest::parsesAndPrints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<HashAlgorithm>("algorithm");
    QTest::newRow("sha256") << u"sha256:"_s + kEmptyHex << HashAlgorithm::Sha256;
    QTest::newRow("all digits") << u"sha256:"_s + u"0123456789abcdef"_s.repeated(4) << HashAlgorithm::Sha256;
    QTest::newRow("sha512") << u"sha512:"_s + u"fedcba9876543210"_s.repeated(8) << HashAlgorithm::Sha512;
}

void TestDigest::parsesAndPrints()
{
    QFETCH(QString, text);
    QFETCH(HashAlgorithm, algorithm);
    const auto digest = Digest::parse(text);
    VERIFY_RESULT(digest);
    QCOMPARE(digest->toString(), text);
    QCOMPARE(digest->algorithm(), algorithm);
    QCOMPARE(digest->algorithmName(), text.first(6));
    QCOMPARE(digest->hex(), text.sliced(7));
    QCOMPARE(digest->shortHex(), text.sliced(7, 12));
    QCOMPARE(qsizetype(digest->bytes().size() * 2), digest->hex().size());
    QCOMPARE(Digest(digest->algorithm(), digest->bytes()), *digest);
}

void TestDigest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("part");
    const auto malformed = ErrorKind::Malformed;
    const auto unsupported = ErrorKind::Unsupported;
    QTest::newRow("empty") << QString() << malformed << u"expected an algorithm"_s;
    QTest::newRow("digits alone") << kEmptyHex << malformed << u"expected an algorithm"_s;
    QTest::newRow("colon alone") << u":"_s << unsupported << u"the algorithm \"\""_s;
    QTest::newRow("no digits") << u"sha256:"_s << malformed << u"sha256 requires 64 digits, not 0"_s;
    QTest::newRow("one too few") << u"sha256:"_s + kEmptyHex.chopped(1) << malformed << u"not 63"_s;
    QTest::newRow("one too many") << u"sha256:"_s + kEmptyHex + u'0' << malformed << u"not 65"_s;
    QTest::newRow("sha512 with too few") << u"sha512:"_s + kEmptyHex << malformed << u"sha512 requires 128 digits, not 64"_s;
    QTest::newRow("upper case") << u"sha256:"_s + kEmptyHex.toUpper() << malformed << u"lower-case"_s;
    QTest::newRow("upper-case algorithm") << u"SHA256:"_s + kEmptyHex << unsupported << u"the algorithm \"SHA256\""_s;
    QTest::newRow("other algorithm") << u"md5:d41d8cd98f00b204e9800998ecf8427e"_s << unsupported << u"the algorithm \"md5\""_s;
    QTest::newRow("not a digit") << u"sha256:g"_s + kEmptyHex.sliced(1) << malformed << u"only 0-9"_s;
    QTest::newRow("digit of another script") << u"sha256:"_s + QChar(0x0663) + kEmptyHex.sliced(1) << malformed << u"only 0-9"_s;
    QTest::newRow("space") << u" sha256:"_s + kEmptyHex << unsupported << u"the algorithm \" sha256\""_s;
    QTest::newRow("newline") << u"sha256:"_s + kEmptyHex + u'\n' << malformed << u"not 65"_s;
    QTest::newRow("path") << u"sha256:../../../etc/passwd"_s << malformed << u"not 19"_s;
    QTest::newRow("very long") << u"sha256:"_s + QString(1'000'000, u'a') << malformed << u"not 1000000"_s;
}

void TestDigest::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto digest = DiffId::parse(text);
    QVERIFY(!digest);
    QTEST(digest.error().kind, "kind");
    QVERIFY2(digest.error().detail.startsWith("not a digest: "_L1) && digest.error().detail.contains(part),
             qPrintable(digest.error().detail));
    QVERIFY(digest.error().message().size() < 250);
}

void TestDigest::isMadeOfBytes()
{
    QCOMPARE(Digest::of({}).hex(), kEmptyHex);
    QCOMPARE(Digest(kEmptySha256), Digest::of({}));
    QCOMPARE(DiffId::of(asBytes("abc")).toString(), u"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    Hasher hasher(HashAlgorithm::Sha512);
    const Digest digest(HashAlgorithm::Sha512, hasher.finish());
    QVERIFY(digest.toString().startsWith("sha512:cf83e1357eefb8bd"_L1));
    QCOMPARE(Digest::parse(digest.toString()).value(), digest);
}

void TestDigest::convertsBetweenKinds()
{
    const auto digest = Digest::parse(u"sha512:"_s + u"fedcba9876543210"_s.repeated(8)).value();
    QCOMPARE(DiffId(digest).toString(), digest.toString());
    QCOMPARE(Digest(DiffId(digest)), digest);
    QVERIFY(DiffId(Digest()).isNull());
}

void TestDigest::comparesAndHashes()
{
    const auto a = Digest::parse(u"sha256:"_s + QString(64, u'a')).value();
    const auto b = Digest::parse(u"sha256:"_s + QString(64, u'b')).value();
    const auto long_ = Digest::parse(u"sha512:"_s + QString(64, u'a') + QString(64, u'0')).value();
    QVERIFY(a == a && a != b && a < b && b < long_ && a != long_);
    QCOMPARE((std::set<Digest>{b, a, long_, a}).size(), std::size_t(3));
    QCOMPARE((std::unordered_set<Digest>{b, a, long_, a}).size(), std::size_t(3));
    QCOMPARE((QSet<Digest>{b, a, long_, a}).size(), 3);
}

void TestDigest::isNullByDefault()
{
    QVERIFY(Digest().isNull());
    QCOMPARE(Digest().toString(), QString());
    QCOMPARE(Digest().hex(), QString());
    QVERIFY(Digest() != Digest(Sha256{}));
    QVERIFY(!Digest(Sha256{}).isNull());
}

STRATOSCOPE_APPLESS_TEST(TestDigest)
#include "tst_digest.moc"
