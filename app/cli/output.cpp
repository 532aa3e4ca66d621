// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include <cerrno>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

std::atomic<bool> Output::s_waiting = false;

void writeError(const std::string &text)
{
    [[maybe_unused]] const ssize_t count = ::write(STDERR_FILENO, text.data(), text.size());
}

void complain(const QString &message)
{
    writeError((u"stratoscope-cli: "_s + printable(message.toStdString()) + u'\n').toStdString());
}

Output::Output(std::function<void()> beforeWriting)
    : m_beforeWriting(std::move(beforeWriting))
    , m_isTerminal(::isatty(STDOUT_FILENO) == 1)
{
}

Result<void> Output::flush()
{
    const std::string text = std::move(m_buffer);
    m_buffer = {};
    m_buffer.reserve(text.capacity());
    return write(asBytes(text));
}

Result<void> Output::write(Bytes bytes)
{
    if (!m_buffer.empty())
        STRATOSCOPE_CHECK(flush());
    m_beforeWriting();
    while (!bytes.empty()) {
        s_waiting = true;
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        s_waiting = false;
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EPIPE)
            throw OutputClosed{};
        if (count < 0)
            return failErrno(u"standard output"_s, u"write", errno);
        bytes = bytes.subspan(std::size_t(count));
    }
    return {};
}

} // namespace stratoscope::cli
