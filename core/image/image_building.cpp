// SPDX-License-Identifier: Apache-2.0
#include "image/image_building.h"

namespace stratoscope {

void takeHistory(Image &image)
{
    const auto history = historyForLayers(image.config, image.layers.size());
    for (std::size_t i = 0; i < image.layers.size(); ++i)
        image.layers[i].createdBy = history[i].createdBy;
}

void fillFromStore(ImageLayer &layer, LoadedLayer ready)
{
    layer.digest = ready.stored.digest;
    layer.diffId = ready.stored.diffId;
    layer.compression = ready.stored.compression;
    layer.compressedSize = ready.stored.compressedSize;
    layer.size = ready.stored.size;
    layer.index = std::move(ready.index);
    layer.contents = std::move(ready.contents);
    layer.check = std::make_shared<ImageLayer::Check>(Verification::Verified, std::move(ready.digests));
}

Result<void> mergeLayers(Image &image)
{
    MergedTree::Layers indexes;
    for (const ImageLayer &layer : image.layers)
        indexes.push_back(layer.index);
    auto tree = MergedTree::merge(std::move(indexes));
    if (!tree)
        return Failure(withContext(image.location, std::move(tree).error()));
    image.tree = std::move(*tree);
    return {};
}

} // namespace stratoscope
