// SPDX-License-Identifier: Apache-2.0
#include "content/xattr_values.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

const QString kInvalid = u"invalid"_s;

} // namespace

class TestXattrValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellsOut_data();
    void spellsOut();
    void takesAnyBytes();
};

void TestXattrValues::spellsOut_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("expected");
    const QByteArray caps = "security.capability"_qba;
    const QByteArray acl = "system.posix_acl_access"_qba;
    // As written by setcap and setfacl.
    QTest::newRow("one capability") << caps << "0100000200200000000000000000000000000000"_qba << u"cap_net_raw+ep"_s;
    QTest::newRow("not effective") << caps << "0000000200200000000000000000000000000000"_qba << u"cap_net_raw+p"_s;
    QTest::newRow("two") << caps << "0100000201040000000000000000000000000000"_qba << u"cap_chown,cap_net_bind_service+ep"_s;
    QTest::newRow("beyond 32") << caps << "0100000200000000000000000001000000000000"_qba << u"cap_checkpoint_restore+ep"_s;
    QTest::newRow("unknown number") << caps << "0100000200000000000000000000008000000000"_qba << u"63+ep"_s;
    QTest::newRow("inheritable too") << caps << "0100000203000000020000000000000000000000"_qba
                                     << u"cap_chown+ep cap_dac_override+eip"_s;
    QTest::newRow("only inheritable") << caps << "0000000200000000200000000000000000000000"_qba << u"cap_kill+i"_s;
    QTest::newRow("none") << caps << "0000000200000000000000000000000000000000"_qba << u""_s;
    QTest::newRow("revision 1") << caps << "010000010020000000000000"_qba << u"cap_net_raw+ep"_s;
    QTest::newRow("revision 3") << caps << "0100000300200000000000000000000000000000e8030000"_qba
                                << u"cap_net_raw+ep [rootid=1000]"_s;
    QTest::newRow("wrong size") << caps << "01000002002000000000"_qba << kInvalid;
    QTest::newRow("revision 9") << caps << "0100000900200000000000000000000000000000"_qba << kInvalid;
    QTest::newRow("access list") << acl
                                 << "0200000001000600ffffffff02000400e803000004000400ffffffff10000400ffffffff20000400ffffffff"_qba
                                 << u"user::rw-\nuser:1000:r--\ngroup::r--\nmask::r--\nother::r--"_s;
    QTest::newRow("access list of a group") << acl << "020000000800070005000000"_qba << u"group:5:rwx"_s;
    QTest::newRow("unknown tag") << acl << "02000000ff00070005000000"_qba << kInvalid;
    QTest::newRow("cut access list") << acl << "0200000001000600ffff"_qba << kInvalid;
}

void TestXattrValues::spellsOut()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, hex);
    const std::string value = QByteArray::fromHex(hex).toStdString();
    const auto text = name == "security.capability" ? capabilitiesText(value) : accessListText(value);
    QTEST(text.value_or(kInvalid), "expected");
}

void TestXattrValues::takesAnyBytes()
{
    for (int size = 0; size < 64; ++size) {
        for (const char fill : {'\0', '\1', '\2', '\3', '\xff'}) {
            const std::string value(std::size_t(size), fill);
            const auto capabilities = capabilitiesText(value); // valid for some sizes
            QVERIFY(!capabilities || !capabilities->isEmpty());
            QVERIFY(!accessListText(value));
        }
    }
}

STRATOSCOPE_APPLESS_TEST(TestXattrValues)
#include "tst_xattr_values.moc"
