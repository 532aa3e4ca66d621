// SPDX-License-Identifier: Apache-2.0
#include "oci/platform.h"

#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestPlatform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesAndNormalizes_data();
    void parsesAndNormalizes();
    void refuses_data();
    void refuses();
    void prints();
    void knowsTheUnknown();
    void knowsTheHost();
    void measuresDistance_data();
    void measuresDistance();
    void prefersTheNextVariant();
    void comparesVersionsAndFeatures();
};

void TestPlatform::parsesAndNormalizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("printed");
    const auto row = [](const char *text, const char *printed) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(printed);
    };
    row("linux/amd64", "linux/amd64");
    row("linux/x86_64", "linux/amd64");
    row("linux/x86-64", "linux/amd64");
    row("linux/amd64/v1", "linux/amd64");
    row("linux/amd64/v2", "linux/amd64/v2");
    row("linux/AMD64/V3", "linux/amd64/v3");
    row("linux/x86_64/v3", "linux/amd64/v3");
    row("linux/i386", "linux/386");
    row("linux/386", "linux/386");
    row("linux/arm64", "linux/arm64");
    row("linux/arm64/v8", "linux/arm64");
    row("linux/arm64/8", "linux/arm64");
    row("linux/arm64/v8.0", "linux/arm64");
    row("linux/arm64/v8.2", "linux/arm64/v8.2");
    row("linux/arm64/v9.0", "linux/arm64/v9");
    row("linux/aarch64", "linux/arm64");
    row("linux/aarch64/v8", "linux/arm64");
    row("linux/arm", "linux/arm/v7");
    row("linux/arm/7", "linux/arm/v7");
    row("linux/arm/v7", "linux/arm/v7");
    row("linux/arm/v6", "linux/arm/v6");
    row("linux/arm/5", "linux/arm/v5");
    row("linux/arm/v8", "linux/arm/v8");
    row("linux/armhf", "linux/arm/v7");
    row("linux/armel", "linux/arm/v6");
    row("Linux/PPC64LE", "linux/ppc64le");
    row("linux/s390x", "linux/s390x");
    row("linux/riscv64", "linux/riscv64");
    row("linux/mips64le", "linux/mips64le");
    row("macos/arm64", "darwin/arm64");
    row("windows/amd64", "windows/amd64");
    row("windows(10.0.17763.1)/amd64", "windows(10.0.17763.1)/amd64");
    row("windows()/amd64", "windows/amd64");
    row("unknown/unknown", "unknown/unknown");
}

void TestPlatform::parsesAndNormalizes()
{
    QFETCH(QString, text);
    QFETCH(QString, printed);
    const auto platform = Platform::parse(text);
    VERIFY_RESULT(platform);
    QCOMPARE(platform->toString(), printed);
    QCOMPARE(platform->normalized(), *platform);
    QCOMPARE(Platform::parse(printed).value(), *platform);
}

void TestPlatform::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "linux", "amd64", "/", "linux/", "/amd64", "linux//v7", "linux/arm/v7/x", "linux/arm/", "linux/a b", " linux/arm",
          "linux/arm\n", "linux/arm/v7 ", "linux(/arm", "linux/\xE4rm", "linux,amd64"})
        QTest::newRow(*text == '\0' ? "empty" : text) << QString::fromLatin1(text);
}

void TestPlatform::refuses()
{
    QFETCH(QString, text);
    const auto platform = Platform::parse(text);
    QVERIFY(!platform);
    QCOMPARE(platform.error().kind, ErrorKind::Invalid);
    QVERIFY(platform.error().detail.contains("linux/arm/v7"_L1));
}

void TestPlatform::prints()
{
    QCOMPARE((Platform{u"linux"_s, u"arm64"_s, u"v8"_s, {}, {}}).toString(), u"linux/arm64/v8"_s);
    QCOMPARE((Platform{{}, u"amd64"_s, {}, {}, {}}).toString(), u"unknown/amd64"_s);
    QCOMPARE(Platform().toString(), u"unknown/unknown"_s);
}

void TestPlatform::knowsTheUnknown()
{
    QVERIFY(Platform::parse(u"unknown/unknown"_s)->isUnknown());
    QVERIFY(Platform().isUnknown());
    QVERIFY(!Platform::parse(u"linux/unknown"_s)->isUnknown());
    QVERIFY(!Platform::parse(u"unknown/amd64"_s)->isUnknown());
}

