// SPDX-License-Identifier: Apache-2.0
#include "audit/token_formats.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}
constexpr bool isUpperCase(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}
constexpr bool isAlphanumeric(char byte)
{
    return isDigit(byte) || isUpperCase(byte) || (byte >= 'a' && byte <= 'z');
}
constexpr bool isWord(char byte)
{
    return isAlphanumeric(byte) || byte == '_';
}
constexpr bool isBase64Url(char byte)
{
    return isWord(byte) || byte == '-';
}
constexpr bool isBase64Part(char byte)
{
    return isAlphanumeric(byte) || byte == '+' || byte == '/' || byte == '=';
}
constexpr bool isHexDigit(char byte)
{
    return isDigit(byte) || (byte >= 'a' && byte <= 'f');
}
constexpr bool isBase32(char byte)
{
    return isUpperCase(byte) || (byte >= '2' && byte <= '7');
}
constexpr bool isUpperOrDigit(char byte)
{
    return isUpperCase(byte) || isDigit(byte);
}
constexpr bool isOfSlack(char byte)
{
    return isAlphanumeric(byte) || byte == '-';
}
constexpr bool isOfPath(char byte)
{
    return isAlphanumeric(byte) || byte == '/';
}
constexpr bool isOfAtlassian(char byte)
{
    return isBase64Url(byte) || byte == '=';
}

/// GitHub and npm: the last six characters are the CRC-32 of those before, in base 62.
bool hasBase62Checksum(std::string_view body)
{
    constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t kChecksum = 6;
    const std::string_view random = body.substr(0, body.size() - kChecksum);
    std::uint64_t stated = 0;
    for (const char digit : body.substr(random.size()))
        stated = stated * kDigits.size() + kDigits.find(digit);
    return stated == ::crc32(0, reinterpret_cast<const Bytef *>(random.data()), uInt(random.size()));
}

/// Grafana: an underscore, and the CRC-32 in hexadecimal.
bool hasHexChecksum(std::string_view body)
{
    constexpr std::size_t kChecksum = 8;
    const std::string_view random = body.substr(0, body.size() - kChecksum - 1);
    return body[random.size()] == '_' && std::ranges::all_of(body.substr(random.size() + 1), isHexDigit);
}

bool isFineGrained(std::string_view body)
{
    constexpr std::size_t kIdentifier = 22;
    return body[kIdentifier] == '_' && std::ranges::count(body, '_') == 1;
}

bool isSlackToken(std::string_view body)
{
    return isDigit(body.front()) && std::ranges::count(body, '-') >= 2;
}

bool isSlackHook(std::string_view body)
{
    return body.starts_with('T') && body.find("/B") != std::string_view::npos;
}

/// The key of Azurite, Microsoft's storage emulator, is the same everywhere.
bool isStorageKey(std::string_view body)
{
    return body.ends_with("==") && std::ranges::count(body, '=') == 2
        && !body.starts_with("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u");
}

