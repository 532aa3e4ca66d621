// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "registry/auth/credential_helper.h"

#include "support/config_home.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <thread>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

class TestCredentialHelper : public QObject
{
    Q_OBJECT

private:
    ConfigHome m_home;

private Q_SLOTS:
    void gets_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("token");
        QTest::newRow("password") << R"(echo '{"ServerURL":"a.example.com","Username":"u","Secret":"p"}')"_ba << u"u"_s << u"p"_s
                                  << QString();
        QTest::newRow("token") << R"(echo '{"Username":"<token>","Secret":"t"}')"_ba << u"<token>"_s << QString() << u"t"_s;
        QTest::newRow("empty") << R"(echo '{"Username":"","Secret":""}')"_ba << QString() << QString() << QString();
        QTest::newRow("not found") << "echo 'credentials not found in native keychain'; exit 1"_ba << QString() << QString()
                                   << QString();
        QTest::newRow("not found, on stderr")
            << "echo 'credentials not found in native keychain' >&2; exit 1"_ba << QString() << QString() << QString();
    }
    void gets()
    {
        QFETCH(QByteArray, script);
        m_home.addHelper(u"fake"_s, script);
        const auto found = CredentialHelper(u"fake"_s).get(u"a.example.com"_s, {});
        VERIFY_RESULT(found);
        const Credentials credentials = found->value_or(Credentials());
        QTEST(credentials.user, "user");
        QTEST(credentials.password, "password");
        QTEST(credentials.identityToken, "token");
        QCOMPARE(m_home.helperCalls().constLast(), u"get a.example.com"_s);
    }

    void fails_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("detail");
        QTest::newRow("words") << "echo 'the store is locked'; echo more; exit 1"_ba << ErrorKind::Io
                               << u"could not get the credentials for a.example.com: \"the store is locked\""_s;
        QTest::newRow("no words") << "exit 3"_ba << ErrorKind::Io << u"could not get the credentials for a.example.com"_s;
        QTest::newRow("killed") << "kill -9 $$"_ba << ErrorKind::Io << u"could not get the credentials for a.example.com"_s;
        QTest::newRow("no JSON") << "echo nonsense"_ba << ErrorKind::Malformed
                                 << u"is not a JSON object: it begins with \"nonsense\""_s;
        QTest::newRow("nothing") << ":"_ba << ErrorKind::Truncated << u"is empty, expected a JSON object"_s;
    }
    void fails()
    {
        QFETCH(QByteArray, script);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, detail);
        m_home.addHelper(u"fake"_s, script);
        const auto found = CredentialHelper(u"fake"_s).get(u"a.example.com"_s, {});
        QVERIFY(!found);
        QCOMPARE(found.error(), (Error{kind, u"docker-credential-fake"_s, detail}));
    }

    void missingOnesAreNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("not installed") << u"nowhere"_s;
        QTest::newRow("a path") << u"../fake"_s;
    }
    void missingOnesAreNamed()
    {
        QFETCH(QString, name);
        const auto found = CredentialHelper(name).get(u"a.example.com"_s, {});
        QVERIFY(!found);
        QCOMPARE(found.error(), (Error{ErrorKind::NotFound, u"docker-credential-"_s + name, u"is not installed"_s}));
    }

    void isNotWaitedForForEver()
    {
        m_home.addHelper(u"fake"_s, "exec sleep 1000");
        const auto found = CredentialHelper(u"fake"_s, std::chrono::milliseconds(200)).get(u"a.example.com"_s, {});
        QVERIFY(!found);
        QCOMPARE(found.error(), (Error{ErrorKind::Io, u"docker-credential-fake"_s, u"timed out"_s}));
    }

    void writesWithoutEnd_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::newRow("output") << "exec yes"_ba;
        QTest::newRow("errors") << "exec yes >&2"_ba;
        QTest::newRow("and ends") << "head -c 3000000 /dev/zero"_ba;
    }
    void writesWithoutEnd()
    {
        QFETCH(const QByteArray, script);
        m_home.addHelper(u"fake"_s, script);
        const auto found = CredentialHelper(u"fake"_s).get(u"a.example.com"_s, {});
        QVERIFY(!found);
        QCOMPARE(found.error(), (Error{ErrorKind::Io, u"docker-credential-fake"_s, u"writes more than 1048576 bytes"_s}));
    }

    void runsNoMoreOnceItIsStopped()
    {
        m_home.addHangingHelper(u"fake"_s);
        std::stop_source stop;
        const std::jthread stopping([&] {
            m_home.waitForHangingHelper();
            stop.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 static_cast<void>(CredentialHelper(u"fake"_s).get(u"a.example.com"_s, stop.get_token())));
        QVERIFY(!m_home.isHelperHanging());
    }

    void keepsAndForgets()
    {
        m_home.addKeepingHelper(u"fake"_s);
        const CredentialHelper helper(u"fake"_s);
        QCOMPARE(need(helper.erase(u"a.example.com"_s, {})), false);
        const Credentials credentials{u"u"_s, u"p\"ü\\"_s, {}};
        VERIFY_RESULT(helper.store(u"a.example.com"_s, credentials, {}));
        QVERIFY(need(helper.get(u"a.example.com"_s, {})) == credentials);
        QCOMPARE(need(helper.erase(u"a.example.com"_s, {})), true);
        QVERIFY(!need(helper.get(u"a.example.com"_s, {})));
    }

    void aFailureToKeepDoesNotTellTheSecret()
    {
        m_home.addHelper(u"fake"_s, "echo \"$input\"; exit 1");
        const auto stored = CredentialHelper(u"fake"_s).store(u"a.example.com"_s, {u"u"_s, u"secret"_s, {}}, {});
        QVERIFY(!stored);
        QCOMPARE(stored.error().message(), u"docker-credential-fake: could not store the credentials for a.example.com"_s);
    }
};

STRATOSCOPE_GUILESS_TEST(TestCredentialHelper)
#include "tst_credential_helper.moc"
