// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/auth_file.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray auth(const QByteArray &userAndPassword)
{
    return R"({"auth":")" + userAndPassword.toBase64() + R"("})";
}

QString text(const std::optional<Credentials> &credentials)
{
    return credentials ? credentials->user + u':' + credentials->password + u':' + credentials->identityToken : u"none"_s;
}

} // namespace

class TestAuthFile : public QObject
{
    Q_OBJECT

private:
    TestFolder m_folder;
    QString m_path = m_folder.path() + u"/docker/config.json"_s;

    AuthFile fileOf(const QByteArray &content) const
    {
        writeDisk(m_path, content);
        return need(AuthFile::read(m_path));
    }

private Q_SLOTS:
    void cleanup();
    void finds_data();
    void finds();
    void findsTheHelper_data();
    void findsTheHelper();
    void aFileThatIsNotThereIsEmpty();
    void refuses_data();
    void refuses();
    void keepsWhatItDoesNotKnow();
    void onlyItsOwnerMayReadIt();
    void removesEveryNameOfARegistry();
    void leavesNoEntriesInAnotherSpelling();
    void aFileThatCannotBeWrittenIsAnError();
};

void TestAuthFile::cleanup()
{
    QFile::remove(m_path);
}

void TestAuthFile::finds_data()
{
    QTest::addColumn<QByteArray>("auths");
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QString>("repository");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &auths, const QString &registry, const QString &repository,
                        const QString &expected) { QTest::newRow(name) << auths << registry << repository << expected; };
    const QString host = u"a.example.com"_s;
    const QString hub = u"docker.io"_s;
    const QByteArray a = auth("u:p");
    row("host", R"("a.example.com":)" + a, host, u"x"_s, u"u:p:"_s);
    row("another host", R"("b.example.com":)" + a, host, u"x"_s, u"none"_s);
    row("port", R"("a.example.com:5000":)" + a, host, u"x"_s, u"none"_s);
    row("host and port", R"("a.example.com:5000":)" + a, u"a.example.com:5000"_s, u"x"_s, u"u:p:"_s);
    row("scheme", R"("https://a.example.com":)" + a, host, u"x"_s, u"u:p:"_s);
    row("plain scheme and slash", R"("http://a.example.com/":)" + a, host, u"x"_s, u"u:p:"_s);
    row("scheme and path", R"("https://a.example.com/v2/":)" + a, host, u"x"_s, u"u:p:"_s);
    row("path", R"("a.example.com/v1/":)" + a, host, u"x"_s, u"u:p:"_s);
    row("Docker Hub by Docker", R"("https://index.docker.io/v1/":)" + a, hub, u"library/x"_s, u"u:p:"_s);
    row("Docker Hub by others", R"("docker.io":)" + a, hub, u"library/x"_s, u"u:p:"_s);
    row("Docker Hub, half", R"("index.docker.io":)" + a, hub, u"library/x"_s, u"u:p:"_s);
    row("namespace", R"("a.example.com":)" + a + R"(,"a.example.com/team":)" + auth("t:q"), host, u"team/x"_s, u"t:q:"_s);
    row("repository", R"("a.example.com/team":)" + a + R"(,"a.example.com/team/x":)" + auth("t:q"), host, u"team/x"_s, u"t:q:"_s);
    row("another namespace", R"("a.example.com/tea":)" + a, host, u"team/x"_s, u"none"_s);
    row("without a repository", R"("a.example.com/team":)" + a, host, {}, u"none"_s);
    row("colon in the password", R"("a.example.com":)" + auth("u:p:q"), host, {}, u"u:p:q:"_s);
    QByteArray wrapped = auth("somebody:" + QByteArray(100, 'p'));
    wrapped.insert(wrapped.indexOf("auth\":\"") + 47, "\\r\\n");
    row("wrapped lines", R"("a.example.com":)" + wrapped, host, {}, u"somebody:"_s + QString(100, u'p') + u':');
    row("zeros", R"("a.example.com":)" + auth(QByteArray("u:p\0\0", 5)), host, {}, u"u:p:"_s);
    row("in clear", R"("a.example.com":{"username":"u","password":"p"})", host, {}, u"u:p:"_s);
    row("identity token", R"("a.example.com":{"auth":")" + QByteArray("u:").toBase64() + R"(","identitytoken":"t"})", host, {},
        u"u::t"_s);
    row("token as user", R"("a.example.com":)" + auth("<token>:t"), host, {}, u"<token>::t"_s);
    row("members in another case", R"("a.example.com":{"Auth":")" + QByteArray("u:p").toBase64() + R"(","IdentityToken":"t"})",
        host, {}, u"u:p:t"_s);
    row("kept elsewhere", R"("a.example.com":{})", host, {}, u"none"_s);
    row("null", R"("a.example.com":null)", host, {}, u"none"_s);
    row("no password", R"("a.example.com":)" + auth("u:"), host, {}, u"none"_s);
}

void TestAuthFile::finds()
{
    QFETCH(QByteArray, auths);
    QFETCH(QString, registry);
    QFETCH(QString, repository);
    const auto found = fileOf(R"({"auths":{)" + auths + "}}").find(registry, repository);
    VERIFY_RESULT(found);
    QTEST(text(*found), "expected");
}

void TestAuthFile::findsTheHelper_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("registry");
    QTest::addColumn<QString>("helper");
    const QByteArray both = R"({"credsStore":"pass","credHelpers":{"a.example.com":"ecr","https://index.docker.io/v1/":"hub"}})";
    QTest::newRow("of the registry") << both << u"a.example.com"_s << u"ecr"_s;
    QTest::newRow("of Docker Hub") << both << u"docker.io"_s << u"hub"_s;
    QTest::newRow("of all") << both << u"b.example.com"_s << u"pass"_s;
    QTest::newRow("none") << QByteArray("{}") << u"a.example.com"_s << QString();
}

void TestAuthFile::findsTheHelper()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, registry);
    QTEST(need(fileOf(content).helper(registry)), "helper");
}

