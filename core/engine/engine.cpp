// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// What to do about an engine that does not run.
QString startOf(EngineKind kind)
{
    switch (kind) {
    case EngineKind::Docker:
        return u"start Docker, or set DOCKER_HOST to where it is"_s;
    case EngineKind::Podman:
        return u"enable it by 'systemctl --user enable --now podman.socket', or set CONTAINER_HOST to where it is"_s;
    case EngineKind::Containerd:
        return u"start containerd, or set CONTAINERD_ADDRESS to where it is"_s;
    }
    Q_UNREACHABLE();
}

/// What to do about a socket that one may not use.
QString permissionOf(EngineKind kind)
{
    switch (kind) {
    case EngineKind::Docker:
        return u"join the group that owns the socket by 'sudo usermod -aG docker $USER' and log in again, or run Docker rootless"_s;
    case EngineKind::Podman:
        return u"this is another user's Podman: start your own by 'systemctl --user enable --now podman.socket'"_s;
    case EngineKind::Containerd:
        return u"containerd's socket belongs to root: run the program as root, set 'gid' of [grpc] in "
               u"/etc/containerd/config.toml to a group of yours, or save the image by 'sudo ctr images export'"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QLatin1StringView engineKindName(EngineKind kind)
{
    static constexpr std::array kNames{"Docker"_L1, "Podman"_L1, "containerd"_L1};
    return kNames[std::size_t(kind)];
}

SourceKind sourceKindOf(EngineKind kind)
{
    static constexpr std::array kKinds{SourceKind::DockerDaemon, SourceKind::Podman, SourceKind::Containerd};
    return kKinds[std::size_t(kind)];
}

std::optional<EngineKind> engineKindOf(SourceKind kind)
{
    for (const EngineKind engine : {EngineKind::Docker, EngineKind::Podman, EngineKind::Containerd}) {
        if (sourceKindOf(engine) == kind)
            return engine;
    }
    return std::nullopt;
}

Error connectionError(const Engine &engine, int errnum)
{
    const EngineAddress &address = engine.address;
    if (address.socket.isEmpty())
        return {ErrorKind::Network, address.text,
                u"cannot be reached%1; check DOCKER_HOST and the network"_s.arg(
                    errnum == 0 ? QString() : u" (%1)"_s.arg(QString::fromLocal8Bit(std::strerror(errnum))))};
    const QByteArray path = QFile::encodeName(address.socket);
    struct stat status;
    const bool isThere = ::stat(path.constData(), &status) == 0;
    if (!isThere && errno != EACCES)
        return {ErrorKind::NotFound, address.text,
                u"does not exist: %1 is not running there; %2"_s.arg(engineKindName(engine.kind), startOf(engine.kind))};
    if (!isThere || errnum == EACCES || ::access(path.constData(), R_OK | W_OK) != 0)
        return {ErrorKind::Denied, address.text, u"permission denied; "_s + permissionOf(engine.kind)};
    if (!S_ISSOCK(status.st_mode))
        return {ErrorKind::Invalid, address.text, u"is not a socket"_s};
    return {ErrorKind::Network, address.text, u"nothing answers there; "_s + startOf(engine.kind)};
}

} // namespace stratoscope
