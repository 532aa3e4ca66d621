// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace stratoscope {

/// Certificates for a connection, in PEM format; empty: none.
struct TlsSettings {
    bool verify = true; ///< false: accept any certificate
    QByteArray extraRoots; ///< trusted in addition to the system's
    QByteArray clientCertificate;
    QByteArray clientKey;

    bool operator==(const TlsSettings &) const = default;
};

/// Whether a host may be reached without TLS.
enum class PlainHttp {
    Never,
    Fallback, ///< if it does not support TLS: loopback and hosts configured as insecure
    Always, ///< configured
};

/// A server that provides a repository: the registry itself or one of its mirrors.
struct Endpoint {
    QString registry; ///< as in references (`docker.io`, `localhost:5000`); its credentials are used
    QString host{}; ///< host[:port] to connect to: `registry-1.docker.io`
    QString repository{}; ///< its name there; a mirror may have a different prefix
    bool isMirror = false;
    bool isRemapped = false; ///< a different registry than the one named, whose credentials it must not receive
    PlainHttp plainHttp = PlainHttp::Never;
    TlsSettings tls{};

    bool operator==(const Endpoint &) const = default;
};

} // namespace stratoscope
