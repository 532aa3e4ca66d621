// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/credential_chain.h"

#include "support/config_home.h"
#include "support/fake_keychain.h"
#include "support/need.h"
#include "support/registry_server.h"
#include "support/results.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QTest>

#include <thread>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

const QString kHost = u"a.example.com"_s;
const Credentials kGiven{u"given"_s, u"p"_s, {}};

QByteArray authsOf(const QString &key, const QByteArray &user)
{
    return R"({"auths":{")" + key.toUtf8() + R"(":{"auth":")" + (user + ":p").toBase64() + R"("}}})";
}

QByteArray answerOf(const QByteArray &user)
{
    return R"(echo '{"Username":")" + user + R"(","Secret":"p"}')";
}

} // namespace

class TestCredentials : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ConfigHome> m_home;
    std::shared_ptr<FakeKeychain> m_keychain;

    FoundCredentials find(CredentialChainOptions places = {}, const QString &registry = kHost,
                          const QString &repository = u"team/app"_s) const
    {
        return makeCredentialChain(std::move(places))->find({.registry = registry, .repository = repository}, {});
    }
    QString user(CredentialChainOptions places = {}) const
    {
        const auto found = find(std::move(places));
        return found.credentials ? found.credentials->user : u"nobody"_s;
    }

private Q_SLOTS:
    void cleanup() { m_home.reset(); }
    void init()
    {
        m_home = std::make_unique<ConfigHome>();
        m_keychain = std::make_shared<FakeKeychain>();
    }

    /// Every source has credentials; removing the first one makes the next one apply.
    void asksOneAfterAnother()
    {
        const QString given = m_home->path(u"given.json"_s);
        writeDisk(given, authsOf(kHost, "file"));
        m_home->write(u".docker/config.json"_s, authsOf(kHost, "docker"));
        m_home->write(u"runtime/containers/auth.json"_s, authsOf(kHost, "session"));
        m_home->write(u".config/containers/auth.json"_s, authsOf(kHost, "user"));
        VERIFY_RESULT(m_keychain->write(kHost, {u"keychain"_s, u"p"_s, {}}, {}));
        QCOMPARE(user({.given = kGiven, .authFile = given, .keychain = m_keychain}), u"given"_s);
        QCOMPARE(user({.authFile = given, .keychain = m_keychain}), u"file"_s);
        writeDisk(given, "{}");
        QCOMPARE(user({.authFile = given, .keychain = m_keychain}), u"keychain"_s);
        QCOMPARE(user(), u"docker"_s);
        QFile::remove(m_home->dockerConfig());
        QCOMPARE(user(), u"session"_s);
        QFile::remove(m_home->authJson());
        QCOMPARE(user(), u"user"_s);
        QFile::remove(m_home->path(u".config/containers/auth.json"_s));
        QCOMPARE(user(), u"nobody"_s);
        QCOMPARE(find().problems, QStringList());
    }

    void variablesLeadToOtherFiles()
    {
        m_home->write(u"docker/config.json"_s, authsOf(kHost, "docker"));
        m_home->write(u"auth.json"_s, authsOf(kHost, "auth"));
        qputenv("REGISTRY_AUTH_FILE", m_home->path(u"auth.json"_s).toUtf8());
        QCOMPARE(user(), u"auth"_s);
        qputenv("DOCKER_CONFIG", m_home->path(u"docker"_s).toUtf8());
        QCOMPARE(user(), u"docker"_s);
    }

    void helpersGoBeforeTheFile()
    {
        m_home->addHelper(u"own"_s, answerOf("own"));
        m_home->addHelper(u"all"_s, answerOf("all"));
        const QByteArray entries = authsOf(kHost, "file").chopped(1);
        m_home->write(u".docker/config.json"_s, entries + R"(,"credsStore":"all"})");
        QCOMPARE(user(), u"all"_s);
        m_home->write(u".docker/config.json"_s, entries + R"(,"credsStore":"all","credHelpers":{"a.example.com":"own"}})");
        QCOMPARE(user(), u"own"_s);
        QCOMPARE(m_home->helperCalls(), (QStringList{u"get a.example.com"_s, u"get a.example.com"_s}));
    }

    void helpersKnowDockerHubByItsAddress()
    {
        m_home->addHelper(u"all"_s, answerOf("hub"));
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"all"})");
        QCOMPARE(find({}, u"docker.io"_s, u"library/alpine"_s).credentials->user, u"hub"_s);
        QCOMPARE(m_home->helperCalls(), QStringList{u"get https://index.docker.io/v1/"_s});
    }

    void aHelperThatHasNoneIsNoWarning()
    {
        m_home->addHelper(u"all"_s, "echo 'credentials not found in native keychain'; exit 1");
        m_home->write(u".docker/config.json"_s, authsOf(kHost, "file").chopped(1) + R"(,"credsStore":"all"})");
        const auto found = find();
        QCOMPARE(found.credentials->user, u"file"_s);
        QCOMPARE(found.problems, QStringList());
    }

    void whatFailsIsNamedAndLeftOut_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("warning");
        QTest::newRow("missing") << R"({"credsStore":"nowhere"})"_ba
                                 << u"/.docker/config.json: docker-credential-nowhere: is not installed"_s;
        QTest::newRow("failing")
            << R"({"credsStore":"broken"})"_ba
            << u"/.docker/config.json: docker-credential-broken: could not get the credentials for a.example.com: "
               u"\"it is broken\""_s;
        QTest::newRow("malformed") << R"({"credsStore":)"_ba << u"/.docker/config.json: is incomplete JSON: ends after 14 bytes"_s;
        QTest::newRow("entry") << R"({"auths":{"a.example.com":{"auth":"secret"}}})"_ba
                               << u"/.docker/config.json: auths.a.example.com.auth is not base64 of USER:PASSWORD"_s;
    }
    void whatFailsIsNamedAndLeftOut()
    {
        QFETCH(QByteArray, config);
        QFETCH(QString, warning);
        m_home->addHelper(u"broken"_s, "echo it is broken; exit 1");
        m_home->write(u".docker/config.json"_s, config);
        m_home->write(u"runtime/containers/auth.json"_s, authsOf(kHost, "session"));
        const auto found = find();
        QCOMPARE(found.credentials->user, u"session"_s);
        QCOMPARE(found.problems, QStringList{m_home->path() + warning});
    }

    void aLockedKeychainIsNamedAndLeftOut()
    {
        m_keychain->isLocked = true;
        m_home->write(u".docker/config.json"_s, authsOf(kHost, "docker"));
        const auto found = find({.keychain = m_keychain});
        QCOMPARE(found.credentials->user, u"docker"_s);
        QCOMPARE(found.problems, QStringList{u"the keychain: stays locked"_s});
    }

    /// Given credentials are for the registry that was named, not for one that it is remapped to.
    void whatIsGivenGoesToNoDetour()
    {
        const QString mirror = u"mirror.example.com"_s;
        m_home->write(u".docker/config.json"_s, authsOf(mirror, "mirror"));
        const auto chain = makeCredentialChain({.given = kGiven});
        QCOMPARE(chain->find({.registry = kHost}, {}).credentials->user, u"given"_s);
        QCOMPARE(chain->find({.registry = mirror}, {}).credentials->user, u"given"_s);
        const auto found = chain->find({.registry = mirror, .isRemapped = true}, {});
        QCOMPARE(found.credentials->user, u"mirror"_s);
        QCOMPARE(found.problems.size(), 1);
        QVERIFY(found.problems.front().contains(mirror));
        QVERIFY(!found.problems.front().contains(kGiven.password + u' '));
    }

    void namespacesHaveTheirOwn()
    {
        m_home->write(u"runtime/containers/auth.json"_s, authsOf(kHost + u"/team"_s, "team"));
        const auto chain = makeCredentialChain({});
        QCOMPARE(chain->find({.registry = kHost, .repository = u"team/app"_s}, {}).credentials->user, u"team"_s);
        QVERIFY(!chain->find({.registry = kHost, .repository = u"other/app"_s}, {}).credentials);
        QVERIFY(!chain->find({.registry = kHost}, {}).credentials);
    }

    void asksOnceHoweverManyAsk()
    {
        m_home->addHelper(u"all"_s, answerOf("all"));
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"all"})");
        const auto chain = makeCredentialChain({});
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&chain, i] { chain->find({.registry = kHost, .repository = u"team/%1"_s.arg(i % 2)}, {}); });
        threads.clear();
        QCOMPARE(m_home->helperCalls().size(), 1);
    }

    /// Each thread has its own stop token: a hanging helper does not prevent others from being cancelled.
    void waitsForNobodyOnceItIsStopped()
    {
        m_home->addHangingHelper(u"all"_s);
        m_home->write(u".docker/config.json"_s, R"({"credsStore":"all"})");
        const auto chain = makeCredentialChain({});
        const auto isCancelled = [&chain](const std::stop_token &stop) {
            try {
                chain->find({.registry = kHost}, stop);
                return false;
            } catch (const Cancelled &) {
                return true;
            }
        };
        bool wasAskingCancelled = false;
        std::jthread asking([&](const std::stop_token &stop) { wasAskingCancelled = isCancelled(stop); });
        m_home->waitForHangingHelper();
        bool wasWaitingCancelled = false;
        std::jthread waiting([&](const std::stop_token &stop) { wasWaitingCancelled = isCancelled(stop); });
        waiting.request_stop();
        waiting.join();
        QVERIFY(wasWaitingCancelled);
        QVERIFY(m_home->isHelperHanging());
        asking.request_stop();
        asking.join();
        QVERIFY(wasAskingCancelled);
        QVERIFY(!m_home->isHelperHanging());

        m_home->addHelper(u"all"_s, answerOf("all"));
        QCOMPARE(chain->find({.registry = kHost}, {}).credentials->user, u"all"_s);
    }

    void readsWhatSkopeoWrites()
    {
        const RegistryServer server({.user = u"user"_s, .password = u"pass:word"_s});
        runTool(u"skopeo"_s, {u"login"_s, u"--tls-verify=false"_s, u"-u"_s, u"user"_s, u"--password-stdin"_s, server.address()},
                m_home->path(), "pass:word");
        qputenv("REGISTRY_AUTH_FILE", m_home->path(u"auth.json"_s).toUtf8());
        const auto found = find({}, server.address());
        QVERIFY((found.credentials == Credentials{u"user"_s, u"pass:word"_s, {}}));
    }
};

STRATOSCOPE_GUILESS_TEST(TestCredentials)
#include "tst_credentials.moc"
