// SPDX-License-Identifier: Apache-2.0
#include "init/account.h"

#include "support/test_main.h"

#include <QTest>

using namespace stratoscope::init;

namespace {

using Ids = std::vector<std::uint32_t>;

constexpr char kPasswd[]
    = "# comment\nroot:x:0:0:root:/root:/bin/sh\nbroken:x:abc:1::/:\nshort:x:5\n\n:x:7:7::/nameless:\n"
      "app:x:1000:1001:App,,,:/home/app:/bin/bash\napp:x:9:9::/second:\n2000:x:3000:3000::/number:\nhomeless:x:40:40";
constexpr char kGroup[]
    = "root:x:0:\nbin:x:1:root,daemon\nwheel:x:10:root,app\nappgroup:x:1001:\nvideo:x:44:app2,app\nbad:x:x:app\n"
      "last:x:50:homeless";

} // namespace

Q_DECLARE_METATYPE(Ids)

class TestAccount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Expected are the results of `docker run --user USER` with these files.
    void looksUp_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<int>("uid");
        QTest::addColumn<int>("gid");
        QTest::addColumn<Ids>("groups");
        QTest::addColumn<QByteArray>("home");
        QTest::addRow("nobody said") << QByteArray() << 0 << 0 << Ids{1, 10} << QByteArray("/root");
        QTest::addRow("root") << QByteArray("root") << 0 << 0 << Ids{1, 10} << QByteArray("/root");
        QTest::addRow("name") << QByteArray("app") << 1000 << 1001 << Ids{10, 44} << QByteArray("/home/app");
        QTest::addRow("number") << QByteArray("1000") << 1000 << 1001 << Ids{10, 44} << QByteArray("/home/app");
        QTest::addRow("name and group") << QByteArray("app:video") << 1000 << 44 << Ids{} << QByteArray("/home/app");
        QTest::addRow("name and number") << QByteArray("app:44") << 1000 << 44 << Ids{} << QByteArray("/home/app");
        QTest::addRow("unknown numbers") << QByteArray("77:88") << 77 << 88 << Ids{} << QByteArray("/");
        QTest::addRow("unknown number") << QByteArray("77") << 77 << 0 << Ids{} << QByteArray("/");
        QTest::addRow("a name of digits") << QByteArray("2000") << 3000 << 3000 << Ids{} << QByteArray("/number");
        QTest::addRow("no home") << QByteArray("homeless") << 40 << 40 << Ids{50} << QByteArray("/");
        QTest::addRow("only a group") << QByteArray(":wheel") << 0 << 10 << Ids{} << QByteArray("/root");
    }
    void looksUp()
    {
        QFETCH(const QByteArray, user);
        QFETCH(const Ids, groups);
        QFETCH(const QByteArray, home);
        const AccountLookUp found = findAccount(user.toStdString(), kPasswd, kGroup);
        QVERIFY2(found.account, found.error.c_str());
        QTEST(int(found.account->uid), "uid");
        QTEST(int(found.account->gid), "gid");
        QCOMPARE(found.account->groups, groups);
        QCOMPARE(found.account->home, home.toStdString());
    }

    void saysWhoIsMissing()
    {
        QCOMPARE(findAccount("www", kPasswd, kGroup).error, std::string("the user \"www\" is not in /etc/passwd"));
        QCOMPARE(findAccount("app:www", kPasswd, kGroup).error, std::string("the group \"www\" is not in /etc/group"));
        QVERIFY(!findAccount("4294967296", kPasswd, kGroup).account);
        QVERIFY(!findAccount("-1", kPasswd, kGroup).account);
    }

    void needsNoFiles()
    {
        const AccountLookUp root = findAccount("", "", "");
        QVERIFY(root.account);
        QCOMPARE(root.account->uid, 0U);
        QCOMPARE(root.account->home, std::string("/"));
    }
};

STRATOSCOPE_APPLESS_TEST(TestAccount)
#include "tst_account.moc"