constexpr std::array kTokenFormats{
    TokenFormat{"AKIA", "AWS access key ID"_L1, isBase32, 16, 16},
    TokenFormat{"ghp_", "GitHub personal access token"_L1, isAlphanumeric, 36, 36, hasBase62Checksum},
    TokenFormat{"gho_", "GitHub OAuth token"_L1, isAlphanumeric, 36, 36, hasBase62Checksum},
    TokenFormat{"ghu_", "GitHub user-to-server token"_L1, isAlphanumeric, 36, 36, hasBase62Checksum},
    TokenFormat{"ghs_", "GitHub server-to-server token"_L1, isAlphanumeric, 36, 36, hasBase62Checksum},
    TokenFormat{"ghr_", "GitHub refresh token"_L1, isAlphanumeric, 36, 255, hasBase62Checksum},
    TokenFormat{"github_pat_", "GitHub fine-grained personal access token"_L1, isWord, 82, 82, isFineGrained},
    TokenFormat{"glpat-", "GitLab personal access token"_L1, isBase64Url, 20, 300},
    TokenFormat{"gldt-", "GitLab deploy token"_L1, isBase64Url, 20, 64},
    TokenFormat{"glrt-", "GitLab runner token"_L1, isBase64Url, 20, 64},
    TokenFormat{"glptt-", "GitLab pipeline trigger token"_L1, isHexDigit, 40, 40},
    TokenFormat{"xoxb-", "Slack bot token"_L1, isOfSlack, 40, 200, isSlackToken},
    TokenFormat{"xoxp-", "Slack user token"_L1, isOfSlack, 40, 200, isSlackToken},
    TokenFormat{"xoxa-", "Slack workspace token"_L1, isOfSlack, 40, 200, isSlackToken},
    TokenFormat{"xoxr-", "Slack refresh token"_L1, isOfSlack, 40, 200, isSlackToken},
    TokenFormat{"xapp-", "Slack app token"_L1, isOfSlack, 60, 200, isSlackToken},
    TokenFormat{"hooks.slack.com/services/", "Slack webhook"_L1, isOfPath, 40, 64, isSlackHook},
    TokenFormat{"AIza", "Google API key"_L1, isBase64Url, 35, 35, nullptr, FindingSeverity::Medium},
    TokenFormat{"GOCSPX-", "Google OAuth client secret"_L1, isBase64Url, 28, 28},
    TokenFormat{"sk_live_", "Stripe secret key"_L1, isAlphanumeric, 24, 247},
    TokenFormat{"rk_live_", "Stripe restricted key"_L1, isAlphanumeric, 24, 247},
    TokenFormat{"npm_", "npm access token"_L1, isAlphanumeric, 36, 36, hasBase62Checksum},
    TokenFormat{"pypi-AgEIcHlwaS5vcmc", "PyPI token"_L1, isBase64Url, 50, 500},
    TokenFormat{"pypi-AgENdGVzdC5weXBpLm9yZw", "TestPyPI token"_L1, isBase64Url, 50, 500},
    TokenFormat{"dckr_pat_", "Docker Hub personal access token"_L1, isBase64Url, 27, 27},
    TokenFormat{"dckr_oat_", "Docker Hub organization access token"_L1, isBase64Url, 27, 40},
    TokenFormat{"AccountKey=", "Azure storage account key"_L1, isBase64Part, 88, 88, isStorageKey},
    TokenFormat{"dop_v1_", "DigitalOcean personal access token"_L1, isHexDigit, 64, 64},
    TokenFormat{"hvs.", "HashiCorp Vault token"_L1, isBase64Url, 90, 140},
    TokenFormat{"rubygems_", "RubyGems API key"_L1, isHexDigit, 48, 48},
    TokenFormat{"sk-ant-api03-", "Anthropic API key"_L1, isBase64Url, 80, 120},
    TokenFormat{"shpat_", "Shopify access token"_L1, isHexDigit, 32, 32},
    TokenFormat{"glsa_", "Grafana service account token"_L1, isWord, 41, 41, hasHexChecksum},
    TokenFormat{"NRAK-", "New Relic user key"_L1, isUpperOrDigit, 27, 27},
    TokenFormat{"dapi", "Databricks personal access token"_L1, isHexDigit, 32, 32},
    TokenFormat{"lin_api_", "Linear API key"_L1, isAlphanumeric, 40, 40},
    TokenFormat{"ATATT3", "Atlassian API token"_L1, isOfAtlassian, 180, 200},
    TokenFormat{"AGE-SECRET-KEY-1", "age secret key"_L1, isUpperOrDigit, 58, 58},
};

template <typename IsPart>
std::size_t runLength(std::string_view text, std::size_t from, std::size_t most, IsPart isPart)
{
    std::size_t length = 0;
    while (length < most && from + length < text.size() && isPart(text[from + length]))
        ++length;
    return length;
}

/// Random characters have more, even a few of them.
constexpr double kLeastBits = 2.5;

/// An AWS secret access key, which only its name tells from other random characters.
std::optional<SecretMatch> awsSecretAfterName(std::string_view text, std::size_t at, std::size_t name)
{
    constexpr std::size_t kLength = 40;
    constexpr std::size_t kMostBetween = 8; // `": "`, ` = '`
    constexpr double kLeastBitsOfKey = 4;
    std::size_t begin = at + name;
    const std::size_t between = runLength(
        text, begin, kMostBetween, [](char byte) { return std::string_view(" \t:=\"'>,").find(byte) != std::string_view::npos; });
    begin += between;
    if (between == 0 || runLength(text, begin, kLength + 1, isBase64Part) != kLength)
        return std::nullopt;
    const std::string_view key = text.substr(begin, kLength);
    if (isPlaceholder(key) || entropyOf(key) < kLeastBitsOfKey)
        return std::nullopt;
    return SecretMatch{.text = u"AWS secret access key"_s, .begin = begin, .size = kLength};
}

