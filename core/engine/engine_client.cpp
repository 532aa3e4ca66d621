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
    return DockerClient::connect(engine, stop, patience);
}

} // namespace stratoscope