void TestPlatform::knowsTheHost()
{
    const Platform host = Platform::host();
    QCOMPARE(host.normalized(), host);
    QVERIFY(!host.isUnknown());
#ifdef Q_OS_LINUX
    QCOMPARE(host.os, u"linux"_s);
#endif
#ifdef Q_PROCESSOR_X86_64
    QCOMPARE(host.architecture, u"amd64"_s);
#elif defined(Q_PROCESSOR_ARM_64)
    QCOMPARE(host.architecture, u"arm64"_s);
#endif
}

void TestPlatform::measuresDistance_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("offered");
    QTest::addColumn<bool>("runs");
    const auto row = [](const char *wanted, const char *offered, bool runs) {
        QTest::addRow("%s on %s", offered, wanted) << QString::fromLatin1(wanted) << QString::fromLatin1(offered) << runs;
    };
    row("linux/amd64", "linux/amd64", true);
    row("linux/amd64", "linux/amd64/v1", true);
    row("linux/amd64/v3", "linux/amd64", true);
    row("linux/amd64/v3", "linux/amd64/v2", true);
    row("linux/amd64", "linux/amd64/v2", false);
    row("linux/amd64/v2", "linux/amd64/v3", false);
    row("linux/amd64", "linux/386", false);
    row("linux/amd64", "windows/amd64", false);
    row("linux/arm64", "linux/arm64/v8", true);
    row("linux/arm64", "linux/arm/v7", false);
    row("linux/arm64/v9", "linux/arm64", true);
    row("linux/arm64/v8.2", "linux/arm64/v8.1", true);
    row("linux/arm64", "linux/arm64/v8.2", false);
    row("linux/arm/v7", "linux/arm", true);
    row("linux/arm/v7", "linux/arm/v6", true);
    row("linux/arm/v7", "linux/arm/v5", true);
    row("linux/arm/v7", "linux/arm/v8", false);
    row("linux/arm/v5", "linux/arm/v6", false);
    row("linux/arm/v7", "linux/arm/odd", false);
    row("linux/riscv64", "linux/riscv64/rva23u64", true);
    row("linux/riscv64/rva22u64", "linux/riscv64/rva23u64", false);
    row("linux/riscv64/rva22u64", "linux/riscv64", false);
    row("linux/amd64", "unknown/unknown", false);
}

void TestPlatform::measuresDistance()
{
    QFETCH(QString, wanted);
    QFETCH(QString, offered);
    QTEST(platformDistance(Platform::parse(wanted).value(), Platform::parse(offered).value()).has_value(), "runs");
}

void TestPlatform::prefersTheNextVariant()
{
    const auto distance = [](const char *wanted, const char *offered) {
        return platformDistance(Platform::parse(QString::fromLatin1(wanted)).value(),
                                Platform::parse(QString::fromLatin1(offered)).value())
            .value();
    };
    QCOMPARE(distance("linux/arm/v8", "linux/arm/v8"), 0);
    QCOMPARE(distance("linux/arm64", "linux/aarch64/v8"), 0);
    QVERIFY(0 < distance("linux/arm/v8", "linux/arm/v7"));
    QVERIFY(distance("linux/arm/v8", "linux/arm/v7") < distance("linux/arm/v8", "linux/arm/v6"));
    QVERIFY(distance("linux/arm/v8", "linux/arm/v6") < distance("linux/arm/v8", "linux/arm/v5"));
    QVERIFY(distance("linux/amd64/v3", "linux/amd64/v2") < distance("linux/amd64/v3", "linux/amd64"));
    QVERIFY(distance("linux/arm64/v9", "linux/arm64/v8.5") < distance("linux/arm64/v9", "linux/arm64/v8.4"));
}

void TestPlatform::comparesVersionsAndFeatures()
{
    Platform offered = Platform::parse(u"windows(10.0.17763.1)/amd64"_s).value();
    offered.osFeatures = {u"win32k"_s};
    Platform wanted = Platform::parse(u"windows/amd64"_s).value();
    QVERIFY(platformDistance(wanted, offered).value() > 0); // runs, but needs a feature
    wanted.osVersion = u"10.0.20348.1"_s;
    QCOMPARE(platformDistance(wanted, offered), std::nullopt);
    wanted.osVersion = offered.osVersion;
    wanted.osFeatures = {u"win32k"_s};
    QCOMPARE(platformDistance(wanted, offered), 0);
    wanted.osFeatures.append(u"other"_s);
    QCOMPARE(platformDistance(wanted, offered), std::nullopt);
}

STRATOSCOPE_APPLESS_TEST(TestPlatform)
#include "tst_platform.moc"