template <std::size_t Size>
std::optional<SecretMatch> awsSecretAt(std::string_view text, std::size_t at)
{
    return awsSecretAfterName(text, at, Size);
}

/// An OpenAI key, which has these characters in its middle.
std::optional<SecretMatch> openAiKeyAt(std::string_view text, std::size_t at)
{
    constexpr std::size_t kMostBefore = 128;
    std::size_t begin = at;
    while (begin > 0 && at - begin < kMostBefore && isBase64Url(text[begin - 1]))
        --begin;
    const std::string_view key = text.substr(begin, at - begin + runLength(text, at, kMostBefore, isBase64Url));
    constexpr std::size_t kShortest = 50;
    if (!key.starts_with("sk-") || key.size() < kShortest || isPlaceholder(key))
        return std::nullopt;
    return SecretMatch{.text = u"OpenAI API key"_s, .begin = begin, .size = key.size()};
}

std::optional<QJsonObject> jwtPart(std::string_view part)
{
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray(part.data(), qsizetype(part.size())),
                                                        QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const QJsonDocument document = decoded ? QJsonDocument::fromJson(*decoded) : QJsonDocument();
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

/// A signed JSON Web Token (RFC 7519).
std::optional<SecretMatch> webTokenAt(std::string_view text, std::size_t at)
{
    constexpr std::size_t kLongestPart = 8 * 1024;
    constexpr std::size_t kShortestSignature = 20;
    if (at > 0 && isBase64Url(text[at - 1]))
        return std::nullopt;
    const std::size_t header = runLength(text, at, kLongestPart, isBase64Url);
    const std::size_t body = at + header + 1;
    if (body >= text.size() || text[body - 1] != '.')
        return std::nullopt;
    const std::size_t bodySize = runLength(text, body, kLongestPart, isBase64Url);
    const std::size_t signature = body + bodySize + 1;
    if (signature >= text.size() || text[signature - 1] != '.')
        return std::nullopt;
    const std::size_t size = runLength(text, signature, kLongestPart, isBase64Url);
    if (size < kShortestSignature)
        return std::nullopt;
    const auto head = jwtPart(text.substr(at, header));
    const auto claims = jwtPart(text.substr(body, bodySize));
    const bool isSigned
        = head && claims && !claims->isEmpty() && head->value("alg"_L1).isString() && head->value("alg"_L1) != u"none"_s;
    if (!isSigned || claims->value("sub"_L1) == u"1234567890"_s) // the example of jwt.io
        return std::nullopt;
    return SecretMatch{
        .severity = FindingSeverity::Medium, .text = u"JSON Web Token"_s, .begin = at, .size = signature + size - at};
}

constexpr std::string_view kAwsNames[] = {"secret_access_key", "SECRET_ACCESS_KEY", "SecretAccessKey", "secretAccessKey"};

constexpr std::array kOtherTokens{
    OtherToken{kAwsNames[0], awsSecretAt<kAwsNames[0].size()>},
    OtherToken{kAwsNames[1], awsSecretAt<kAwsNames[1].size()>},
    OtherToken{kAwsNames[2], awsSecretAt<kAwsNames[2].size()>},
    OtherToken{kAwsNames[3], awsSecretAt<kAwsNames[3].size()>},
    OtherToken{"T3BlbkFJ", openAiKeyAt},
    OtherToken{"eyJhbGciOi", webTokenAt}, // {"alg":
    OtherToken{"eyJ0eXAiOi", webTokenAt}, // {"typ":
    OtherToken{"eyJraWQiOi", webTokenAt}, // {"kid":
};

} // namespace

std::span<const TokenFormat> tokenFormats()
{
    return kTokenFormats;
}

std::optional<SecretMatch> tokenAt(const TokenFormat &format, std::string_view text, std::size_t at)
{
    if (at > 0 && isWord(text[at - 1]))
        return std::nullopt;
    const std::size_t begin = at + format.prefix.size();
    const std::size_t length = runLength(text, begin, format.most + 1, format.isPart);
    if (length < format.least || length > format.most)
        return std::nullopt;
    const std::string_view body = text.substr(begin, length);
    if ((begin + length < text.size() && isWord(text[begin + length])) || isPlaceholder(body) || entropyOf(body) < kLeastBits
        || (format.check && !format.check(body)))
        return std::nullopt;
    return SecretMatch{.severity = format.severity, .text = format.name, .begin = at, .size = format.prefix.size() + length};
}

std::span<const OtherToken> otherTokens()
{
    return kOtherTokens;
}

} // namespace stratoscope
