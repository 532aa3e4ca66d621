// SPDX-License-Identifier: Apache-2.0
#include "support/unix_socket.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>

namespace stratoscope::test {

namespace {

/// Calls bind() or connect() for a new socket.
template <typename Call>
File socketWith(Call call, const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::size_t(name.size()) >= sizeof address.sun_path)
        qFatal("%s is too long for a socket", name.constData());
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    File made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), path);
    return call(made.descriptor(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? std::move(made) : File();
}

} // namespace

File boundSocket(const QString &path)
{
    File bound = socketWith(&::bind, path);
    if (!bound.isOpen())
        qFatal("cannot bind %s: %s", qPrintable(path), std::strerror(errno));
    return bound;
}

File listeningSocket(const QString &path)
{
    File bound = boundSocket(path);
    if (::listen(bound.descriptor(), SOMAXCONN) != 0)
        qFatal("cannot listen at %s: %s", qPrintable(path), std::strerror(errno));
    return bound;
}

File connectedSocket(const QString &path)
{
    return socketWith(&::connect, path);
}

} // namespace stratoscope::test
