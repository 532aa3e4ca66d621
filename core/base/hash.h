// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_md_ctx_st;

namespace stratoscope {

using Bytes = std::span<const std::byte>;
using Sha256 = std::array<std::uint8_t, 32>;

inline Bytes asBytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

inline std::string_view asText(Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

inline std::string_view asText(const QByteArray &bytes)
{
    return {bytes.constData(), std::size_t(bytes.size())};
}

/// The SHA-256 of the empty string.
extern const Sha256 kEmptySha256;

enum class HashAlgorithm : std::uint8_t { Sha256, Sha512 };

/// An incremental hash (OpenSSL). finish() resets it for reuse. For one thread at a time.
class Hasher
{
public:
    explicit Hasher(HashAlgorithm algorithm = HashAlgorithm::Sha256);
    /// Continues from where `other` is.
    Hasher(const Hasher &other);
    Hasher(Hasher &&) noexcept = default;
    Hasher &operator=(Hasher &&) noexcept = default;

    void update(Bytes bytes);
    /// 32 or 64 bytes, by the algorithm.
    std::vector<std::uint8_t> finish();
    /// Only for SHA-256.
    Sha256 finishSha256();

private:
    void restart();

    struct Free {
        void operator()(evp_md_ctx_st *context) const;
    };
    HashAlgorithm m_algorithm;
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

Sha256 sha256(Bytes bytes);

/// Lower-case hexadecimal.
std::string toHex(std::span<const std::uint8_t> bytes);

} // namespace stratoscope
