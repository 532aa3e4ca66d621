// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/sparse_writer.h"
#include "layer/tar_reader.h"

namespace stratoscope {

/// Writes a tar that a TarReader reads back unchanged: POSIX ustar (IEEE 1003.1), with pax records for long paths, large numbers,
/// fractions of seconds and extended attributes.
///
///     writer.add(member);              // its header
///     writer.append(bytes) …           // for a regular file, in total as many bytes as its size
///
/// Errors: those of writing. For one thread.
class TarWriter
{
public:
    /// The writer below gets blocks of 512 bytes, and outlives this.
    explicit TarWriter(SparseWriter &into)
        : m_into(into)
    {
    }

    /// Ends the member before. `size`, `kind` and the attributes count; sparse files and sockets cannot be written.
    Result<void> add(const TarMember &member);
    Result<void> append(Bytes bytes) { return m_into.append(bytes); }
    /// Ends the last member and the archive.
    Result<void> finish();

private:
    Result<void> pad();
    Result<void> writeHeader(const TarMember &member, char type, std::uint64_t size);

    SparseWriter &m_into;
};

} // namespace stratoscope
