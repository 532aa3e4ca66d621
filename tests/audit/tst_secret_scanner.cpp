// SPDX-License-Identifier: Apache-2.0
#include "audit/secret_scanner.h"

#include "support/disk_tree.h"
#include "support/planted_secrets.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// "TEXT|SECRET" of each; the secret of a key is empty.
QStringList found(const std::string &text)
{
    QStringList texts;
    for (const SecretMatch &match : SecretScanner::instance().secretsIn(text)) {
        const Finding finding = match.toFinding(text);
        texts << finding.text + u'|' + QString::fromStdString(finding.secret);
    }
    return texts;
}

std::string base64Url(const QByteArray &json)
{
    return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
}

} // namespace

class TestSecretScanner : public QObject
{
    Q_OBJECT

    TestFolder m_folder;

    QString tool(const QString &program, const QStringList &arguments) const
    {
        return QString::fromUtf8(runTool(program, arguments, m_folder.path()));
    }

private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *prefix, const std::string &rest, const QString &name) {
            QTest::addRow("%s", prefix) << QString::fromLatin1(prefix) << QString::fromStdString(rest) << name;
        };
        const auto checked = [&row](const char *prefix, const QString &name) { row(prefix, checkedToken(""), name); };
        row("AKIA", randomLooking(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), u"AWS access key ID"_s);
        checked("ghp_", u"GitHub personal access token"_s);
        checked("gho_", u"GitHub OAuth token"_s);
        checked("npm_", u"npm access token"_s);
        row("github_pat_", randomAlphanumeric(22) + '_' + randomAlphanumeric(59), u"GitHub fine-grained personal access token"_s);
        row("glpat-", randomAlphanumeric(20), u"GitLab personal access token"_s);
        row("xoxb-", "263594206564-2635942065645-" + randomAlphanumeric(24), u"Slack bot token"_s);
        row("hooks.slack.com/services/", "T01AB2CD3/B04EF5GH6/" + randomAlphanumeric(24), u"Slack webhook"_s);
        row("AIza", randomAlphanumeric(35), u"Google API key"_s);
        row("sk_live_", randomAlphanumeric(24), u"Stripe secret key"_s);
        row("pypi-AgEIcHlwaS5vcmc", randomAlphanumeric(120), u"PyPI token"_s);
        row("dckr_pat_", randomAlphanumeric(27), u"Docker Hub personal access token"_s);
        row("AccountKey=", randomLooking(86, kBase64Characters) + "==", u"Azure storage account key"_s);
        row("dop_v1_", randomLooking(64, kHex), u"DigitalOcean personal access token"_s);
    }
    void tokens()
    {
        QFETCH(const QString, prefix);
        QFETCH(const QString, rest);
        QFETCH(const QString, name);
        const std::string token = (prefix + rest).toStdString();
        const QStringList expected{name + u'|' + prefix + rest};
        QCOMPARE(found(token), expected);
        QCOMPARE(found("a=\"" + token + "\"\n"), expected);
        QCOMPARE(found("x" + token), QStringList()); // a part of something else
        const QStringList ofAnyLength{u"glpat-"_s, u"xoxb-"_s, u"hooks.slack.com/services/"_s, u"sk_live_"_s,
                                      u"pypi-AgEIcHlwaS5vcmc"_s};
        if (ofAnyLength.contains(prefix))
            return;
        QCOMPARE(found(token + "_" + token), QStringList());
        QCOMPARE(found(token.substr(0, token.size() - 3)), QStringList());
    }

    void checksumsCount()
    {
        std::string token = checkedToken("ghp_");
        QCOMPARE(found(token).size(), 1);
        token[10] = token[10] == 'a' ? 'b' : 'a';
        QCOMPARE(found(token), QStringList());
    }

    void examplesDoNotCount()
    {
        QCOMPARE(found("AKIAIOSFODNN7EXAMPLE"), QStringList());
        QCOMPARE(found(std::string("AKIA") + std::string(16, 'A')), QStringList());
        QCOMPARE(found(std::string("sk_live_") + std::string(24, 'x')), QStringList());
        QCOMPARE(found("AIzaSyA1234567890123456789012345678901"), QStringList());
        QCOMPARE(found("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), QStringList());
    }

    void awsSecretsNeedTheirName()
    {
        const std::string key = randomLooking(40, kBase64Characters);
        const QStringList expected{u"AWS secret access key|"_s + QString::fromStdString(key)};
        QCOMPARE(found("aws_secret_access_key = " + key + "\n"), expected);
        QCOMPARE(found("\"SecretAccessKey\": \"" + key + "\""), expected);
        QCOMPARE(found("AWS_SECRET_ACCESS_KEY=" + key), expected);
        QCOMPARE(found(key), QStringList());
        QCOMPARE(found("aws_secret_access_key = " + key + "A"), QStringList());
    }

    void webTokens()
    {
        const std::string head = base64Url(R"({"alg":"RS256","typ":"JWT"})");
        const std::string claims = base64Url(R"({"iss":"kubernetes/serviceaccount","sub":"system:default"})");
        const std::string token = head + '.' + claims + '.' + randomAlphanumeric(86);
        QCOMPARE(found("token: " + token), QStringList{u"JSON Web Token|"_s + QString::fromStdString(token)});
        QCOMPARE(found(head + '.' + claims + "."), QStringList()); // not signed
        QCOMPARE(found(head + ".bm90anNvbg." + randomAlphanumeric(86)), QStringList());
        QCOMPARE(found(head + '.' + base64Url(R"({"sub":"1234567890"})") + '.' + randomAlphanumeric(43)), QStringList());
    }

    void keysOfOpenSsl_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("text");
        const QStringList rsa{u"genrsa"_s};
        QTest::addRow("PKCS #8") << QStringList{u"genpkey"_s, u"-algorithm"_s, u"RSA"_s} << u"private key, not encrypted"_s;
        QTest::addRow("Ed25519") << QStringList{u"genpkey"_s, u"-algorithm"_s, u"ED25519"_s} << u"private key, not encrypted"_s;
        QTest::addRow("PKCS #1") << QStringList{u"genrsa"_s, u"-traditional"_s, u"1024"_s} << u"RSA private key, not encrypted"_s;
        QTest::addRow("PKCS #1, encrypted") << QStringList{u"genrsa"_s,   u"-traditional"_s, u"-aes128"_s,
                                                           u"-passout"_s, u"pass:word"_s,    u"1024"_s}
                                            << u"RSA private key, encrypted"_s;
        QTest::addRow("encrypted") << QStringList{u"genrsa"_s, u"-aes128"_s, u"-passout"_s, u"pass:word"_s, u"1024"_s}
                                   << u"private key, encrypted"_s;
        QTest::addRow("EC") << QStringList{u"ecparam"_s, u"-name"_s, u"prime256v1"_s, u"-genkey"_s, u"-noout"_s}
                            << u"EC private key, not encrypted"_s;
    }
    void keysOfOpenSsl()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, text);
        const QString pem = tool(u"openssl"_s, arguments);
        const QStringList expected{text + u'|'};
        QCOMPARE(found(pem.toStdString()), expected);
        QCOMPARE(found(QString(pem).replace(u"\n"_s, u"\r\n"_s).toStdString()), expected);
        if (!text.contains(u", encrypted"_s)) {
            QCOMPARE(found(u"{\"private_key\": \"%1\"}"_s.arg(QString(pem).replace(u"\n"_s, u"\\n"_s)).toStdString()), expected);
            QCOMPARE(found(QString(pem).replace(u"\n"_s, u" "_s).toStdString()), expected); // as in a variable
        }
        QCOMPARE(found(u"key: |\n    %1"_s.arg(QString(pem).replace(u"\n"_s, u"\n    "_s)).toStdString()), expected);
        QCOMPARE(found(pem.first(pem.size() / 2).toStdString()), QStringList());
    }

    void keysOfOpenSsh()
    {
        const QString plain = m_folder.path() + u"/plain"_s;
        const QString secured = m_folder.path() + u"/secured"_s;
        tool(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-f"_s, plain});
        tool(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, u"a passphrase"_s, u"-f"_s, secured});
        QCOMPARE(found(readDisk(plain).toStdString()), QStringList{u"OpenSSH private key, not encrypted|"_s});
        QCOMPARE(found(readDisk(secured).toStdString()), QStringList{u"OpenSSH private key, encrypted|"_s});
    }

    void keysOfPutty()
    {
        const auto key = [](const std::string &encryption) {
            return "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: " + encryption + "\nComment: a key\nPublic-Lines: 2\n"
                + randomAlphanumeric(64) + '\n' + randomAlphanumeric(44) + "\nPrivate-Lines: 1\n" + randomAlphanumeric(48)
                + "\nPrivate-MAC: " + randomLooking(64, kHex) + '\n';
        };
        QCOMPARE(found(key("none")), QStringList{u"PuTTY private key, not encrypted|"_s});
        QCOMPARE(found(key("aes256-cbc")), QStringList{u"PuTTY private key, encrypted|"_s});
        QCOMPARE(found("PuTTY-User-Key-File-3: %s\nEncryption: "), QStringList());
    }

    void namesOfKeysAreNoKeys()
    {
        const std::string begin = std::string("-----BEGIN RSA ") + "PRIVATE KEY-----";
        const std::string end = std::string("-----END RSA ") + "PRIVATE KEY-----";
        QCOMPARE(found(begin), QStringList());
        QCOMPARE(found(begin + '\0' + end), QStringList());
        QCOMPARE(found(begin + "\n" + end), QStringList());
        QCOMPARE(found(begin + "\n...\n" + end), QStringList());
        QCOMPARE(found(begin + '\n' + randomAlphanumeric(64) + '\n' + end), QStringList()); // no key inside
        QCOMPARE(found(std::string("-----BEGIN PUBLIC KEY-----\n") + randomAlphanumeric(64) + "\n-----END PUBLIC KEY-----"),
                 QStringList());
    }

    void findsEverywhereInAText()
    {
        const std::string token = checkedToken("ghp_");
        for (std::size_t before = 0; before < 40; ++before) {
            const std::string text = std::string(before, ' ') + token + std::string(before, ' ');
            const auto secrets = SecretScanner::instance().secretsIn(text);
            QCOMPARE(secrets.size(), std::size_t(1));
            QCOMPARE(secrets.front().begin, before);
            QCOMPARE(secrets.front().size, token.size());
        }
    }
};

STRATOSCOPE_APPLESS_TEST(TestSecretScanner)
#include "tst_secret_scanner.moc"
