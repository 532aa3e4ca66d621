// SPDX-License-Identifier: Apache-2.0
#include "audit/secret_names.h"

#include "base/error.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr bool isOfName(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_'
        || byte == '-' || byte == '.';
}

/// `dbPassword`, `DB_PASSWORD` and `db-password` have the words db and password.
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words(1);
    char before = '_';
    for (const char byte : name) {
        const bool isUpper = byte >= 'A' && byte <= 'Z';
        const bool isSeparator = byte == '_' || byte == '-' || byte == '.' || byte == ':';
        if ((isSeparator || (isUpper && before >= 'a' && before <= 'z')) && !words.back().empty())
            words.emplace_back();
        if (!isSeparator)
            words.back() += asciiLower(byte);
        before = byte;
    }
    if (words.size() > 1 && words.back().empty())
        words.pop_back();
    return words;
}

/// The words after which a name is that of something about a secret.
constexpr std::array<std::string_view, 30> kOther{
    "file",    "path",   "dir",   "url",    "uri",     "name",   "id",       "length",  "size",   "ttl",
    "expires", "expiry", "type",  "header", "enabled", "policy", "endpoint", "issuer",  "prefix", "version",
    "sha256",  "tokens", "field", "key_id", "timeout", "method", "command",  "service", "host",   "required"};

/// `NAME=value`, from the equals sign at `at`: the bounds of the value.
std::pair<std::size_t, std::size_t> valueAfter(std::string_view text, std::size_t at)
{
    std::size_t begin = at + 1;
    const char quote = begin < text.size() ? text[begin] : '\0';
    const bool isQuoted = quote == '"' || quote == '\'';
    begin += isQuoted ? 1 : 0;
    const std::size_t end = std::min(
        text.find_first_of(isQuoted ? std::string_view(&quote, 1) : std::string_view(" \t\n;&|\"'"), begin), text.size());
    return {begin, end};
}

SecretMatch namedMatch(FindingKind kind, std::string_view name, std::size_t begin, std::size_t end)
{
    return {.kind = kind, .text = printable(name), .begin = begin, .size = end - begin};
}

} // namespace

std::optional<FindingKind> secretNamed(std::string_view name)
{
    constexpr std::size_t kLongestName = 128;
    if (name.empty() || name.size() > kLongestName)
        return std::nullopt;
    const auto words = wordsOf(name);
    if (std::ranges::find(kOther, words.back()) != kOther.end() || words.front() == "public" || words.front() == "allow")
        return std::nullopt;
    std::optional<FindingKind> kind;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const std::string_view before = i > 0 ? std::string_view(words[i - 1]) : std::string_view();
        const bool isLast = i + 1 == words.size();
        if (word.ends_with("password") || word == "passwd" || word == "passphrase"
            || (i > 0 && isLast && (word == "pass" || word == "pwd")))
            return FindingKind::Password;
        constexpr std::array<std::string_view, 7> kKeys{"api", "access", "private", "secret", "auth", "encryption", "signing"};
        if (word == "token" || word == "authtoken" || word == "secret" || word == "apikey" || word == "credentials"
            || (word == "key" && std::ranges::find(kKeys, before) != kKeys.end()))
            kind = FindingKind::Token;
    }
    return kind;
}

bool mayBeSecret(std::string_view value)
{
    constexpr std::size_t kLongestValue = 4096;
    constexpr std::size_t kShortestValue = 3;
    if (value.size() < kShortestValue || value.size() > kLongestValue || value.front() == '/' || value.front() == '%'
        || value.front() == '.')
        return false;
    constexpr std::array<std::string_view, 9> kSwitches{"true", "false",    "yes",     "null",    "none",
                                                        "off",  "disabled", "enabled", "optional"};
    std::string lower(value);
    std::ranges::transform(lower, lower.begin(), asciiLower);
    return std::ranges::find(kSwitches, lower) == kSwitches.end() && !isPlaceholder(value)
        && lower.find("xxx") == std::string::npos;
}

std::vector<SecretMatch> urlPasswordsIn(std::string_view text)
{
    std::vector<SecretMatch> matches;
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
        const std::size_t begin = at + 3;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'/?#<>`,\\", begin), text.size());
        const std::string_view authority = text.substr(begin, end - begin);
        const std::size_t host = authority.rfind('@');
        const std::size_t colon = authority.find(':');
        if (host == std::string_view::npos || colon == std::string_view::npos || colon > host)
            continue;
        const std::string_view password = authority.substr(colon + 1, host - colon - 1);
        if (colon == 0 || !mayBeSecret(password))
            continue;
        matches.push_back(
            {.kind = FindingKind::Password,
             .text = u"password of %1 at %2"_s.arg(printable(authority.substr(0, colon)), printable(authority.substr(host + 1))),
             .begin = begin + colon + 1,
             .size = password.size()});
    }
    return matches;
}

std::vector<SecretMatch> namedSecretsIn(std::string_view text)
{
    std::vector<SecretMatch> matches = urlPasswordsIn(text);
    for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
        std::size_t name = at;
        while (name > 0 && isOfName(text[name - 1]))
            --name;
        const std::string_view named = text.substr(name, at - name);
        const auto kind = secretNamed(named.substr(std::min(named.find_first_not_of("-."), named.size())));
        const auto [begin, end] = valueAfter(text, at);
        if (kind && mayBeSecret(text.substr(begin, end - begin)))
            matches.push_back(namedMatch(*kind, named, begin, end));
    }
    constexpr std::array<std::string_view, 3> kFlags{"--password ", "--passwd ", "--token "};
    for (const std::string_view flag : kFlags) {
        for (std::size_t at = text.find(flag); at != std::string_view::npos; at = text.find(flag, at + 1)) {
            const auto [begin, end] = valueAfter(text, at + flag.size() - 1);
            if (mayBeSecret(text.substr(begin, end - begin)) && text[begin] != '-')
                matches.push_back(namedMatch(flag == kFlags[2] ? FindingKind::Token : FindingKind::Password,
                                             flag.substr(0, flag.size() - 1), begin, end));
        }
    }
    std::ranges::sort(matches, {}, &SecretMatch::begin);
    return matches;
}

} // namespace stratoscope
