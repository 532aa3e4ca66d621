// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/details/referrer_text.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

Referrer referrer(ReferrerKind kind, const QString &predicateType = {}, const QString &type = u"application/x"_s)
{
    Referrer referrer;
    referrer.kind = kind;
    referrer.predicateType = predicateType;
    referrer.type = type;
    return referrer;
}

const QString kProvenance = u"https://slsa.dev/provenance/v1"_s;

} // namespace

class TestReferrerText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summary();
    void types();
    void details();
};

void TestReferrerText::summary()
{
    using enum ReferrerKind;
    QCOMPARE(referrersSummary({}), QString());
    QCOMPARE(referrersSummary({referrer(Signature), referrer(Signature)}), u"Signed"_s);
    QCOMPARE(referrersSummary({referrer(Signature), referrer(Sbom), referrer(Sbom), referrer(Attestation, kProvenance),
                               referrer(Attestation, u"https://example.com/scan"_s), referrer(Other)}),
             u"Signed · SBOM · Provenance · Attestation · Other"_s);
}

void TestReferrerText::types()
{
    QCOMPARE(referrerTypeText(referrer(ReferrerKind::Attestation, kProvenance)), u"slsa.dev/provenance/v1"_s);
    QCOMPARE(referrerTypeText(referrer(ReferrerKind::Sbom, {}, u"text/spdx"_s)), u"text/spdx"_s);
    const QString hostile = referrerTypeText(referrer(ReferrerKind::Other, {}, u"a\nb\u0007"_s + QString(5000, u'x')));
    QVERIFY(hostile.startsWith(u"a b\\x07xx"_s) && hostile.size() < 250);
}

void TestReferrerText::details()
{
    Referrer one = referrer(ReferrerKind::Sbom, {}, u"text/spdx"_s);
    one.digest = *Digest::parse(u"sha256:"_s + QString(64, u'a'));
    one.size = 2048;
    QCOMPARE(referrerDetails(one), u"Type: text/spdx\nDigest: sha256:"_s + QString(64, u'a') + u"\nSize: 2.0 KiB"_s);
    one.title = u"sbom.json"_s;
    one.platform = Platform{.os = u"linux"_s, .architecture = u"arm64"_s, .variant = {}, .osVersion = {}, .osFeatures = {}};
    QVERIFY(referrerDetails(one).startsWith(u"Title: sbom.json\n"_s));
    QVERIFY(referrerDetails(one).endsWith(u"\nPlatform: linux/arm64"_s));
}

STRATOSCOPE_APPLESS_TEST(TestReferrerText)
#include "tst_referrer_text.moc"
