// SPDX-License-Identifier: Apache-2.0
#include "tree/path_history.h"

#include "base/cancel.h"
#include "tree/tree_builder.h"

namespace stratoscope {

Result<std::vector<PathStep>> pathHistory(const MergedTree::Layers &layers, std::string_view path, const std::stop_token &stop)
{
    std::vector<PathStep> steps;
    TreeBuilder builder;
    std::optional<TreeBuilder::Found> before;
    for (int layer = 0; layer < int(layers.size()); ++layer) {
        throwIfStopped(stop);
        STRATOSCOPE_CHECK(builder.apply(*layers[std::size_t(layer)]));
        const auto now = builder.find(path);
        if (now == before)
            continue;
        steps.push_back({layer, now ? std::optional(now->origin) : std::nullopt});
        before = now;
    }
    return steps;
}

} // namespace stratoscope
