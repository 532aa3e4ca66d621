// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/endpoint.h"

#include "base/error.h"

namespace stratoscope {

/// The certificates in a folder as Docker and containers' tools lay them out: every `*.crt` is a root, `NAME.cert` and `NAME.key`
/// are what the client shows (the first pair, by name). Errors: those of reading a file; NotFound for a folder that is not there,
/// or for a `.cert` without its `.key` or the other way round.
Result<TlsSettings> loadCertificates(const QString &folder);

/// The folder that has a registry's certificates, of `certs.d` of the user, of containers' tools and of Docker, the first that is
/// there; empty where there is none.
QString certificateFolder(const QString &registry);

} // namespace stratoscope
