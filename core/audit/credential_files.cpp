// SPDX-License-Identifier: Apache-2.0
#include "audit/credential_files.h"

#include "audit/secret_names.h"
#include "base/error.h"
#include "base/parse_text.h"
#include "base/utf8.h"

#include <QByteArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

/// Collects what a reader found in a text, of which everything it is given is a part.
class CredentialMatches
{
public:
    explicit CredentialMatches(std::string_view text)
        : m_text(text)
    {
    }

    void add(std::string_view secret, FindingKind kind, QString what, FindingSeverity severity = FindingSeverity::High)
    {
        if (mayBeSecret(secret))
            m_matches.push_back({.kind = kind,
                                 .severity = severity,
                                 .text = std::move(what),
                                 .begin = std::size_t(secret.data() - m_text.data()),
                                 .size = secret.size()});
    }
    void add(SecretMatch match) { m_matches.push_back(std::move(match)); }
    std::string_view text() const { return m_text; }
    std::vector<SecretMatch> take() { return std::move(m_matches); }

private:
    const std::string_view m_text;
    std::vector<SecretMatch> m_matches;
};

namespace {

std::string_view trimmedText(std::string_view text)
{
    constexpr std::string_view kAround = " \t\r\n\"',;";
    const std::size_t first = text.find_first_not_of(kAround);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kAround) + 1 - first);
}

/// Calls `read` for each line that is not a comment, without blanks at its ends.
template <typename Read>
void forEachLine(std::string_view text, Read read)
{
    while (!text.empty()) {
        const std::string_view line = trimmedText(takeUntil('\n', text));
        if (!line.empty() && line.front() != '#' && line.front() != ';')
            read(line);
    }
}

/// `key = value` and `key: value` of INI, YAML, TOML and JSON files, one in a line.
void readValues(CredentialMatches &found, std::span<const std::string_view> keys)
{
    forEachLine(found.text(), [&](std::string_view line) {
        while (!line.empty()) { // a line of JSON may have several
            // The key of npm's //registry/:_authToken has a colon itself.
            std::size_t separator = line.find_first_of("=:");
            if (line.starts_with("//"))
                separator = line.find('=');
            if (separator == std::string_view::npos)
                return;
            const std::string_view key = trimmedText(line.substr(0, separator));
            const auto isKey = [key](std::string_view wanted) {
                if (!key.ends_with(wanted))
                    return false;
                const char before = key.size() > wanted.size() ? key[key.size() - wanted.size() - 1] : ' ';
                return std::string_view(" \t:{\"'-/").find(before) != std::string_view::npos;
            };
            std::string_view rest = line.substr(separator + 1);
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
            if (std::ranges::any_of(keys, isKey)) {
                const char quote = rest.empty() ? ' ' : rest.front();
                const bool isQuoted = quote == '"' || quote == '\'';
                const std::string_view value
                    = isQuoted ? rest.substr(1, std::min(rest.find(quote, 1), rest.size()) - 1) : trimmedText(rest);
                const bool isPassword = key.ends_with("assword");
                found.add(value, isPassword ? FindingKind::Password : FindingKind::Token, u"value of %1"_s.arg(printable(key)));
                return;
            }
            const std::size_t next = rest.find_first_of(",{");
            if (next == std::string_view::npos)
                return;
            line = rest.substr(next + 1);
        }
    });
}

constexpr std::string_view kNpmKeys[] = {"_authToken", "_auth", "_password", "npmAuthToken", "npmAuthIdent"};
void readNpmrc(CredentialMatches &found)
{
    readValues(found, kNpmKeys);
}

constexpr std::string_view kPasswordKeys[] = {"password",      "token",         "auth-token",    "secret_key",   "oauth_token",
                                              "refresh_token", "client_secret", "identitytoken", "registrytoken"};
void readPasswords(CredentialMatches &found)
{
    readValues(found, kPasswordKeys);
    for (SecretMatch &match : urlPasswordsIn(found.text()))
        found.add(std::move(match));
}

void readUrls(CredentialMatches &found)
{
    for (SecretMatch &match : urlPasswordsIn(found.text()))
        found.add(std::move(match));
}

/// netrc of curl(1) and ftp(1), and apt_auth.conf(5).
void readNetrc(CredentialMatches &found)
{
    std::string_view rest = found.text();
    std::string_view machine;
    std::string_view before;
    while (!rest.empty()) {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n"));
        rest.remove_prefix(word.size());
        if (before == "machine")
            machine = word;
        if (before == "password" || before == "passwd")
            found.add(word, FindingKind::Password, machine.empty() ? u"password"_s : u"password for %1"_s.arg(printable(machine)));
        before = word;
    }
}

