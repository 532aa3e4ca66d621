// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "base/error.h"
#include "oci/platform.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace stratoscope {

enum class EngineKind { Docker, Podman, Containerd };

/// "Docker", "Podman", "containerd".
QLatin1StringView engineKindName(EngineKind kind);
/// Where an engine's images are, and the other way round; nothing for what is not an engine with an API.
SourceKind sourceKindOf(EngineKind kind);
std::optional<EngineKind> engineKindOf(SourceKind kind);

/// Where an engine listens.
struct EngineAddress {
    QString text{}; ///< as configured, for messages: a socket's path, or `tcp://HOST:PORT`
    QString socket{}; ///< the path of a Unix socket; empty for TCP
    QByteArray url{}; ///< `http://HOST:PORT` or `https://HOST:PORT`, without a path
    QString
        authority{}; ///< the files of TLS: the certificates to trust, and the client's own with its key; empty: the system's, none
    QString certificate{};
    QString key{};
    bool verifyTls = true;

    bool operator==(const EngineAddress &) const = default;
};

/// An engine that is configured on this machine, or is looked for in its usual place.
struct Engine {
    EngineKind kind = EngineKind::Docker;
    QString name{}; ///< unique: `docker`, `docker-rootless`, the name of a context, `podman`
    EngineAddress address{};
    bool isExplicit = false; ///< configured by the user, not a usual place
    std::optional<Error> unusable{}; ///< why it cannot be contacted at all: a context that cannot be read, `ssh://`

    bool operator==(const Engine &) const = default;
};

/// Why an engine cannot be connected to, and what to do about it: NotFound, Denied, or Network if nobody listens. `errnum`: of the
/// attempt; 0 if unknown.
Error connectionError(const Engine &engine, int errnum);

/// One of an engine's images, as it lists them.
struct EngineImage {
    QString id; ///< 64 hexadecimal digits: the digest of its config or, for containerd, of its manifest or index
    QStringList names; ///< `alpine:3.22`; empty for an image without a name
    std::uint64_t size = 0; ///< in bytes, with all of its layers: unpacked or, for containerd, as they are stored; 0 if unknown
    QDateTime created; ///< invalid if unknown
    Platform platform; ///< empty if unknown
    bool isInUse = false; ///< by a container, running or not

    bool operator==(const EngineImage &) const = default;
};

} // namespace stratoscope
