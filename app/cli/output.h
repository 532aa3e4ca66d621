// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <atomic>
#include <functional>
#include <string>

namespace stratoscope::cli {

/// Thrown where nobody reads our output any more (`| head`). It is no error: the program ends quietly.
struct OutputClosed {
};

/// Writes `stratoscope-cli: MESSAGE` to standard error: one line, whatever names are in it.
void complain(const QString &message);

/// Standard output in large pieces. For one thread.
class Output
{
public:
    /// `beforeWriting` is called each time, to clear the terminal of what is in the way.
    explicit Output(std::function<void()> beforeWriting);

    bool isTerminal() const { return m_isTerminal; }

    /// Bytes appended here are written by the next flushIfFull().
    std::string &buffer() { return m_buffer; }
    /// To be called after each line or so.
    Result<void> flushIfFull() { return m_buffer.size() < kPiece ? Result<void>() : flush(); }
    Result<void> flush();
    /// Without a copy; what is in the buffer goes before.
    Result<void> write(Bytes bytes);

    /// Whether a thread waits for the reader of our output at this moment: then there is nothing half-made to clean up.
    static bool isWaiting() { return s_waiting; }

private:
    static constexpr std::size_t kPiece = 256 << 10;
    static std::atomic<bool> s_waiting;

    std::function<void()> m_beforeWriting;
    bool m_isTerminal;
    std::string m_buffer;
};

} // namespace stratoscope::cli
