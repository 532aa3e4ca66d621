// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "tree/user.h"

#include "support/layers.h"
#include "support/need.h"
#include "support/results.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const char *const kPasswd = "# comment\n"
                            "\n"
                            "root:x:0:0:root:/root:/bin/sh\n"
                            "broken\n"
                            "broken:x:one:1\n"
                            "half:x:5\n"
                            "app:x:1000:2000:App,,,:/app:/bin/false\n"
                            "app:x:1:1::/:\n"
                            "7up:x:7:70::/:\n"
                            "many:x:4294967295:4294967294:a:b:c:d:e\n"
                            "\xC3\xBCser:x:8:80::/:\n"
                            "last:x:9:90";
const char *const kGroup = "root:x:0:\nbroken:x:\nstaff:x:50:app,last\nstaff:x:51:\n+::\nend:x:60";

} // namespace

class TestUser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolves_data();
    void resolves();
    void refuses_data();
    void refuses();
    void needsNoDatabaseForNumbers();
    void followsLinksToTheDatabase();
    void needsADatabaseForNames_data();
    void needsADatabaseForNames();
    void readsTheUppermostLayers();
    void namesNumbers();
};

void TestUser::resolves_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<uint>("uid");
    QTest::addColumn<uint>("gid");
    const auto row = [](const char *user, uint uid, uint gid) { QTest::newRow(user) << QString::fromUtf8(user) << uid << gid; };
    row("", 0, 0);
    row("1000:1000", 1000, 1000);
    row("1000", 1000, 1000);
    row("0", 0, 0);
    row("4294967295", 4294967295, 4294967295);
    row("007", 7, 7);
    row("root", 0, 0);
    row("app", 1000, 2000);
    row("app:staff", 1000, 50);
    row("app:5", 1000, 5);
    row("app:", 1000, 2000);
    row("5:staff", 5, 50);
    row("5:", 5, 5);
    row(":staff", 0, 50);
    row(":5", 0, 5);
    row("7up", 7, 70);
    row("many", 4294967295, 4294967294);
    row("\xC3\xBCser", 8, 80);
    row("last:end", 9, 60);
}

void TestUser::resolves()
{
    QFETCH(QString, user);
    const auto ids = resolveUser(user, fsOf({TarBuilder().file("etc/passwd", kPasswd).file("etc/group", kGroup)}));
    VERIFY_RESULT(ids);
    QTEST(ids->uid, "uid");
    QTEST(ids->gid, "gid");
}

void TestUser::refuses_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *user, const QString &message) { QTest::newRow(user) << QString::fromUtf8(user) << message; };
    row("nobody", u"user “nobody”: not found in the image's /etc/passwd"_s);
    row("app:nobody", u"group “nobody”: not found in the image's /etc/group"_s);
    row("app:app", u"group “app”: not found in the image's /etc/group"_s);
    row("app:staff:more", u"group “staff:more”: not found in the image's /etc/group"_s);
    row("broken", u"user “broken”: not found in the image's /etc/passwd"_s);
    row("half", u"user “half”: not found in the image's /etc/passwd"_s);
    row("4294967296", u"user “4294967296”: not found in the image's /etc/passwd"_s);
    row("-1", u"user “-1”: not found in the image's /etc/passwd"_s);
    row("app:broken", u"group “broken”: not found in the image's /etc/group"_s);
    row("# comment", u"user “# comment”: not found in the image's /etc/passwd"_s);
}

void TestUser::refuses()
{
    QFETCH(QString, user);
    const auto ids = resolveUser(user, fsOf({TarBuilder().file("etc/passwd", kPasswd).file("etc/group", kGroup)}));
    QVERIFY(!ids);
    QCOMPARE(ids.error().kind, ErrorKind::NotFound);
    QTEST(ids.error().message(), "message");
}

void TestUser::needsNoDatabaseForNumbers()
{
    const auto ids = resolveUser(u"5:6"_s, fsOf({TarBuilder()}));
    VERIFY_RESULT(ids);
    QVERIFY(*ids == (UserIds{5, 6}));
}

void TestUser::followsLinksToTheDatabase()
{
    const ImageFs fs = fsOf(
        {TarBuilder().symlink("etc", "usr/etc").file("usr/share/passwd", kPasswd).symlink("usr/etc/passwd", "/usr/share/passwd")});
    const auto ids = resolveUser(u"app"_s, fs);
    VERIFY_RESULT(ids);
    QVERIFY(*ids == (UserIds{1000, 2000}));
}

void TestUser::needsADatabaseForNames_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const TarBuilder &tar, const QString &message) {
        QTest::newRow(name) << QByteArray::fromStdString(tar.unfinished()) << message;
    };
    row("none", TarBuilder(), u"user “app”: cannot be looked up, since the image has no /etc/passwd"_s);
    row("a directory", TarBuilder().dir("etc/passwd"), u"user “app”: cannot be looked up, since the image has no /etc/passwd"_s);
    row("a loop", TarBuilder().symlink("etc/passwd", "passwd"),
        u"user “app”: cannot be looked up, since the image has no /etc/passwd"_s);
    row("huge", TarBuilder().file("etc/passwd", std::string((1 << 20) + 1, '\n')),
        u"/etc/passwd: has 1048577 bytes, but at most 1048576 are expected"_s);
}

void TestUser::needsADatabaseForNames()
{
    QFETCH(QByteArray, tar);
    const auto ids = resolveUser(u"app"_s, fsOf({TarBuilder().raw(tar.toStdString())}));
    QVERIFY(!ids);
    QTEST(ids.error().message(), "message");
}

void TestUser::readsTheUppermostLayers()
{
    const auto ids
        = resolveUser(u"app"_s, fsOf({TarBuilder().file("etc/passwd", kPasswd), TarBuilder().file("etc/passwd", "app:x:3:4\n")}));
    VERIFY_RESULT(ids);
    QVERIFY(*ids == (UserIds{3, 4}));
}

void TestUser::namesNumbers()
{
    const ImageFs fs = fsOf({TarBuilder().file("etc/passwd", kPasswd).file("etc/group", kGroup)});
    QVERIFY(need(namesOf({0, 0}, fs)) == (UserNames{"root", "root"}));
    QVERIFY(need(namesOf({1000, 50}, fs)) == (UserNames{"app", "staff"}));
    QVERIFY(need(namesOf({9, 60}, fs)) == (UserNames{"last", "end"}));
    QVERIFY(need(namesOf({5, 12345}, fs)) == (UserNames{"half", ""}));
    QVERIFY(need(namesOf({0, 0}, fsOf({TarBuilder().file("etc/hostname", "")}))) == UserNames{});
}

STRATOSCOPE_APPLESS_TEST(TestUser)
#include "tst_user.moc"
