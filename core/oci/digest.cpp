// SPDX-License-Identifier: Apache-2.0
#include "oci/digest.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t sizeOf(HashAlgorithm algorithm)
{
    return algorithm == HashAlgorithm::Sha256 ? 32 : 64;
}

std::optional<std::uint8_t> digitValue(QChar digit)
{
    if (digit >= u'0' && digit <= u'9')
        return static_cast<std::uint8_t>(digit.unicode() - u'0');
    if (digit >= u'a' && digit <= u'f')
        return static_cast<std::uint8_t>(digit.unicode() - u'a' + 10);
    return std::nullopt;
}

Failure notADigest(QStringView text, const QString &why, ErrorKind kind = ErrorKind::Malformed)
{
    return fail(kind, quoted(text), u"not a digest: %1"_s.arg(why));
}

} // namespace

template <typename Kind>
BasicDigest<Kind>::BasicDigest(HashAlgorithm algorithm, std::span<const std::uint8_t> bytes)
    : m_algorithm(algorithm)
    , m_size(static_cast<std::uint8_t>(bytes.size()))
{
    Q_ASSERT(bytes.empty() || bytes.size() == sizeOf(algorithm));
    std::ranges::copy(bytes, m_bytes.begin());
}

template <typename Kind>
Result<BasicDigest<Kind>> BasicDigest<Kind>::parse(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon < 0)
        return notADigest(text, u"expected an algorithm and a colon first, as in sha256:…"_s);
    const QStringView name = text.first(colon);
    const QStringView digits = text.sliced(colon + 1);
    if (name != "sha256"_L1 && name != "sha512"_L1)
        return notADigest(text, u"the algorithm %1 is not supported; expected sha256 or sha512"_s.arg(quoted(name)),
                          ErrorKind::Unsupported);

    BasicDigest digest;
    digest.m_algorithm = name == "sha256"_L1 ? HashAlgorithm::Sha256 : HashAlgorithm::Sha512;
    digest.m_size = static_cast<std::uint8_t>(sizeOf(digest.m_algorithm));
    if (digits.size() != digest.m_size * 2)
        return notADigest(
            text, u"%1 requires %2 digits, not %3"_s.arg(name, QString::number(digest.m_size * 2), QString::number(digits.size())));
    for (std::size_t index = 0; index < digest.m_size; ++index) {
        const qsizetype at = static_cast<qsizetype>(index) * 2;
        const auto high = digitValue(digits.at(at));
        const auto low = digitValue(digits.at(at + 1));
        if (!high || !low)
            return notADigest(text, u"expected only 0-9 and lower-case a-f after the colon"_s);
        digest.m_bytes[index] = static_cast<std::uint8_t>(*high << 4 | *low);
    }
    return digest;
}

template <typename Kind>
BasicDigest<Kind> BasicDigest<Kind>::ofDocument(const QByteArray &content, HashAlgorithm algorithm)
{
    Hasher hasher(algorithm);
    hasher.update(asBytes(asText(content)));
    return BasicDigest(algorithm, hasher.finish());
}

template <typename Kind>
bool BasicDigest<Kind>::matchesPrefix(QStringView text) const
{
    constexpr qsizetype kMinDigits = 6;
    const qsizetype colon = text.indexOf(u':');
    const QStringView digits = text.sliced(colon + 1);
    return digits.size() >= kMinDigits && hex().startsWith(digits) && (colon < 0 || text.first(colon) == algorithmName());
}

template class BasicDigest<BlobKind>;
template class BasicDigest<TarKind>;

template <typename Kind>
Result<void> requireDigest(const BasicDigest<Kind> &found, const BasicDigest<Kind> &expected)
{
    if (found == expected)
        return {};
    const auto what = std::same_as<Kind, TarKind> ? "diff ID"_L1 : "digest"_L1;
    return fail(ErrorKind::Mismatch, {}, u"its %1 should be %2, but is %3"_s.arg(what, expected.toString(), found.toString()));
}

template Result<void> requireDigest(const Digest &found, const Digest &expected);
template Result<void> requireDigest(const DiffId &found, const DiffId &expected);

Result<void> requireDigest(const QByteArray &bytes, const Digest &expected, const QString &subject)
{
    return withContext(subject, requireDigest(Digest::ofDocument(bytes, expected.algorithm()), expected));
}

} // namespace stratoscope
