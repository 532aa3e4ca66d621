// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

QLatin1StringView engineKindName(EngineKind kind)
{
    static constexpr std::array kNames{"Docker"_L1, "Podman"_L1, "containerd"_L1};
    return kNames[std::size_t(kind)];
}

} // namespace stratoscope
