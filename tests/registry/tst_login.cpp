// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/credential_chain.h"
#include "registry/auth/login.h"

#include "support/config_home.h"
#include "support/fake_keychain.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

#include <thread>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const QString kLoginHost = u"a.example.com"_s;
const Credentials kLoginFirst{u"u"_s, u"first"_s, {}};
const Credentials kLoginSecond{u"u"_s, u"second"_s, {}};

} // namespace

class TestLogin : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ConfigHome> m_home;
    std::shared_ptr<FakeKeychain> m_inner;
    std::shared_ptr<Keychain> m_keychain;

    LoginStorage places() const { return {.keychain = m_keychain}; }
    std::optional<Credentials> found() const
    {
        return makeCredentialChain({.keychain = m_keychain})->find({.registry = kLoginHost}, {}).credentials;
    }

private Q_SLOTS:
    void cleanup() { m_home.reset(); }
    void init()
    {
        m_home = std::make_unique<ConfigHome>();
        m_inner = std::make_shared<FakeKeychain>();
        m_keychain = remembering(m_inner);
    }

    /// However many programs log in at the same time.
    void noneIsLost_data()
    {
        QTest::addColumn<bool>("hasKeychain");
        QTest::newRow("file") << false;
        QTest::newRow("keychain") << true;
    }
    void noneIsLost()
    {
        QFETCH(const bool, hasKeychain);
        constexpr int kPrograms = 6;
        constexpr int kLogins = 10;
        const auto hostOf = [](int program, int login) { return u"r%1-%2.example.com"_s.arg(program).arg(login); };
        {
            std::vector<std::jthread> programs;
            for (int program = 0; program < kPrograms; ++program)
                programs.emplace_back([&, program] {
                    const LoginStorage storage{.keychain = hasKeychain ? remembering(m_inner) : nullptr};
                    for (int login = 0; login < kLogins; ++login)
                        need(storeLogin(hostOf(program, login), kLoginFirst, storage, {}));
                });
        }
        const auto chain = makeCredentialChain({.keychain = hasKeychain ? m_keychain : nullptr});
        for (int program = 0; program < kPrograms; ++program) {
            for (int login = 0; login < kLogins; ++login)
                QVERIFY(chain->find({.registry = hostOf(program, login)}, {}).credentials == kLoginFirst);
        }
        QCOMPARE(QFile::exists(m_home->dockerConfig()), !hasKeychain);
    }

    void isKeptInTheKeychain()
    {
        QCOMPARE(need(storeLogin(kLoginHost, kLoginFirst, places(), {})), u"the system keychain"_s);
        QVERIFY(found() == kLoginFirst);
        QVERIFY(!QFile::exists(m_home->dockerConfig()));
        QCOMPARE(need(storeLogin(kLoginHost, kLoginSecond, places(), {})), u"the system keychain"_s);
        QVERIFY(found() == kLoginSecond);
        QCOMPARE(need(removeLogin(kLoginHost, places(), {})), QStringList{u"the system keychain"_s});
        QVERIFY(!found());
        QVERIFY(m_inner->logins.empty());
        QCOMPARE(need(removeLogin(kLoginHost, places(), {})), QStringList());
    }

    void theKeychainIsAskedOnlyForItsOwn()
    {
        QVERIFY(!found());
        QCOMPARE(m_inner->asked, 0);
        need(storeLogin(u"b.example.com"_s, kLoginFirst, places(), {}));
        const int asked = m_inner->asked;
        QVERIFY(!found());
        QCOMPARE(need(removeLogin(kLoginHost, places(), {})), QStringList());
        QCOMPARE(m_inner->asked, asked);
    }

    void withoutAKeychainIsKeptInDockersFile_data()
    {
        QTest::addColumn<bool>("isLocked");
        QTest::newRow("none") << false;
        QTest::newRow("locked") << true;
    }
    void withoutAKeychainIsKeptInDockersFile()
    {
        QFETCH(bool, isLocked);
        m_inner->isLocked = isLocked;
        if (!isLocked)
            m_keychain.reset();
        m_home->write(u".docker/config.json"_s, R"({"experimental":"enabled"})");
        QCOMPARE(need(storeLogin(kLoginHost, kLoginFirst, places(), {})), m_home->dockerConfig());
        QVERIFY(found() == kLoginFirst);
        QVERIFY(m_home->read(u".docker/config.json"_s).contains(R"("experimental": "enabled")"));
        QCOMPARE(need(removeLogin(kLoginHost, places(), {})), QStringList{m_home->dockerConfig()});
        QVERIFY(!found());
    }

    void allPlacesAreListed()
    {
        QCOMPARE(registriesWithLogin(), QStringList());
        need(storeLogin(u"c.example.com"_s, kLoginFirst, places(), {})); // in the keychain
        m_home->write(u".docker/config.json"_s,
                      R"({"auths":{"index.docker.io":{},"a.example.com":{}},"credHelpers":{"b.example.com":"fake"}})");
        m_home->write(u"runtime/containers/auth.json"_s, R"({"auths":{"a.example.com/team":{"auth":"YTpi"},"d.example.com":{}}})");
        QCOMPARE(registriesWithLogin(),
                 (QStringList{u"a.example.com"_s, u"b.example.com"_s, u"c.example.com"_s, u"d.example.com"_s, u"docker.io"_s}));
        m_home->write(u".docker/config.json"_s, "{");
        QCOMPARE(registriesWithLogin(), (QStringList{u"a.example.com"_s, u"c.example.com"_s, u"d.example.com"_s}));
    }

    void aKeychainThatCloses()
    {
        need(storeLogin(kLoginHost, kLoginFirst, places(), {}));
        m_inner->isLocked = true;
        QCOMPARE(need(storeLogin(kLoginHost, kLoginSecond, places(), {})), m_home->dockerConfig());
        m_inner->isLocked = false;
        QVERIFY(found() == kLoginSecond);
    }

    void aKeychainThatIsLockedIsToldWhenForgetting()
    {
        need(storeLogin(kLoginHost, kLoginFirst, places(), {}));
        m_inner->isLocked = true;
        const auto forgotten = removeLogin(kLoginHost, places(), {});
        QVERIFY(!forgotten);
        QCOMPARE(forgotten.error().kind, ErrorKind::Denied);
        QVERIFY(!found());
    }

    void helpersKeepWhereTheyAreConfigured()
    {
        m_home->addKeepingHelper(u"fake"_s);
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"fake"})");
        QCOMPARE(need(storeLogin(kLoginHost, kLoginFirst, places(), {})), u"docker-credential-fake"_s);
        QVERIFY(m_inner->logins.empty());
        QVERIFY(found() == kLoginFirst);
        QVERIFY(!m_home->read(u".docker/config.json"_s).contains("auth\""));
        QVERIFY(m_home->read(u".docker/config.json"_s).contains(R"("a.example.com": {})"));
        QCOMPARE(need(removeLogin(kLoginHost, places(), {})), QStringList{u"docker-credential-fake"_s});
        QVERIFY(!found());
        QVERIFY(!m_home->read(u".docker/config.json"_s).contains("a.example.com"));
    }

    void aHelperThatFailsIsAnError()
    {
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"nowhere"})");
        QCOMPARE(storeLogin(kLoginHost, kLoginFirst, places(), {}).error().subject, u"docker-credential-nowhere"_s);
        QCOMPARE(removeLogin(kLoginHost, places(), {}).error().subject, u"docker-credential-nowhere"_s);
    }

    void aHelperReplacesTheKeychain()
    {
        need(storeLogin(kLoginHost, kLoginFirst, places(), {}));
        m_home->addKeepingHelper(u"fake"_s);
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"fake"})");
        need(storeLogin(kLoginHost, kLoginSecond, places(), {}));
        QVERIFY(found() == kLoginSecond);
    }

    void aFileThatIsGivenIsTheOnlyPlace()
    {
        const QString file = m_home->path(u"my/auth.json"_s);
        const LoginStorage given{.authFile = file, .keychain = m_keychain};
        QCOMPARE(need(storeLogin(kLoginHost, kLoginFirst, given, {})), file);
        QVERIFY(m_inner->logins.empty());
        QVERIFY(!found());
        QCOMPARE(need(removeLogin(kLoginHost, given, {})), QStringList{file});
        QCOMPARE(m_home->read(u"my/auth.json"_s), "{\n  \"auths\": {}\n}\n"_ba);
    }

    void nothingOfItIsReadableForOthers()
    {
        m_keychain.reset();
        need(storeLogin(kLoginHost, kLoginFirst, places(), {}));
        QCOMPARE(QFile::permissions(m_home->dockerConfig()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }
};

STRATOSCOPE_GUILESS_TEST(TestLogin)
#include "tst_login.moc"
