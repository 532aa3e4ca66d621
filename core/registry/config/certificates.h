// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/endpoint.h"

#include "base/error.h"

namespace stratoscope {

/// Reads a directory of certificates in the layout of Docker and containers-certs.d(5): each `*.crt` is a root; `NAME.cert` and
/// `NAME.key` are the client certificate (the first pair by name). Errors: those of reading a file; NotFound if the directory or
/// one file of a pair is missing.
Result<TlsSettings> loadCertificates(const QString &path);

/// The directory of a registry's certificates: the first that exists in `certs.d` of the user, the system and Docker; empty if
/// none does.
QString certificateDirectory(const QString &registry);

} // namespace stratoscope
