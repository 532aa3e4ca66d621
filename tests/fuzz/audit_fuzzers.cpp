// SPDX-License-Identifier: Apache-2.0
#include "fuzz/audit_fuzzers.h"

#include "audit/credential_files.h"
#include "audit/secret_names.h"
#include "audit/secret_scanner.h"
#include "base/parse_text.h"
#include "support/planted_secrets.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

void checkMatches(const std::vector<SecretMatch> &matches, std::string_view text)
{
    for (const SecretMatch &match : matches) {
        insist(match.begin <= text.size() && match.size <= text.size() - match.begin, "a secret is a part of the text");
        insist(!match.text.isEmpty(), "a secret is described");
        const std::string_view secret = text.substr(match.begin, match.size);
        insist(secret.size() < 16 || maskedSecret(secret).size() < 48, "a masked secret is short");
    }
}

} // namespace

bool trySecrets(std::string_view bytes)
{
    const auto secrets = SecretScanner::instance().secretsIn(bytes);
    checkMatches(secrets, bytes);
    const auto named = namedSecretsIn(bytes);
    checkMatches(named, bytes);
    return !secrets.empty() || !named.empty();
}

bool tryCredentialFile(std::string_view bytes)
{
    const std::string_view name = takeUntil('\n', bytes);
    const std::string_view directory = takeUntil('\n', bytes);
    const CredentialFile *const file = credentialFileNamed(name, directory);
    if (!file)
        return false;
    const auto credentials = credentialsIn(*file, bytes);
    checkMatches(credentials, bytes);
    return !credentials.empty();
}

std::vector<std::string> secretsCorpus()
{
    const std::string putty = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: k\nPublic-Lines: 1\n"
        + randomAlphanumeric(44) + "\nPrivate-Lines: 1\n" + randomAlphanumeric(48) + '\n';
    const QByteArray head = R"({"alg":"RS256"})"_ba.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const QByteArray claims = R"({"iss":"a"})"_ba.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    std::string escaped;
    for (const char byte : privateKeyPem())
        escaped += byte == '\n' ? std::string("\\n") : std::string(1, byte);
    return {privateKeyPem(),
            '"' + escaped + '"',
            putty,
            checkedToken("ghp_") + ' ' + checkedToken("npm_"),
            (head + '.' + claims + '.').toStdString() + randomAlphanumeric(43),
            "aws_secret_access_key = " + randomAlphanumeric(40),
            "|1 NPM_TOKEN=s3cr3t /bin/sh -c curl http://me:hunter2@example.test/ --password 'a b'"};
}

std::vector<std::string> credentialFileCorpus()
{
    return {".npmrc\nroot\n//npm.example.test/:_authToken=t0p-s3cret\n",
            ".netrc\nroot\nmachine a.test login me password hunter2\n",
            "config.json\n.docker\n{\"auths\":{\"a.test\":{\"auth\":\"bWU6aHVudGVyMg==\"}}}",
            ".pgpass\nroot\ndb:5432:*:me:hunter2\n",
            "shadow\netc\nme:$6$saltsalt$0123456789abcdefghij:19000::::::\n",
            ".env\napp\nDB_PASSWORD=\"hunter2\"\n",
            "config\n.kube\nusers:\n- user:\n    token: t0p-s3cret\n    client-key-data: LS0tLS1CRUdJTg==\n",
            ".git-credentials\nroot\nhttps://me:hunter2@git.example.test\n",
            ".vault-token\nroot\nt0p-s3cret\n",
            "0123.key\nprivate-keys-v1.d\n(11:private-key(3:rsa"};
}

} // namespace stratoscope::test
