// SPDX-License-Identifier: Apache-2.0
#include "engine/engine_client.h"

#include "engine/containerd/containerd_client.h"
#include "engine/docker_client.h"

namespace stratoscope {

Result<std::shared_ptr<const EngineClient>> EngineClient::connect(const Engine &engine, const std::stop_token &stop,
                                                                  EnginePatience patience)
{
    if (engine.kind == EngineKind::Containerd)
        return ContainerdClient::connect(engine, stop, patience);
    const auto docker = DockerClient::connect(engine, stop, patience);
    // By an address alone, nobody says what listens there.
    const bool isOther = !docker && docker.error().kind == ErrorKind::UnexpectedResponse && !engine.address.socket.isEmpty();
    if (isOther) {
        Engine other = engine;
        other.kind = EngineKind::Containerd;
        if (const auto containerd = ContainerdClient::connect(other, stop, patience))
            return *containerd;
    }
    return docker;
}

} // namespace stratoscope
