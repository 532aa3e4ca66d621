// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <atomic>
#include <functional>
#include <string>

namespace stratoscope::cli {

/// Thrown if the reader of standard output has closed it (`| head`). Not an error: the program exits quietly.
struct OutputClosed {
};

/// Writes to standard error, ignoring errors.
void writeError(const std::string &text);
/// Writes `stratoscope-cli: MESSAGE` to standard error, as a single line even if names in it contain line breaks.
void complain(const QString &message);

/// Buffered standard output. Not thread-safe.
class Output
{
public:
    /// `beforeWriting` is called before each write, to clear the progress line.
    explicit Output(std::function<void()> beforeWriting);

    bool isTerminal() const { return m_isTerminal; }

    /// Bytes appended here are written by the next flush().
    std::string &buffer() { return m_buffer; }
    /// To be called after each line.
    Result<void> flushIfFull() { return m_buffer.size() < kPiece ? Result<void>() : flush(); }
    Result<void> flush();
    /// Writes bytes without copying them, after the contents of the buffer.
    Result<void> write(Bytes bytes);

    /// Whether a thread is blocked on the reader of the output. There is nothing to clean up at that point.
    static bool isWaiting() { return s_waiting; }

private:
    static constexpr std::size_t kPiece = 256 << 10;
    static std::atomic<bool> s_waiting;

    std::function<void()> m_beforeWriting;
    bool m_isTerminal;
    std::string m_buffer;
};

} // namespace stratoscope::cli
