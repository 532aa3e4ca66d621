// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>

namespace stratoscope {

struct BlobKind;
struct TarKind;

/// A digest, printed as `sha256:<64 hex>` or `sha512:<128 hex>` with lower-case digits (OCI image-spec, descriptor.md). Null if
/// default-constructed.
template <typename Kind>
class BasicDigest
{
public:
    BasicDigest() = default;
    explicit BasicDigest(const Sha256 &bytes)
        : BasicDigest(HashAlgorithm::Sha256, bytes)
    {
    }
    /// 32 bytes for SHA-256, 64 for SHA-512.
    BasicDigest(HashAlgorithm algorithm, std::span<const std::uint8_t> bytes);
    /// The same digest as another kind: the digest of an uncompressed layer is its diff ID.
    template <typename Other>
    explicit BasicDigest(const BasicDigest<Other> &other)
        : BasicDigest(other.algorithm(), other.bytes())
    {
    }

    /// Errors: Malformed; Unsupported for any other algorithm.
    static Result<BasicDigest> parse(QStringView text);
    /// The SHA-256 digest of these bytes.
    static BasicDigest of(Bytes content) { return BasicDigest(sha256(content)); }
    static BasicDigest ofDocument(const QByteArray &content, HashAlgorithm algorithm = HashAlgorithm::Sha256);

    bool isNull() const { return m_size == 0; }
    HashAlgorithm algorithm() const { return m_algorithm; }
    /// `sha256` or `sha512`.
    QString algorithmName() const { return QLatin1StringView(m_algorithm == HashAlgorithm::Sha256 ? "sha256" : "sha512"); }
    std::span<const std::uint8_t> bytes() const { return {m_bytes.data(), m_size}; }
    QString hex() const { return QString::fromStdString(toHex(bytes())); }
    /// Empty when null.
    QString toString() const { return isNull() ? QString() : algorithmName() + u':' + hex(); }
    /// The first twelve digits, for lists and messages.
    QString shortHex() const { return hex().left(12); }
    /// Whether the text is this digest or a prefix of at least six digits, with or without the algorithm.
    bool matchesPrefix(QStringView text) const;

    auto operator<=>(const BasicDigest &) const = default;
    bool operator==(const BasicDigest &) const = default;

private:
    HashAlgorithm m_algorithm = HashAlgorithm::Sha256;
    std::uint8_t m_size = 0;
    std::array<std::uint8_t, 64> m_bytes{};
};

/// The digest of a blob, as stored and transferred.
using Digest = BasicDigest<BlobKind>;
/// The diff ID of a layer: the digest of its uncompressed tar.
using DiffId = BasicDigest<TarKind>;

extern template class BasicDigest<BlobKind>;
extern template class BasicDigest<TarKind>;

/// Mismatch, giving both, unless the digest that was found is the expected one.
template <typename Kind>
Result<void> requireDigest(const BasicDigest<Kind> &found, const BasicDigest<Kind> &expected);
/// The same for the digest of these bytes, named by `subject`.
Result<void> requireDigest(const QByteArray &bytes, const Digest &expected, const QString &subject);

template <typename Kind>
size_t qHash(const BasicDigest<Kind> &digest, size_t seed = 0) noexcept
{
    return qHashBits(digest.bytes().data(), digest.bytes().size(), seed);
}

} // namespace stratoscope

template <typename Kind>
struct std::hash<stratoscope::BasicDigest<Kind>> {
    size_t operator()(const stratoscope::BasicDigest<Kind> &digest) const noexcept { return qHash(digest); }
};
