// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/image.h>

#include "api/conversion.h"
#include "export/export_image.h"
#include "prebaked/prebaked_format.h"

#include <QFile>

namespace stratoscope::api {

Layer::Layer(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

Layer::~Layer() = default;
Layer::Layer(const Layer &) = default;
Layer &Layer::operator=(const Layer &) = default;

std::string Layer::digest() const
{
    return m_data->layer.digest ? m_data->layer.digest->toString().toStdString() : std::string();
}

std::string Layer::diffId() const
{
    return m_data->layer.diffId ? m_data->layer.diffId->toString().toStdString() : std::string();
}

std::uint64_t Layer::size() const
{
    return m_data->layer.index->contentSize();
}

std::string Layer::createdBy() const
{
    return m_data->layer.createdBy.toStdString();
}

std::string Layer::indexPath() const
{
    return QFile::encodeName(m_data->directory + u'/' + m_data->layer.digest->hex() + prebaked::kIdxSuffix).toStdString();
}

std::string Layer::contentsPath() const
{
    return QFile::encodeName(m_data->directory + u'/' + m_data->layer.digest->hex() + prebaked::kContentsSuffix).toStdString();
}

Image::Image(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

Image::~Image() = default;
Image::Image(const Image &) = default;
Image &Image::operator=(const Image &) = default;

std::string Image::name() const
{
    return m_data->image->title().toStdString();
}

std::string Image::digest() const
{
    return m_data->image->digest ? m_data->image->digest->toString().toStdString() : std::string();
}

RuntimeConfig Image::config() const
{
    const ImageConfig &config = m_data->image->config;
    RuntimeConfig made{.os = config.platform.os.toStdString(),
                       .architecture = config.platform.architecture.toStdString(),
                       .variant = config.platform.variant.toStdString(),
                       .user = config.run.user.toStdString(),
                       .environment = toStd(config.run.env),
                       .entrypoint = toStd(config.run.entrypoint),
                       .command = toStd(config.run.cmd),
                       .workingDirectory = config.run.workingDir.toStdString(),
                       .exposedPorts = toStd(config.run.exposedPorts),
                       .volumes = toStd(config.run.volumes),
                       .stopSignal = config.run.stopSignal.toStdString(),
                       .labels = {}};
    for (auto label = config.run.labels.begin(); label != config.run.labels.end(); ++label)
        made.labels.emplace(label.key().toStdString(), label.value().toStdString());
    return made;
}

std::vector<Layer> Image::layers() const
{
    const bool isPrebaked = m_data->image->source == SourceKind::Prebaked;
    const QString directory = isPrebaked ? m_data->image->location : m_data->store.layers().directory();
    std::vector<Layer> layers;
    for (const ImageLayer &layer : m_data->image->layers)
        layers.emplace_back(std::make_shared<const Layer::Data>(Layer::Data{layer, directory}));
    return layers;
}

FileSystem Image::fileSystem() const
{
    return FileSystem(std::make_shared<const FileSystem::Data>(FileSystem::Data{m_data->image->fs()}));
}

std::vector<std::string> Image::exportTo(const std::string &directory, const ProgressCallback &progress, std::stop_token stop) const
{
    return guarded([&] {
        ProgressMeter meter(sinkFor(progress));
        Store store = m_data->store;
        return toStd(
            valueOf(exportImage(*m_data->image, QFile::decodeName(QByteArray::fromStdString(directory)), {}, store, meter, stop))
                .warnings);
    });
}

} // namespace stratoscope::api
