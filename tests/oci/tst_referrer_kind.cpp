// SPDX-License-Identifier: Apache-2.0
#include "oci/referrer_kind.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestReferrerKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byType_data();
    void byType();
    void byPredicate_data();
    void byPredicate();
    void provenance();
    void names();
};

void TestReferrerKind::byType_data()
{
    QTest::addColumn<ReferrerKind>("kind");
    using enum ReferrerKind;
    QTest::newRow("application/vnd.cncf.notary.signature") << Signature;
    QTest::newRow("application/vnd.dev.cosign.simplesigning.v1+json") << Signature;
    QTest::newRow("application/vnd.dev.cosign.artifact.sig.v1+json") << Signature;
    QTest::newRow("application/vnd.dev.sigstore.bundle.v0.3+json") << Signature;
    QTest::newRow("application/vnd.dev.sigstore.bundle+json;version=0.2") << Signature;
    QTest::newRow("application/jose+json") << Signature;
    QTest::newRow("application/cose") << Signature;
    QTest::newRow("application/pgp-signature") << Signature;
    QTest::newRow("application/spdx+json") << Sbom;
    QTest::newRow("text/spdx") << Sbom;
    QTest::newRow("text/spdx+json") << Sbom;
    QTest::newRow("application/vnd.cyclonedx+json") << Sbom;
    QTest::newRow("application/vnd.cyclonedx+xml;version=1.5") << Sbom;
    QTest::newRow("Application/Vnd.CycloneDX") << Sbom;
    QTest::newRow("application/vnd.syft+json") << Sbom;
    QTest::newRow("application/vnd.dev.cosign.artifact.sbom.v1+json") << Sbom;
    QTest::newRow("application/vnd.goharbor.harbor.sbom.v1") << Sbom;
    QTest::newRow("application/vnd.in-toto.spdx+dsse") << Sbom;
    QTest::newRow("application/vnd.in-toto+json") << Attestation;
    QTest::newRow("application/vnd.in-toto.provenance+dsse") << Attestation;
    QTest::newRow("application/vnd.dsse.envelope.v1+json") << Attestation;
    QTest::newRow("application/vnd.docker.attestation.manifest.v1+json") << Attestation;
    QTest::newRow("application/vnd.dev.cosign.artifact.attestation.v1+json") << Attestation;
    QTest::newRow("application/vnd.cncf.helm.config.v1+json") << Other;
    QTest::newRow("application/vnd.oci.image.manifest.v1+json") << Other;
    QTest::newRow("application/octet-stream") << Other;
    QTest::newRow("signature") << Other;
    QTest::newRow("") << Other;
}

void TestReferrerKind::byType()
{
    QFETCH(ReferrerKind, kind);
    QCOMPARE(referrerKind(QString::fromLatin1(QTest::currentDataTag()), {}), kind);
}

void TestReferrerKind::byPredicate_data()
{
    QTest::addColumn<ReferrerKind>("kind");
    using enum ReferrerKind;
    QTest::newRow("https://slsa.dev/provenance/v0.2") << Attestation;
    QTest::newRow("https://slsa.dev/provenance/v1") << Attestation;
    QTest::newRow("https://slsa.dev/verification_summary/v1") << Attestation;
    QTest::newRow("https://in-toto.io/attestation/test-result/v0.1") << Attestation;
    QTest::newRow("https://cosign.sigstore.dev/attestation/vuln/v1") << Attestation;
    QTest::newRow("https://example.com/anything") << Attestation;
    QTest::newRow("https://spdx.dev/Document") << Sbom;
    QTest::newRow("https://spdx.dev/Document/v2.3") << Sbom;
    QTest::newRow("https://cyclonedx.org/bom") << Sbom;
    QTest::newRow("https://cyclonedx.org/bom/v1.6") << Sbom;
    QTest::newRow("https://syft.dev/bom") << Sbom;
    QTest::newRow("https://sigstore.dev/cosign/sign/v1") << Signature;
}

void TestReferrerKind::byPredicate()
{
    QFETCH(ReferrerKind, kind);
    const QString predicate = QString::fromLatin1(QTest::currentDataTag());
    for (const auto type : {"application/vnd.in-toto+json"_L1, "application/vnd.dev.sigstore.bundle.v0.3+json"_L1,
                            "application/vnd.dsse.envelope.v1+json"_L1, ""_L1})
        QCOMPARE(referrerKind(QString(type), predicate), kind);
}

void TestReferrerKind::provenance()
{
    for (const auto is :
         {"https://slsa.dev/provenance/v0.2"_L1, "https://slsa.dev/provenance/v1"_L1, "https://in-toto.io/Provenance/v0.1"_L1})
        QVERIFY(isProvenance(QString(is)));
    for (const auto isNot : {"https://slsa.dev/verification_summary/v1"_L1, "https://spdx.dev/Document"_L1, ""_L1})
        QVERIFY(!isProvenance(QString(isNot)));
}

void TestReferrerKind::names()
{
    QCOMPARE(referrerKindName(ReferrerKind::Signature), u"signature"_s);
    QCOMPARE(referrerKindName(ReferrerKind::Sbom), u"sbom"_s);
    QCOMPARE(referrerKindName(ReferrerKind::Attestation), u"attestation"_s);
    QCOMPARE(referrerKindName(ReferrerKind::Other), u"other"_s);
}

STRATOSCOPE_APPLESS_TEST(TestReferrerKind)
#include "tst_referrer_kind.moc"
