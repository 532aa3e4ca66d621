// SPDX-License-Identifier: Apache-2.0
#include "archive/docker_legacy_images.h"

#include "layer/region_input.h"
#include "prebaked/ingest_layer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

class LegacyImages final : public DockerImages
{
public:
    LegacyImages(std::shared_ptr<const TarFiles> files, LegacyLayers layers, const std::vector<LegacyTag> &tags)
        : DockerImages(SourceKind::DockerArchive, files->path())
        , m_files(std::move(files))
        , m_layers(std::move(layers))
    {
        for (const LegacyTag &tag : tags)
            imageOf(tag.layerId).names << tag.name;
        if (m_images.empty()) {
            for (const QString &top : legacyTops(m_layers))
                imageOf(top);
        }
    }

protected:
    Result<ResolvedImage> read(std::size_t number, ProgressMeter &progress, const std::stop_token &stop) const override
    {
        STRATOSCOPE_TRY(const std::vector<LegacyLayer> chain, legacyChain(m_layers, m_tops[number], path()));
        if (chain.empty())
            return fail(ErrorKind::Malformed, path(), u"lists an image without layers"_s);
        ResolvedImage image;
        image.names = m_images[number].names;
        qint64 total = 0;
        for (const LegacyLayer &layer : chain) {
            STRATOSCOPE_TRY(FileRegion blob, files().find(layer.id.toStdString() + "/layer.tar"));
            total += qint64(blob.size);
            image.layers.push_back({.blob = std::move(blob), .digest = {}, .diffId = {}, .mediaType = {}});
        }
        progress.begin(Stage::Resolve, total, int(chain.size()));
        std::vector<DiffId> diffIds; // which these archives do not give
        for (std::size_t i = 0; i < chain.size(); ++i) {
            const QString subject = files().subject(chain[i].id + u"/layer.tar"_s);
            progress.setItem(subject, int(i));
            RegionSource source(image.layers[i].blob);
            LayerDecoder decoder(source);
            STRATOSCOPE_TRY(const Digest digest, withContext(subject, blobDigest(decoder, HashAlgorithm::Sha256, progress, stop)));
            image.layers[i].diffId = diffIds.emplace_back(digest);
        }
        progress.finish();
        const QByteArray config = legacyImageConfig(chain, diffIds);
        image.configDigest = Digest::ofDocument(config);
        STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, files().subject(m_tops[number] + u"/json"_s)));
        return image;
    }

private:
    const TarFiles &files() const { return *m_files; }

    ArchivedImage &imageOf(const QString &top)
    {
        const qsizetype known = m_tops.indexOf(top);
        if (known >= 0)
            return m_images[std::size_t(known)];
        m_tops << top;
        return m_images.emplace_back();
    }

    std::shared_ptr<const TarFiles> m_files;
    LegacyLayers m_layers;
    QStringList m_tops; ///< the id of the topmost layer of each image
};

} // namespace

Result<std::shared_ptr<const LocalArchive>> openLegacyDockerImages(std::shared_ptr<const TarFiles> files)
{
    LegacyLayers layers;
    for (const std::string &name : files->names()) {
        if (!name.ends_with("/json"))
            continue;
        const QString document = QString::fromStdString(name);
        STRATOSCOPE_TRY(const QByteArray bytes, files->read(document));
        STRATOSCOPE_TRY(LegacyLayer layer, LegacyLayer::parse(bytes, files->subject(document)));
        // Its files are found by the directory's name, whatever the document says.
        layer.id = document.chopped(5);
        layers.emplace(layer.id, std::move(layer));
    }
    std::vector<LegacyTag> tags;
    const QString repositories = u"repositories"_s;
    if (files->has(repositories.toStdString())) {
        STRATOSCOPE_TRY(const QByteArray bytes, files->read(repositories));
        STRATOSCOPE_TRY(tags, parseLegacyRepositories(bytes, files->subject(repositories)));
    }
    return std::make_shared<const LegacyImages>(std::move(files), std::move(layers), tags);
}

} // namespace stratoscope
