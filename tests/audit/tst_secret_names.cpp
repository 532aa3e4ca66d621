// SPDX-License-Identifier: Apache-2.0
#include "audit/credential_files.h"
#include "audit/secret_names.h"
#include "support/planted_secrets.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// "TEXT=SECRET" of each.
QStringList shown(const std::vector<SecretMatch> &matches, std::string_view text)
{
    QStringList texts;
    for (const SecretMatch &match : matches)
        texts << match.text + u'=' + QString::fromStdString(std::string(text.substr(match.begin, match.size)));
    return texts;
}

QStringList named(std::string_view text)
{
    return shown(namedSecretsIn(text), text);
}

QStringList credentials(std::string_view directory, std::string_view name, std::string_view text)
{
    const CredentialFile *const file = credentialFileNamed(name, directory);
    return file ? shown(credentialsIn(*file, text), text) : QStringList{u"not a credential file"_s};
}

} // namespace

class TestSecretNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names()
    {
        for (const char *const name :
             {"PASSWORD", "DB_PASSWORD", "dbPassword", "MYSQLPASSWORD", "PGPASSWORD", "SSH_PASSPHRASE", "SMTP_PASS", "ADMIN_PWD"})
            QVERIFY2(secretNamed(name) == FindingKind::Password, name);
        for (const char *const name :
             {"TOKEN", "NPM_TOKEN", "apiKey", "API_KEY", "SECRET", "SECRET_KEY_BASE", "aws_secret_access_key", "private-key"})
            QVERIFY2(secretNamed(name) == FindingKind::Token, name);
        for (const char *const name : {"", "PATH", "PWD", "GPG_KEY", "GPG_KEYS", "KEY", "PASSWORD_FILE", "TOKEN_PATH", "MAX_TOKENS",
                                       "SECRET_NAME", "TOKEN_TTL", "ALLOW_EMPTY_PASSWORD", "PUBLIC_KEY", "TOKENIZERS_PARALLELISM",
                                       "AWS_ACCESS_KEY_ID", "PYTHON_SHA256", "BYPASS"})
            QVERIFY2(!secretNamed(name), name);
    }

    void variables()
    {
        QCOMPARE(named("DB_PASSWORD=hunter2"), QStringList{u"DB_PASSWORD=hunter2"_s});
        QCOMPARE(named("|2 NPM_TOKEN=s3cr3t-v4lue VERSION=1.2 /bin/sh -c npm ci"), QStringList{u"NPM_TOKEN=s3cr3t-v4lue"_s});
        QCOMPARE(named("RUN export API_KEY='a b c'; make"), QStringList{u"API_KEY=a b c"_s});
        QCOMPARE(named("login --password hunter2 --user me"), QStringList{u"--password=hunter2"_s});
        QCOMPARE(named("login --password=hunter2"), QStringList{u"--password=hunter2"_s});
        QCOMPARE(named("HTTP_PROXY=http://me:hunter2@proxy:3128"), QStringList{u"password of me at proxy:3128=hunter2"_s});
        for (const char *const none :
             {"PASSWORD=", "PASSWORD=$PASSWORD", "PASSWORD=${PASSWORD:-x}", "TOKEN=$(cat /run/secrets/token)",
              "TOKEN=/run/secrets/token", "ALLOW_EMPTY_PASSWORD=yes", "PASSWORD_REQUIRED=true", "TOKEN=<your token>",
              "PASSWORD=changeme", "TOKEN=xxxxxx", "docker login --password-stdin", "adduser --disabled-password --gecos \"\"",
              "https://example.test/@a:b", "git@example.test:a/b", "RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci"})
            QCOMPARE(named(none), QStringList());
    }

    void files_data()
    {
        QTest::addColumn<QString>("directory");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *directory, const char *name, const char *text, const QStringList &expected) {
            QTest::addRow("%s/%s", directory, name)
                << QString::fromLatin1(directory) << QString::fromLatin1(name) << QString::fromUtf8(text) << expected;
        };
        row("root", ".npmrc",
            "registry=https://npm.example.test/\n//npm.example.test/:_authToken=t0p-s3cret\n//b/:_authToken=${NPM_TOKEN}\n",
            {u"value of //npm.example.test/:_authToken=t0p-s3cret"_s});
        row("root", ".pypirc", "[pypi]\nusername = me\npassword = hunter2\n", {u"value of password=hunter2"_s});
        row("root", ".netrc", "machine a.test login me password hunter2\nmachine b.test\n  login you\n  password hunter3\n",
            {u"password for a.test=hunter2"_s, u"password for b.test=hunter3"_s});
        row("root", ".git-credentials", "https://me:hunter2@git.example.test\n", {u"password of me at git.example.test=hunter2"_s});
        row(".docker", "config.json", R"({"auths":{"a.test":{"auth":"bWU6aHVudGVyMg=="},"b.test":{}},"credsStore":"x"})",
            {u"registry login of me=bWU6aHVudGVyMg=="_s});
        row(".docker", "config.json", R"({"auths":{"a.test":{"identitytoken": "t0p-s3cret"}}})",
            {u"value of identitytoken=t0p-s3cret"_s});
        row("root", ".pgpass", "# a comment\ndb:5432:*:me:hunter2\n", {u"PostgreSQL password of me=hunter2"_s});
        row("etc", "shadow",
            "root:!:19000::::::\ndaemon:*:19000::::::\nme:$6$saltsalt$0123456789abcdefghij:19000::::::\nyou::19000::::::\n",
            {u"password hash of the user me=$6$saltsalt$0123456789abcdefghij"_s, u"the user you has an empty password="_s});
        row("app", ".env", "# settings\nDB_PASSWORD=\"hunter2\"\nexport API_KEY=k3y-k3y\nDEBUG=1\n",
            {u"DB_PASSWORD=hunter2"_s, u"API_KEY=k3y-k3y"_s});
        row(".kube", "config", "users:\n- name: me\n  user:\n    token: t0p-s3cret\n", {u"value of token=t0p-s3cret"_s});
        row("gh", "hosts.yml", "github.com:\n    user: me\n    oauth_token: t0p-s3cret\n", {u"value of oauth_token=t0p-s3cret"_s});
        row(".cargo", "credentials.toml", "[registry]\ntoken = \"t0p-s3cret\"\n", {u"value of token=t0p-s3cret"_s});
        row("root", ".vault-token", "t0p-s3cret\n", {u"HashiCorp Vault token=t0p-s3cret"_s});
        row("apt", "sources.list", "deb https://me:hunter2@apt.example.test stable main\ndeb http://deb.example.test stable main\n",
            {u"password of me at apt.example.test=hunter2"_s});
        row("etc", "passwd", "root:x:0:0::/root:/bin/sh\n", {u"not a credential file"_s});
        row("other", "config.json", R"({"auth":"bWU6aHVudGVyMg=="})", {u"not a credential file"_s});
    }
    void files()
    {
        QFETCH(const QString, directory);
        QFETCH(const QString, name);
        QFETCH(const QString, text);
        QFETCH(const QStringList, expected);
        QCOMPARE(credentials(directory.toStdString(), name.toStdString(), text.toStdString()), expected);
    }

    void kubernetesClientKeys()
    {
        const std::string pem = privateKeyPem();
        const QByteArray data = QByteArray::fromStdString(pem).toBase64();
        const std::string text = "users:\n- user:\n    client-key-data: " + data.toStdString() + "\n";
        const CredentialFile *const file = credentialFileNamed("config", ".kube");
        const auto found = credentialsIn(*file, text);
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found.front().kind == FindingKind::PrivateKey);
    }
};

STRATOSCOPE_APPLESS_TEST(TestSecretNames)
#include "tst_secret_names.moc"
