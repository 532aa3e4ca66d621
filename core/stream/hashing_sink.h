// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// Computes the digest of what is appended, and passes it on.
class HashingSink : public ByteSink
{
public:
    /// `into` outlives this, and is finished with it; null: the bytes are only hashed and counted.
    explicit HashingSink(ByteSink *into, HashAlgorithm algorithm = HashAlgorithm::Sha256)
        : m_into(into)
        , m_algorithm(algorithm)
        , m_hasher(algorithm)
    {
    }

    Result<void> append(Bytes bytes) override
    {
        m_hasher.update(bytes);
        m_size += bytes.size();
        return m_into ? m_into->append(bytes) : Result<void>();
    }
    Result<void> finish() override { return m_into ? m_into->finish() : Result<void>(); }

    std::uint64_t size() const { return m_size; }
    /// To be called once, after everything else.
    Digest digest() { return Digest(m_algorithm, m_hasher.finish()); }

private:
    ByteSink *m_into;
    HashAlgorithm m_algorithm;
    Hasher m_hasher;
    std::uint64_t m_size = 0;
};

} // namespace stratoscope