void TestAuthFile::aFileThatIsNotThereIsEmpty()
{
    const auto file = need(AuthFile::read(m_folder.path() + u"/none"_s));
    QCOMPARE(text(need(file.find(u"docker.io"_s, {}))), u"none"_s);
    writeDisk(m_path, "\n");
    VERIFY_RESULT(AuthFile::read(m_path));
}

void TestAuthFile::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("detail");
    QTest::newRow("auths") << QByteArray(R"({"auths":[]})") << u"auths is an array, expected an object"_s;
    QTest::newRow("entry") << QByteArray(R"({"auths":{"docker.io":"x"}})")
                           << u"auths.docker.io is the string \"x\", expected an object"_s;
    QTest::newRow("base64") << QByteArray(R"({"auths":{"docker.io":{"auth":"?"}}})")
                            << u"auths.docker.io.auth is not base64 of USER:PASSWORD"_s;
    QTest::newRow("colon") << R"({"auths":{"docker.io":)" + auth("secret") + "}}"
                           << u"auths.docker.io.auth is not base64 of USER:PASSWORD"_s;
}

void TestAuthFile::refuses()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, detail);
    const auto found = fileOf(content).find(u"docker.io"_s, {});
    QVERIFY(!found);
    QCOMPARE(found.error(), (Error{ErrorKind::Configuration, m_path, detail}));
}

void TestAuthFile::keepsWhatItDoesNotKnow()
{
    fileOf(R"({"proxies":{"default":{"httpProxy":"x"}},"big":9007199254740993,"auths":{
        "https://index.docker.io/v1/":{"auth":"x"},"docker.io":{"auth":"y"},"b.example.com":{"auth":"z","email":"e"}}})");
    VERIFY_RESULT(AuthFile::update(m_path, [](AuthFile &file) {
        file.set(u"docker.io"_s, {u"u"_s, u"p"_s, {}});
        file.set(u"c.example.com:5000"_s, {u"u"_s, u"ü"_s, {}});
        return true;
    }));
    QFile written(m_path);
    QVERIFY(written.open(QFile::ReadOnly));
    const QByteArray text = written.readAll();
    QVERIFY(text.startsWith("{\n  \"auths\": {\n    \"b.example.com\": {\n"));
    QCOMPARE(text.simplified().replace(' ', QByteArray()).replace('"', '\''),
             "{'auths':{'b.example.com':{'auth':'z','email':'e'},'c.example.com:5000':{'auth':'dTrDvA=='},"
             "'https://index.docker.io/v1/':{'auth':'dTpw'}},'big':9007199254740993,"
             "'proxies':{'default':{'httpProxy':'x'}}}"_ba);
    QCOMPARE(::text(need(need(AuthFile::read(m_path)).find(u"docker.io"_s, {}))), u"u:p:"_s);
}

void TestAuthFile::onlyItsOwnerMayReadIt()
{
    const auto set = [](AuthFile &file) {
        file.set(u"a.example.com"_s, {u"u"_s, u"p"_s, {}});
        return true;
    };
    VERIFY_RESULT(AuthFile::update(m_path, set));
    const auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(m_path) & ofOthers, QFile::Permissions());
    QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    VERIFY_RESULT(AuthFile::update(m_path, set));
    QCOMPARE(QFile::permissions(m_path) & ofOthers, QFile::Permissions());
}

void TestAuthFile::removesEveryNameOfARegistry()
{
    fileOf(R"({"auths":{"https://index.docker.io/v1/":{},"docker.io":{},"docker.io/team":{}}})");
    QList<bool> removed;
    const auto remove = [&removed](AuthFile &file) {
        removed << file.remove(u"docker.io"_s);
        return removed.last();
    };
    VERIFY_RESULT(AuthFile::update(m_path, remove));
    VERIFY_RESULT(AuthFile::update(m_path, remove));
    QCOMPARE(removed, (QList{true, false}));
    QFile written(m_path);
    QVERIFY(written.open(QFile::ReadOnly));
    QCOMPARE(written.readAll(), "{\n  \"auths\": {\n    \"docker.io/team\": {}\n  }\n}\n"_ba);
}

void TestAuthFile::leavesNoEntriesInAnotherSpelling()
{
    const AuthFile file = fileOf(R"({"Auths":{"a.example.com":)" + auth("u:p") + R"(,"b.example.com":)" + auth("v:q") + "}}");
    QCOMPARE(text(need(file.find(u"a.example.com"_s, {}))), u"u:p:"_s);
    VERIFY_RESULT(AuthFile::update(m_path, [](AuthFile &changed) { return changed.remove(u"a.example.com"_s); }));
    QFile written(m_path);
    QVERIFY(written.open(QFile::ReadOnly));
    const QByteArray content = written.readAll();
    QVERIFY(!content.contains("Auths") && !content.contains("a.example.com") && content.contains("b.example.com"));
}

void TestAuthFile::aFileThatCannotBeWrittenIsAnError()
{
    writeDisk(m_folder.path() + u"/file"_s);
    const auto saved = AuthFile::update(m_folder.path() + u"/file/config.json"_s, [](AuthFile &file) {
        file.set(u"a.example.com"_s, {u"u"_s, u"secret"_s, {}});
        return true;
    });
    QVERIFY(!saved);
    QVERIFY(saved.error().subject.endsWith(u"/file/config.json"_s));
    QVERIFY(!saved.error().message().contains(u"secret"_s));
}

STRATOSCOPE_APPLESS_TEST(TestAuthFile)
#include "tst_auth_file.moc"
