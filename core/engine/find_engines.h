// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// The engines of this machine, without contacting them: what $DOCKER_HOST, Docker's contexts, $CONTAINER_HOST and
/// $CONTAINERD_ADDRESS say, and the sockets in the usual places, rootless and Docker Desktop's included. The environment and the
/// files are read at each call.
///
/// The first one of each kind is the one that its own command line would use. There is always one of Docker and one of Podman, even
/// if it does not exist; other usual places are only listed if there is a socket. An address is listed once for each kind.
std::vector<Engine> findEngines();

/// The engine with this name, or at this address: a socket's path, `unix://…`, `tcp://…`. NotFound, listing those that there are.
Result<Engine> findEngine(const QString &name);
/// The engine of this kind, with this name if one is given. NotFound.
Result<Engine> findEngine(EngineKind kind, const QString &name);

/// What `engines` shows.
struct EngineStatus {
    Engine engine; ///< of the kind that has answered
    QString version; ///< empty unless it is running
    std::optional<Error> error; ///< why it is not

    /// `running`, `missing`, `forbidden`, `unsupported` or `failed`.
    QLatin1StringView state() const;
};
/// Contacts an engine. Blocking. Throws Cancelled.
EngineStatus engineStatus(const Engine &engine, const std::stop_token &stop);

} // namespace stratoscope
