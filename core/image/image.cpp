// SPDX-License-Identifier: Apache-2.0
#include "image/image.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

QString sourceKindName(SourceKind kind)
{
    switch (kind) {
    case SourceKind::DockerArchive:
        return u"docker-archive"_s;
    case SourceKind::OciLayout:
        return u"oci"_s;
    case SourceKind::OciArchive:
        return u"oci-archive"_s;
    case SourceKind::Prebaked:
        return u"prebaked"_s;
    case SourceKind::Store:
        return u"store"_s;
    }
    Q_UNREACHABLE();
}

SourceKind sourceKindOf(ArchiveKind kind)
{
    switch (kind) {
    case ArchiveKind::DockerArchive:
        return SourceKind::DockerArchive;
    case ArchiveKind::OciLayout:
        return SourceKind::OciLayout;
    case ArchiveKind::OciArchive:
        return SourceKind::OciArchive;
    case ArchiveKind::Prebaked:
        return SourceKind::Prebaked;
    }
    Q_UNREACHABLE();
}

ImageLayer::Check::Check(Verification state, std::shared_ptr<const FileDigests> digests)
    : m_state(state)
    , m_digests(std::move(digests))
{
}

std::optional<Error> ImageLayer::Check::error() const
{
    const std::scoped_lock lock(m_mutex);
    return m_error;
}

std::shared_ptr<const FileDigests> ImageLayer::Check::fileDigests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_digests;
}

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

ImageLayer::Check::Run::Run(std::shared_ptr<Check> check)
    : m_check(std::move(check))
{
}

ImageLayer::Check::Run::Run(Run &&other) noexcept = default;

ImageLayer::Check::Run::~Run()
{
    if (m_check)
        m_check->end(Verification::Pending, {}, {});
}

void ImageLayer::Check::Run::succeed(std::shared_ptr<const FileDigests> digests)
{
    std::exchange(m_check, {})->end(Verification::Verified, std::move(digests), {});
}

void ImageLayer::Check::Run::fail(Error error)
{
    std::exchange(m_check, {})->end(Verification::Failed, {}, std::move(error));
}

void Image::takeHistory()
{
    const auto history = historyForLayers(config, layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i)
        layers[i].createdBy = history[i].createdBy;
}

Result<void> Image::mergeLayers()
{
    takeHistory();
    MergedTree::Layers indexes;
    for (const ImageLayer &layer : layers)
        indexes.push_back(layer.index);
    auto merged = MergedTree::merge(std::move(indexes));
    if (!merged)
        return Failure(withContext(location, std::move(merged).error()));
    tree = *std::move(merged);
    return {};
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

Result<ImageFs> Image::fsUpTo(int last) const
{
    ImageFs fs;
    MergedTree::Layers indexes;
    for (const ImageLayer &layer : std::span(layers).first(std::size_t(last) + 1)) {
        indexes.push_back(layer.index);
        fs.contents.push_back(layer.contents);
    }
    STRATOSCOPE_TRY(fs.tree, MergedTree::merge(std::move(indexes)));
    return fs;
}

ImageFs Image::fsOfLayer(int layer) const
{
    const ImageLayer &of = layers[std::size_t(layer)];
    return {MergedTree::ofLayer(of.index, layer), {of.contents}};
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
