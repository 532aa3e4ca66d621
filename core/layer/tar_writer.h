// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/tar_reader.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// Writes a tar that a TarReader reads back unchanged: POSIX ustar (IEEE 1003.1), with pax records for long paths, large numbers,
/// fractions of seconds and extended attributes, and GNU's format 1.0 for sparse files.
///
///     writer.add(member);              // its header
///     writer.append(bytes) …           // for a regular file, in total as many bytes as its size; of a sparse file only its
///     extents
///
/// Errors: those of writing. For one thread.
class TarWriter
{
public:
    /// The sink outlives this, which does not finish it.
    explicit TarWriter(ByteSink &into)
        : m_into(into)
    {
    }

    /// Ends the member before. `size`, `kind`, `extents` and the attributes count; sockets cannot be written.
    Result<void> add(const TarMember &member);
    Result<void> append(Bytes bytes);
    Result<void> appendZeros(std::uint64_t count);
    /// Ends the last member and the archive.
    Result<void> finish();

private:
    Result<void> pad();
    Result<void> writeHeader(const TarMember &member, char type, std::uint64_t size);
    Result<void> addSparse(const TarMember &member);
    Result<void> addExtended(const TarMember &member, const std::string &records);

    ByteSink &m_into;
    std::uint64_t m_size = 0; ///< of the member's body so far
};

/// The body of a writer's current member. Finishing it does nothing.
class TarBody : public ByteSink
{
public:
    explicit TarBody(TarWriter &writer)
        : m_writer(writer)
    {
    }
    Result<void> append(Bytes bytes) override { return m_writer.append(bytes); }
    Result<void> appendZeros(std::uint64_t count) override { return m_writer.appendZeros(count); }
    Result<void> finish() override { return {}; }

private:
    TarWriter &m_writer;
};

} // namespace stratoscope
