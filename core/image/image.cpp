// SPDX-License-Identifier: Apache-2.0
#include "image/image.h"

#include <QFileInfo>

#include <algorithm>

namespace stratoscope {

std::optional<ImageLayer::Check::Run> ImageLayer::Check::begin(const std::shared_ptr<Check> &check)
{
    auto pending = Verification::Pending;
    if (!check->m_state.compare_exchange_strong(pending, Verification::Running))
        return std::nullopt;
    return Run(check);
}

void ImageLayer::Check::reset()
{
    const std::scoped_lock lock(m_mutex);
    auto failed = Verification::Failed;
    if (m_state.compare_exchange_strong(failed, Verification::Pending))
        m_error.reset();
}

void ImageLayer::Check::end(Verification state, std::shared_ptr<const FileDigests> digests, std::optional<Error> error)
{
    const std::scoped_lock lock(m_mutex);
    m_digests = std::move(digests);
    m_error = std::move(error);
    m_state = state;
}

ImageLayer::Check::Run::Run(Run &&other) noexcept = default;

ImageLayer::Check::Run::~Run()
{
    if (m_check)
        m_check->end(Verification::Pending, {}, {});
}

void Image::takeHistory()
{
    const auto history = historyForLayers(config, layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i)
        layers[i].createdBy = history[i].createdBy;
}

Result<void> Image::mergeLayers(const std::stop_token &stop)
{
    takeHistory();
    MergedTree::Layers indexes;
    for (const ImageLayer &layer : layers)
        indexes.push_back(layer.index);
    STRATOSCOPE_TRY(tree, withContext(location, MergedTree::merge(std::move(indexes), stop)));
    return {};
}

LayerWork Image::work(Stage stage) const
{
    const auto isSame = [this](std::size_t i, std::size_t j) { return layers[i].check == layers[j].check; };
    LayerWork work{
        .stage = stage, .title = title(), .location = location, .first = firstOccurrence(layers.size(), isSame), .sizes = {}};
    for (const ImageLayer &layer : layers)
        work.sizes.push_back(layer.blob ? layer.blob->size : 0);
    return work;
}

QString Image::title() const
{
    const QString file = QFileInfo(location).fileName();
    if (names.isEmpty())
        return file;
    const bool isLayout = source == SourceKind::OciLayout || source == SourceKind::OciArchive;
    const bool isOnlyTag = isLayout && !names.first().contains(u'/') && !names.first().contains(u':');
    return isOnlyTag ? file + u':' + names.first() : names.first();
}

ImageFs Image::fs() const
{
    ImageFs fs{tree, {}};
    for (const ImageLayer &layer : layers)
        fs.contents.push_back(layer.contents);
    return fs;
}

Result<ImageFs> Image::fsUpTo(int last, const std::stop_token &stop) const
{
    ImageFs fs;
    MergedTree::Layers indexes;
    for (const ImageLayer &layer : std::span(layers).first(std::size_t(last) + 1)) {
        indexes.push_back(layer.index);
        fs.contents.push_back(layer.contents);
    }
    STRATOSCOPE_TRY(fs.tree, MergedTree::merge(std::move(indexes), stop));
    return fs;
}

ImageFs Image::fsOfLayer(int layer, const std::stop_token &stop) const
{
    const ImageLayer &of = layers[std::size_t(layer)];
    return {MergedTree::ofLayer(of.index, layer, stop), {of.contents}};
}

Verification Image::verification() const
{
    // By how much it matters, the worst first.
    constexpr std::array kOrder{Verification::Failed, Verification::Running, Verification::Pending, Verification::Unknown};
    for (const Verification state : kOrder) {
        if (std::ranges::any_of(layers, [state](const ImageLayer &layer) { return layer.check->state() == state; }))
            return state;
    }
    return Verification::Verified;
}

} // namespace stratoscope
