// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/decompress.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace stratoscope {

/// A blob that is read while it arrives in a file: a read waits for bytes that are not there yet.
///
/// One thread reads, another tells what has arrived.
class ArrivingBlob : public ByteSource
{
public:
    /// `arrived` bytes are there already. `stop` ends the waiting: then reads throw Cancelled.
    ArrivingBlob(std::shared_ptr<const File> file, std::uint64_t arrived, std::stop_token stop);

    // The reader's side
    /// The error of the other side where it has ended with one.
    Result<std::size_t> read(std::span<std::byte> into) override;

    // The writer's side
    void reach(std::uint64_t arrived);
    /// No more comes, for the reason given, if any.
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
