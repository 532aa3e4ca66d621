// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <vector>

namespace stratoscope {

/// The address that a value of $DOCKER_HOST, $CONTAINER_HOST or a context gives: `unix:///…`, `tcp://HOST[:PORT]`, `http://` and
/// `https://`. Unsupported for others, such as `ssh://`, saying what can be done; Invalid.
Result<EngineAddress> parseEngineAddress(const QString &text);

/// Takes `ca.pem`, `cert.pem` and `key.pem` of a directory, as far as they exist, and TLS.
void useTls(EngineAddress &address, const QString &directory, bool verify);

/// The contexts in the directory of Docker's command line, sorted by name; without `default`, which is none. What cannot be read or
/// used is listed with its error. https://docs.docker.com/engine/manage-resources/contexts/
std::vector<Engine> dockerContexts(const QString &directory);

} // namespace stratoscope
