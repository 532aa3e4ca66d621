// SPDX-License-Identifier: Apache-2.0
#include "audit/private_key.h"

#include <QByteArray>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kPemBegin = "-----BEGIN ";
constexpr std::string_view kPemDashes = "-----";
constexpr std::size_t kLongestKey = 16 * 1024;

/// The line of a key up to its end, which may be escaped (`\n`, `\r\n`), without what encloses lines in other formats: blanks,
/// quotes, commas.
std::string_view takeKeyLine(std::string_view &rest)
{
    std::size_t end = 0;
    std::size_t next = rest.size();
    for (; end < rest.size(); ++end) {
        if (rest[end] == '\n') {
            next = end + 1;
            break;
        }
        if (rest[end] == '\\' && end + 1 < rest.size() && (rest[end + 1] == 'n' || rest[end + 1] == 'r')) {
            next = end + 2;
            break;
        }
    }
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(next);
    constexpr std::string_view kAround = " \t\r\"'`,#*;";
    const std::size_t first = line.find_first_not_of(kAround);
    if (first == std::string_view::npos)
        return {};
    line = line.substr(first, line.find_last_not_of(kAround) + 1 - first);
    return line == "+" ? std::string_view() : line; // between strings in source code
}

bool isBase64(std::string_view line)
{
    return std::ranges::all_of(line, [](char byte) {
        return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '+'
            || byte == '/' || byte == '=';
    });
}

struct PemBody {
    QByteArray bytes;
    bool isEncrypted = false; ///< according to its header lines (RFC 1421)
    std::size_t size = 0; ///< of the text, with its last line
};

/// The content between the first and the last line; nothing if the last line is missing or anything else comes before it.
std::optional<PemBody> readPemBody(std::string_view text)
{
    const std::size_t whole = std::min(text.size(), kLongestKey);
    std::string_view rest = text.substr(0, whole);
    PemBody body;
    QByteArray base64;
    bool isFirst = true;
    while (!rest.empty()) {
        const std::string_view line = takeKeyLine(rest);
        if (std::exchange(isFirst, false) && !line.empty()) {
            // The text after the first line's dashes: a key on a single line.
            rest = text.substr(0, whole);
            std::string_view joined = rest.substr(0, rest.find('\n'));
            const std::size_t end = joined.find(kPemDashes);
            if (end == std::string_view::npos)
                return std::nullopt;
            std::string packed(joined.substr(0, end));
            std::erase(packed, ' ');
            if (!isBase64(packed))
                return std::nullopt;
            body.bytes = QByteArray::fromBase64(QByteArray::fromStdString(packed));
            body.size = end + kPemDashes.size();
            return body;
        }
        if (line.starts_with("-----END ")) {
            body.bytes = QByteArray::fromBase64(base64);
            body.size = whole - rest.size();
            return body;
        }
        if (line.find(':') != std::string_view::npos)
            body.isEncrypted |= line.find("ENCRYPTED") != std::string_view::npos;
        else if (!isBase64(line))
            return std::nullopt;
        else if (!line.starts_with('=')) // PGP's check sum
            base64.append(line.data(), qsizetype(line.size()));
    }
    return std::nullopt;
}

/// Whether bytes are one SEQUENCE (X.690), as the keys of PKCS #1, PKCS #8 and SEC 1 are.
bool isDerSequence(const QByteArray &bytes)
{
    constexpr int kShortest = 40; // an Ed25519 key in PKCS #8 has 48
    if (bytes.size() < kShortest || bytes[0] != 0x30)
        return false;
    const auto first = std::uint8_t(bytes[1]);
    if (first < 0x80)
        return bytes.size() == 2 + first;
    const int width = first & 0x7F;
    if (width < 1 || width > 3)
        return false;
    qsizetype length = 0;
    for (int i = 0; i < width; ++i)
        length = length << 8 | std::uint8_t(bytes[2 + i]);
    return bytes.size() == 2 + width + length;
}

