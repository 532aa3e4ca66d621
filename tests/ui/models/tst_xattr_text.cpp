// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/details/details.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestXattrText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describes_data();
    void describes();
    void takesAnyBytes();
};

void TestXattrText::describes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("expected");
    const QByteArray caps = "security.capability"_qba;
    QTest::newRow("a capability") << caps << "0100000200200000000000000000000000000000"_qba << u"cap_net_raw+ep"_s;
    QTest::newRow("no capability") << caps << "0000000200000000000000000000000000000000"_qba << u"none"_s;
    QTest::newRow("invalid") << caps << "01000002002000000000"_qba << u"0x01000002002000000000"_s;
    QTest::newRow("access list") << "system.posix_acl_access"_qba
                                 << "020000000800070005000000"_qba << u"group:5:rwx"_s;
    QTest::newRow("invalid access list") << "system.posix_acl_default"_qba
                                         << "0200000001000600ffff"_qba << u"0x0200000001000600ffff"_s;
    QTest::newRow("label") << "security.selinux"_qba
                           << "73797374656d5f753a6f626a6563745f723a6574635f743a733000"_qba << u"system_u:object_r:etc_t:s0"_s;
}

void TestXattrText::describes()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, hex);
    QTEST(xattrText(name.toStdString(), QByteArray::fromHex(hex).toStdString()), "expected");
}

void TestXattrText::takesAnyBytes()
{
    for (int size = 0; size < 64; ++size) {
        for (const char fill : {'\0', '\1', '\2', '\3', '\xff'})
            QVERIFY(!xattrText("security.capability", std::string(std::size_t(size), fill)).isEmpty());
    }
    QCOMPARE(xattrLabel("user.note"), u"user.note"_s);
}

STRATOSCOPE_APPLESS_TEST(TestXattrText)
#include "tst_xattr_text.moc"
