// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace stratoscope {

/// How a host proves who it is, and how we do. PEM texts; empty: none.
struct TlsSettings {
    bool verify = true; ///< false: any certificate is taken
    QByteArray extraRoots; ///< trusted besides the system's roots
    QByteArray clientCertificate;
    QByteArray clientKey;

    bool operator==(const TlsSettings &) const = default;
};

/// Whether a host may be spoken to without TLS.
enum class PlainHttp {
    Never,
    Fallback, ///< where it speaks no TLS: loopback, and hosts said to be insecure
    Always, ///< asked for
};

/// One server that has a repository: the registry itself, or a mirror of it.
struct Endpoint {
    QString registry; ///< as references have it: `docker.io`, `localhost:5000`; whose credentials are used
    QString host; ///< host[:port] to speak to: `registry-1.docker.io`
    QString repository; ///< what it calls the repository; a mirror may have another prefix
    bool isMirror = false;
    bool isDetour = false; ///< another registry than the one that was named: what was given for that is not for it
    PlainHttp plainHttp = PlainHttp::Never;
    TlsSettings tls;

    bool operator==(const Endpoint &) const = default;
};

} // namespace stratoscope
