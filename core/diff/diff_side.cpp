// SPDX-License-Identifier: Apache-2.0
#include "diff/diff_side.h"

#include <algorithm>

namespace stratoscope {

DiffSide DiffSide::nothing()
{
    return {.image = {}, .fs = {MergedTree::merge({}).value(), {}}, .layers = {}};
}

DiffSide DiffSide::whole(std::shared_ptr<const Image> image)
{
    ImageFs fs = image->fs();
    std::vector<ImageLayer> layers = image->layers;
    return {std::move(image), std::move(fs), std::move(layers)};
}

Result<DiffSide> DiffSide::upTo(std::shared_ptr<const Image> image, int layer, const std::stop_token &stop)
{
    if (layer < 0)
        return nothing();
    if (std::size_t(layer) + 1 == image->layers.size())
        return whole(std::move(image));
    STRATOSCOPE_TRY(ImageFs fs, image->fsUpTo(layer, stop));
    std::vector<ImageLayer> layers(image->layers.begin(), image->layers.begin() + layer + 1);
    return DiffSide{std::move(image), std::move(fs), std::move(layers)};
}

DiffSide DiffSide::ofLayer(std::shared_ptr<const Image> image, int layer, const std::stop_token &stop)
{
    ImageFs fs = image->fsOfLayer(layer, stop);
    std::vector<ImageLayer> layers{image->layers[std::size_t(layer)]};
    return {std::move(image), std::move(fs), std::move(layers), layer};
}

bool DiffSide::hasDigests() const
{
    return std::ranges::all_of(layers, [](const ImageLayer &layer) { return layer.check->fileDigests() != nullptr; });
}

} // namespace stratoscope
