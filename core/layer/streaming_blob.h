// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "stream/decompress.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// A blob that is read while it is being written to a file: reads wait for bytes that have not arrived yet.
///
/// One thread reads, another one reports what has arrived.
class StreamingBlob : public ByteSource
{
public:
    /// `arrived`: how many bytes the file has already. `stop` makes waiting reads throw Cancelled.
    StreamingBlob(std::shared_ptr<const File> file, std::uint64_t arrived, std::stop_token stop)
        : m_file(std::move(file))
        , m_stop(std::move(stop))
        , m_arrived(arrived)
    {
    }

    // The reader's side
    /// Fails with the writer's error if it ended with one.
    Result<std::size_t> read(std::span<std::byte> into) override;

    // The writer's side
    void reach(std::uint64_t arrived);
    /// Ends the blob, with the error that cut it short, if any.
    void end(std::optional<Error> error = {});

private:
    const std::shared_ptr<const File> m_file;
    const std::stop_token m_stop;
    std::uint64_t m_position = 0; ///< the reader's

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_arrived;
    std::optional<Error> m_error;
    bool m_ended = false;
};

} // namespace stratoscope
