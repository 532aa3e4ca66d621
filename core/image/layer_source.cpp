// SPDX-License-Identifier: Apache-2.0
#include "image/layer_source.h"

namespace stratoscope {

Image LayerSource::describe() const
{
    Image image;
    static_cast<ImageDocuments &>(image) = m_documents;
    image.source = m_kind;
    image.location = m_location;
    return image;
}

LayerWork LayerSource::work(Stage stage, const std::function<std::uint64_t(std::size_t)> &size) const
{
    LayerWork work{.stage = stage, .title = describe().title(), .location = m_location, .first = m_first, .sizes = {}};
    for (std::size_t layer = 0; layer < m_first.size(); ++layer)
        work.sizes.push_back(size(layer));
    return work;
}

Result<std::vector<LayerSource::OpenedLayer>> LayerSource::openAll(ProgressMeter &progress, const std::stop_token &stop) const
{
    std::vector<OpenedLayer> layers(m_first.size());
    STRATOSCOPE_CHECK(processLayers(
        work(Stage::Index, [this](std::size_t layer) { return openSize(layer); }),
        [&](std::size_t layer, const std::stop_token &inner) -> Result<void> {
            STRATOSCOPE_TRY(layers[layer], open(layer, progress, inner));
            return {};
        },
        progress, stop));
    copyToDuplicates(m_first, layers);
    return layers;
}

} // namespace stratoscope