/// Docker's `auths`, whose `auth` is `user:password` in base64, and composer's auth.json.
void readRegistryLogins(CredentialMatches &found)
{
    const std::string_view text = found.text();
    constexpr std::string_view kAuth = "\"auth\"";
    for (std::size_t at = text.find(kAuth); at != std::string_view::npos; at = text.find(kAuth, at + 1)) {
        std::size_t begin = text.find_first_not_of(" \t\r\n", at + kAuth.size());
        if (begin == std::string_view::npos || text[begin] != ':')
            continue;
        begin = text.find_first_not_of(" \t\r\n", begin + 1);
        if (begin == std::string_view::npos || text[begin] != '"')
            continue;
        const std::string_view value = text.substr(begin + 1, std::min(text.find('"', begin + 1), text.size()) - begin - 1);
        const QByteArray login = QByteArray::fromBase64(QByteArray(value.data(), qsizetype(value.size())));
        if (const qsizetype colon = login.indexOf(':'); colon > 0 && colon + 1 < login.size())
            found.add(value, FindingKind::Password, u"registry login of %1"_s.arg(printable(login.first(colon).toStdString())));
    }
    readPasswords(found);
}

/// pgpass of PostgreSQL: `host:port:database:user:password`.
void readPgpass(CredentialMatches &found)
{
    forEachLine(found.text(), [&](std::string_view line) {
        constexpr int kFieldsBefore = 4;
        std::string_view rest = line;
        std::string_view user;
        for (int i = 0; i < kFieldsBefore; ++i)
            user = takeUntil(':', rest);
        found.add(rest, FindingKind::Password, u"PostgreSQL password of %1"_s.arg(printable(user)));
    });
}

/// shadow(5): a hash, or nothing at all, which lets everybody log in.
void readShadow(CredentialMatches &found)
{
    forEachLine(found.text(), [&](std::string_view line) {
        std::string_view rest = line;
        const std::string_view user = takeUntil(':', rest);
        if (rest.empty())
            return;
        const std::string_view hash = takeUntil(':', rest);
        const std::size_t begin = std::size_t(hash.data() - found.text().data());
        SecretMatch match{.kind = FindingKind::Password,
                          .severity = FindingSeverity::High,
                          .text = u"the user %1 has an empty password"_s.arg(printable(user)),
                          .begin = begin,
                          .size = 0,
                          .hasValue = false};
        if (!hash.empty()) {
            constexpr std::size_t kShortestHash = 13;
            if (hash.size() < kShortestHash || hash.front() == '!' || hash.front() == '*')
                return;
            match.severity = FindingSeverity::Medium;
            match.text = u"password hash of the user %1"_s.arg(printable(user));
            match.size = hash.size();
            match.hasValue = true;
        }
        found.add(std::move(match));
    });
}

/// The variables of a `.env` file.
void readVariables(CredentialMatches &found)
{
    forEachLine(found.text(), [&](std::string_view line) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos)
            return;
        std::string_view name = trimmedText(line.substr(0, equals));
        if (name.starts_with("export "))
            name.remove_prefix(7);
        if (const auto kind = secretNamed(name))
            found.add(trimmedText(line.substr(equals + 1)), *kind, printable(name));
    });
    readUrls(found);
}

/// Clusters' tokens, and the keys of clients, which are PEM in base64.
void readKubeconfig(CredentialMatches &found)
{
    constexpr std::string_view kKeys[] = {"token", "password"};
    readValues(found, kKeys);
    constexpr std::string_view kClientKey = "client-key-data:";
    const std::string_view text = found.text();
    for (std::size_t at = text.find(kClientKey); at != std::string_view::npos; at = text.find(kClientKey, at + 1)) {
        const std::size_t begin = at + kClientKey.size();
        const std::string_view value = trimmedText(text.substr(begin, text.find('\n', begin) - begin));
        if (QByteArray::fromBase64(QByteArray(value.data(), qsizetype(value.size()))).contains("PRIVATE KEY-----"))
            found.add({.kind = FindingKind::PrivateKey,
                       .text = u"private key of a Kubernetes client"_s,
                       .begin = std::size_t(value.data() - text.data()),
                       .size = value.size(),
                       .hasValue = false});
    }
}

void readToken(CredentialMatches &found)
{
    const std::string_view token = trimmedText(found.text());
    if (token.find_first_of(" \n") == std::string_view::npos)
        found.add(token, FindingKind::Token, u"HashiCorp Vault token"_s);
}

