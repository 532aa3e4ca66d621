// SPDX-License-Identifier: Apache-2.0
#include "support/layers.h"

#include "prebaked/ingest_layer.h"
#include "support/need.h"
#include "support/sources.h"

namespace stratoscope::test {

Result<std::shared_ptr<const LayerIndex>> tryIndex(std::string_view tar)
{
    return walkLayer(regionOf(tar), {});
}

std::shared_ptr<const LayerIndex> indexOf(std::string_view tar)
{
    return need(tryIndex(tar));
}

Result<std::shared_ptr<const MergedTree>> tryMerge(const std::vector<TarBuilder> &layers)
{
    MergedTree::Layers indexes;
    for (const TarBuilder &layer : layers)
        indexes.push_back(indexOf(layer));
    return MergedTree::merge(std::move(indexes));
}

std::shared_ptr<const MergedTree> merged(const std::vector<TarBuilder> &layers)
{
    return need(tryMerge(layers));
}

ImageFs fsOf(const std::vector<TarBuilder> &layers)
{
    ImageFs fs{.tree = merged(layers), .contents = {}};
    for (const TarBuilder &layer : layers)
        fs.contents.emplace_back(regionOf(layer.finish()));
    return fs;
}

ImageFs layerFs(const TarBuilder &layer)
{
    const std::string tar = layer.finish();
    return {MergedTree::ofLayer(indexOf(tar), 0), {LayerContents(regionOf(tar))}};
}

} // namespace stratoscope::test