/// Whether an OpenSSH key (PROTOCOL.key of OpenSSH) is encrypted; nothing if it is none.
std::optional<bool> isOpenSshEncrypted(const QByteArray &bytes)
{
    const QByteArray magic("openssh-key-v1\0", 15);
    if (!bytes.startsWith(magic) || bytes.size() < magic.size() + 8)
        return std::nullopt;
    const auto length = qFromBigEndian<std::uint32_t>(bytes.constData() + magic.size());
    return bytes.mid(magic.size() + 4, std::min<std::uint32_t>(length, 64)) != "none";
}

SecretMatch keyMatch(const QString &type, bool isEncrypted, std::size_t begin, std::size_t size)
{
    return {.kind = FindingKind::PrivateKey,
            .severity = isEncrypted ? FindingSeverity::Medium : FindingSeverity::High,
            .text = type + (isEncrypted ? u"private key, encrypted"_s : u"private key, not encrypted"_s),
            .begin = begin,
            .size = size,
            .hasValue = false};
}

QString withBlank(std::string_view word)
{
    return word.empty() ? QString() : QString::fromLatin1(word.data(), qsizetype(word.size())) + u' ';
}

} // namespace

std::optional<SecretMatch> pemKeyAt(std::string_view text, std::size_t at)
{
    constexpr std::size_t kLongestType = 16; // "ENCRYPTED", "RSA", "OPENSSH"
    const std::size_t from = at - std::min(at, kPemBegin.size() + kLongestType);
    const std::size_t begin = text.substr(from, at - from).rfind(kPemBegin);
    if (begin == std::string_view::npos)
        return std::nullopt;
    std::string_view type = text.substr(from + begin + kPemBegin.size(), at - from - begin - kPemBegin.size());
    if (!std::ranges::all_of(type,
                             [](char byte) { return byte == ' ' || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9'); }))
        return std::nullopt;
    type = type.substr(0, type.find_last_not_of(' ') + 1);
    std::string_view rest = text.substr(at + kPemKeyWords.size());
    const bool isPgp = rest.starts_with(" BLOCK");
    if (isPgp)
        rest.remove_prefix(6);
    if (!rest.starts_with(kPemDashes))
        return std::nullopt;
    rest.remove_prefix(kPemDashes.size());
    const auto body = readPemBody(rest);
    if (!body)
        return std::nullopt;
    const std::size_t size = text.size() - rest.size() + body->size - (from + begin);

    if (isPgp) {
        const bool isPacket = body->bytes.size() >= 40 && (std::uint8_t(body->bytes[0]) & 0x80) != 0; // RFC 4880, 4.2
        SecretMatch match = keyMatch(u"PGP "_s, false, from + begin, size);
        match.text = u"PGP private key"_s; // a tool is needed to tell whether it is protected
        return isPacket ? std::optional(match) : std::nullopt;
    }
    if (type == "OPENSSH") {
        const auto isEncrypted = isOpenSshEncrypted(body->bytes);
        return isEncrypted ? std::optional(keyMatch(u"OpenSSH "_s, *isEncrypted, from + begin, size)) : std::nullopt;
    }
    if (body->isEncrypted) {
        constexpr int kShortestEncrypted = 40;
        return body->bytes.size() >= kShortestEncrypted ? std::optional(keyMatch(withBlank(type), true, from + begin, size))
                                                        : std::nullopt;
    }
    if (!isDerSequence(body->bytes))
        return std::nullopt;
    return type == "ENCRYPTED" ? keyMatch({}, true, from + begin, size) : keyMatch(withBlank(type), false, from + begin, size);
}

std::optional<SecretMatch> puttyKeyAt(std::string_view text, std::size_t at)
{
    const std::string_view key = text.substr(at, kLongestKey);
    const std::size_t type = kPuttyKeyWords.size();
    if (key.size() < type + 3 || key[type] < '1' || key[type] > '9' || key.substr(type + 1, 2) != ": ")
        return std::nullopt;
    constexpr std::string_view kEncryption = "\nEncryption: ";
    const std::size_t encryption = key.find(kEncryption);
    const std::size_t body = key.find("\nPrivate-Lines: ");
    if (encryption == std::string_view::npos || encryption > 256 || body == std::string_view::npos)
        return std::nullopt;
    const bool isEncrypted = !key.substr(encryption + kEncryption.size()).starts_with("none");
    return keyMatch(u"PuTTY "_s, isEncrypted, at, body);
}

} // namespace stratoscope