/// GnuPG's agent: an S-expression, or lines of which one is `Key: (`.
void readGnupgKey(CredentialMatches &found)
{
    const std::string_view text = found.text();
    const bool isProtected = text.find("protected-private-key") != std::string_view::npos;
    if (!isProtected && text.find("private-key") == std::string_view::npos)
        return;
    found.add({.kind = FindingKind::PrivateKey,
               .severity = isProtected ? FindingSeverity::Medium : FindingSeverity::High,
               .text = isProtected ? u"GnuPG private key, encrypted"_s : u"GnuPG private key, not encrypted"_s,
               .begin = 0,
               .size = text.size(),
               .hasValue = false});
}

} // namespace

struct CredentialFile {
    std::string_view name; ///< a `*` at one end stands for anything
    std::string_view directory; ///< empty: any
    void (*read)(CredentialMatches &found);
};

namespace {

constexpr std::array kCredentialFiles{
    CredentialFile{".npmrc", {}, readNpmrc},
    CredentialFile{".yarnrc.yml", {}, readNpmrc},
    CredentialFile{".pypirc", {}, readPasswords},
    CredentialFile{"pip.conf", {}, readUrls},
    CredentialFile{".netrc", {}, readNetrc},
    CredentialFile{"_netrc", {}, readNetrc},
    CredentialFile{"auth.conf", "apt", readNetrc},
    CredentialFile{"*.conf", "auth.conf.d", readNetrc},
    CredentialFile{"*.list", "sources.list.d", readUrls},
    CredentialFile{"sources.list", "apt", readUrls},
    CredentialFile{".git-credentials", {}, readUrls},
    CredentialFile{".gitconfig", {}, readUrls},
    CredentialFile{"config", ".git", readUrls},
    CredentialFile{"config.json", ".docker", readRegistryLogins},
    CredentialFile{".dockerconfigjson", {}, readRegistryLogins},
    CredentialFile{".dockercfg", {}, readRegistryLogins},
    CredentialFile{"auth.json", "containers", readRegistryLogins},
    CredentialFile{"auth.json", ".composer", readRegistryLogins},
    CredentialFile{"config", ".kube", readKubeconfig},
    CredentialFile{"kubeconfig", {}, readKubeconfig},
    CredentialFile{"*.conf", "kubernetes", readKubeconfig},
    CredentialFile{".pgpass", {}, readPgpass},
    CredentialFile{".my.cnf", {}, readPasswords},
    CredentialFile{".s3cfg", {}, readPasswords},
    CredentialFile{"credentials", ".cargo", readPasswords},
    CredentialFile{"credentials.toml", ".cargo", readPasswords},
    CredentialFile{"hosts.yml", "gh", readPasswords},
    CredentialFile{".terraformrc", {}, readPasswords},
    CredentialFile{"credentials.tfrc.json", {}, readPasswords},
    CredentialFile{"application_default_credentials.json", {}, readPasswords},
    CredentialFile{".vault-token", {}, readToken},
    CredentialFile{".env", {}, readVariables},
    CredentialFile{".env.local", {}, readVariables},
    CredentialFile{".env.production", {}, readVariables},
    CredentialFile{"shadow", "etc", readShadow},
    CredentialFile{"shadow-", "etc", readShadow},
    CredentialFile{"*.key", "private-keys-v1.d", readGnupgKey},
};

bool matchesPattern(std::string_view name, std::string_view pattern)
{
    return pattern.starts_with('*') ? name.ends_with(pattern.substr(1)) : name == pattern;
}

/// Names end in one of few characters, which spares most files the comparisons.
constexpr std::array<bool, 256> lastCharacters()
{
    std::array<bool, 256> last{};
    for (const CredentialFile &file : kCredentialFiles)
        last[std::uint8_t(file.name.back())] = true;
    return last;
}
constexpr std::array<bool, 256> kLastCharacters = lastCharacters();

} // namespace

const CredentialFile *credentialFileNamed(std::string_view name, std::string_view directory)
{
    if (name.empty() || !kLastCharacters[std::uint8_t(name.back())])
        return nullptr;
    const auto file = std::ranges::find_if(kCredentialFiles, [&](const CredentialFile &candidate) {
        return matchesPattern(name, candidate.name) && (candidate.directory.empty() || candidate.directory == directory);
    });
    return file == kCredentialFiles.end() ? nullptr : &*file;
}

std::vector<SecretMatch> credentialsIn(const CredentialFile &file, std::string_view text)
{
    CredentialMatches found(text);
    file.read(found);
    std::vector<SecretMatch> matches = found.take();
    std::ranges::stable_sort(matches, {}, &SecretMatch::begin);
    return matches;
}

} // namespace stratoscope
