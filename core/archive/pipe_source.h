// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "stream/decompress.h"

#include <stop_token>

namespace stratoscope {

/// Standard input or a named pipe, which can be read only once, from front to back. For one thread.
class PipeSource : public ByteSource
{
public:
    /// Whether a path is `-`, which is standard input, or leads to a pipe.
    static bool isPipe(const QString &path);
    /// Errors: those of opening; Invalid if standard input is a terminal.
    static Result<PipeSource> open(const QString &path, std::stop_token stop);

    /// Waits for the writer. Throws Cancelled.
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    PipeSource(File file, std::stop_token stop)
        : m_file(std::move(file))
        , m_stop(std::move(stop))
    {
    }

    File m_file;
    std::stop_token m_stop;
};

} // namespace stratoscope
