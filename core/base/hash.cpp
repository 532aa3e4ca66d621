// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <openssl/evp.h>

namespace stratoscope {

const Sha256 kEmptySha256 = sha256({});

namespace {

/// Fetched once: looking up an algorithm takes longer than hashing a small file.
const EVP_MD *method(HashAlgorithm algorithm)
{
    static const EVP_MD *const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    static const EVP_MD *const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
    return algorithm == HashAlgorithm::Sha256 ? sha256 : sha512;
}

} // namespace

void Hasher::Free::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Hasher::Hasher(HashAlgorithm algorithm)
    : m_algorithm(algorithm)
    , m_context(EVP_MD_CTX_new())
{
    restart();
}

Hasher::Hasher(const Hasher &other)
    : m_algorithm(other.m_algorithm)
    , m_context(EVP_MD_CTX_new())
{
    EVP_MD_CTX_copy_ex(m_context.get(), other.m_context.get());
}

void Hasher::restart()
{
    EVP_DigestInit_ex2(m_context.get(), method(m_algorithm), nullptr);
}

void Hasher::update(Bytes bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
}

std::vector<std::uint8_t> Hasher::finish()
{
    std::vector<std::uint8_t> digest(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
    digest.resize(size);
    restart();
    return digest;
}

Sha256 Hasher::finishSha256()
{
    Sha256 digest;
    EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr);
    restart();
    return digest;
}

Sha256 sha256(Bytes bytes)
{
    Hasher hasher;
    hasher.update(bytes);
    return hasher.finishSha256();
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

} // namespace stratoscope
