// SPDX-License-Identifier: Apache-2.0
//
// The keychain of a desktop: a Secret Service on a session bus. The program runs itself again on a private bus and starts GNOME
// Keyring there; both store their data in a temporary home directory and end with the test.
#include "base/cancel.h"
#include "registry/auth/system_keychain.h"
#include "support/command.h"
#include "support/config_home.h"
#include "support/need.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QCoreApplication>
#include <QDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr auto kOnOwnBus = "STRATOSCOPE_TEST_ON_OWN_BUS";
const QString kSystemKeychainHost = u"a.example.com"_s;
const Credentials kSystemKeychainFirst{u"user"_s, u"pä\"ss:word"_s, {}};
const Credentials kSystemKeychainSecond{u"other"_s, u"second"_s, {}};

} // namespace

class TestSystemKeychain : public QObject
{
    Q_OBJECT

private:
    QProcess m_keyring;
    std::shared_ptr<Keychain> m_keychain;

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void keepsAndForgets();
    void keepsTheLoginsOfTheCommandLine();
    void isNotWaitedForOnceItIsStopped();
};

void TestSystemKeychain::initTestCase()
{
    m_keyring.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_keyring.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    m_keyring.write("password");
    m_keyring.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/keyring/control"_s), 30'000);
    m_keychain = systemKeychain();
    QVERIFY(m_keychain);
}

void TestSystemKeychain::cleanupTestCase()
{
    m_keyring.terminate();
    m_keyring.waitForFinished();
}

void TestSystemKeychain::keepsAndForgets()
{
    QVERIFY(!need(m_keychain->read(kSystemKeychainHost, {})));
    VERIFY_RESULT(m_keychain->write(kSystemKeychainHost, kSystemKeychainFirst, {}));
    QVERIFY(need(m_keychain->read(kSystemKeychainHost, {})) == kSystemKeychainFirst);
    QVERIFY(!need(m_keychain->read(u"b.example.com"_s, {})));
    VERIFY_RESULT(m_keychain->write(kSystemKeychainHost, kSystemKeychainSecond, {}));
    QVERIFY(need(m_keychain->read(kSystemKeychainHost, {})) == kSystemKeychainSecond);
    QCOMPARE(need(m_keychain->remove(kSystemKeychainHost, {})), true);
    QVERIFY(!need(m_keychain->read(kSystemKeychainHost, {})));
    QCOMPARE(need(m_keychain->remove(kSystemKeychainHost, {})), false);
}

void TestSystemKeychain::keepsTheLoginsOfTheCommandLine()
{
    const RegistryServer registry({.user = u"user"_s, .password = u"secret"_s});
    registry.putSmallImage(u"team/app"_s, {u"1"_s});
    const Command cli;
    const Ran in = cli.shell(u"echo secret | $cli login %1 --username user --json"_s.arg(registry.address()));
    QCOMPARE(in.err, QByteArray());
    QCOMPARE(in.json().value("place"_L1), u"the system keychain"_s);
    QCOMPARE(need(m_keychain->read(registry.address(), {}))->password, u"secret"_s);
    QVERIFY(!QFile::exists(QDir::homePath() + u"/.docker/config.json"_s));
    QCOMPARE(cli.run({u"tags"_s, registry.address() + u"/team/app"_s}).out, "1\n"_ba);
    QCOMPARE(cli.run({u"logout"_s, registry.address()}).out,
             registry.address().toUtf8() + ": credentials removed from the system keychain\n");
    QVERIFY(!need(m_keychain->read(registry.address(), {})));
    QCOMPARE(cli.run({u"tags"_s, registry.address() + u"/team/app"_s}).code, 1);
}

void TestSystemKeychain::isNotWaitedForOnceItIsStopped()
{
    VERIFY_RESULT(m_keychain->write(kSystemKeychainHost, kSystemKeychainFirst, {}));
    ::kill(pid_t(m_keyring.processId()), SIGSTOP); // like one that is waiting for its user
    std::stop_source stop;
    const std::jthread stopping([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, static_cast<void>(m_keychain->read(kSystemKeychainHost, stop.get_token())));
    ::kill(pid_t(m_keyring.processId()), SIGCONT);
    QVERIFY(need(m_keychain->read(kSystemKeychainHost, {})) == kSystemKeychainFirst);
}

static int testSystemKeychain(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kOnOwnBus)) {
        TestSystemKeychain test;
        return QTest::qExec(&test, argc, argv);
    }
    const ConfigHome home;
    QDir().mkpath(home.path(u"runtime"_s));
    QFile::setPermissions(home.path(u"runtime"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qunsetenv("XDG_DATA_HOME");
    qputenv(kOnOwnBus, "1");
    const QStringList arguments
        = QStringList{u"--"_s, QCoreApplication::applicationFilePath(), u"system_keychain"_s} + application.arguments().sliced(1);
    return QProcess::execute(u"dbus-run-session"_s, arguments);
}

STRATOSCOPE_TEST_WITH_MAIN(SystemKeychain, testSystemKeychain)
#include "tst_system_keychain.moc"
