// SPDX-License-Identifier: Apache-2.0
#include "archive/pipe_source.h"

#include "base/cancel.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

bool PipeSource::isPipe(const QString &path)
{
    struct stat status;
    return path == "-"_L1 || (::stat(QFile::encodeName(path).constData(), &status) == 0 && S_ISFIFO(status.st_mode));
}

Result<PipeSource> PipeSource::open(const QString &path, std::stop_token stop)
{
    // A pipe that nobody has opened for writing must not block here, where it could not be interrupted.
    File file(path == "-"_L1 ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                             : ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC),
              path);
    if (!file.isOpen())
        return failErrno(path, u"open", errno);
    if (::isatty(file.descriptor()))
        return fail(ErrorKind::Invalid, path, u"is a terminal; redirect an image archive to it"_s);
    return PipeSource(std::move(file), std::move(stop));
}

Result<std::size_t> PipeSource::read(std::span<std::byte> into)
{
    constexpr int kPatienceMs = 100; // before the stop token is checked again
    while (true) {
        throwIfStopped(m_stop);
        pollfd waiting{m_file.descriptor(), POLLIN, 0};
        const int ready = ::poll(&waiting, 1, kPatienceMs);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        const ssize_t count = ready < 0 ? -1 : ::read(m_file.descriptor(), into.data(), into.size());
        if (count >= 0)
            return std::size_t(count);
        if (errno != EINTR && errno != EAGAIN)
            return failErrno(m_file.name(), u"read", errno);
    }
}

} // namespace stratoscope
