// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

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

/// A digest of some kind, printed `sha256:<64 hex>` or `sha512:<128 hex>`; digits are lower-case (OCI image-spec, descriptor.md).
/// A default-constructed one is null: the digest of nothing yet.
template <typename Kind>
class BasicDigest
{
public:
    BasicDigest() = default;
    explicit BasicDigest(const Sha256 &bytes);
    /// 32 bytes for SHA-256, 64 for SHA-512.
    BasicDigest(HashAlgorithm algorithm, std::span<const std::uint8_t> bytes);
    /// The same bytes as the other kind: of a layer that is not compressed the digest is the diff-id.
    template <typename Other>
    explicit BasicDigest(const BasicDigest<Other> &other)
        : BasicDigest(other.algorithm(), other.bytes())
    {
    }

    /// Malformed, or Unsupported for an algorithm that is none of the two.
    static Result<BasicDigest> parse(QStringView text);
    /// The SHA-256 of these bytes.
    static BasicDigest of(Bytes content);

    bool isNull() const { return m_size == 0; }
    HashAlgorithm algorithm() const { return m_algorithm; }
    /// `sha256` or `sha512`.
    QString algorithmName() const;
    std::span<const std::uint8_t> bytes() const { return {m_bytes.data(), m_size}; }
    QString hex() const;
    /// Empty when null.
    QString toString() const;
    /// The first twelve digits, for lists and messages.
    QString shortHex() const { return hex().left(12); }
    /// Whether a user means this digest: the whole of it or six or more of its first digits, with or without the algorithm.
    bool isMeantBy(QStringView text) const;

    auto operator<=>(const BasicDigest &) const = default;
    bool operator==(const BasicDigest &) const = default;

private:
    HashAlgorithm m_algorithm = HashAlgorithm::Sha256;
    std::uint8_t m_size = 0;
    std::array<std::uint8_t, 64> m_bytes{};
};

/// Of a blob's bytes as they are stored and sent.
using Digest = BasicDigest<BlobKind>;
/// Of the uncompressed tar inside a layer's blob.
using DiffId = BasicDigest<TarKind>;

extern template class BasicDigest<BlobKind>;
extern template class BasicDigest<TarKind>;

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
