// SPDX-License-Identifier: Apache-2.0
#include "image/prebaked_source.h"

#include "image/layer_blob.h"
#include "prebaked/prebaked_config.h"
#include "prebaked/prebaked_format.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The parts of an image's config that a prebaked directory keeps.
ImageDocuments documentsOf(const PrebakedConfig &prebaked)
{
    ImageDocuments documents;
    ImageConfig &config = documents.config;
    config.platform.os = u"linux"_s;
    config.platform.architecture = prebaked.architecture;
    config.run.user = prebaked.user;
    config.run.env = prebaked.env;
    config.run.entrypoint = prebaked.entrypoint;
    config.run.cmd = prebaked.cmd;
    config.run.workingDir = prebaked.workingDir;
    config.run.labels = prebaked.labels;
    return documents;
}

class PrebakedSource final : public LocalSource
{
public:
    PrebakedSource(const QString &directory, PrebakedConfig config)
        : LocalSource(SourceKind::Prebaked, directory, documentsOf(config),
                      firstOccurrence(config.layers.size(),
                                      [&config](std::size_t i, std::size_t j) { return config.layers[i] == config.layers[j]; }))
        , m_config(std::move(config))
    {
    }

    std::uint64_t openSize(std::size_t) const override
    {
        return 1; // opening takes as long for large files as for small ones
    }

    Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override
    {
        STRATOSCOPE_TRY(PrebakedLayer loaded, readPrebakedLayer(location(), m_config.layers[layer].hex(), stop, m_memory));
        progress.add(1);
        OpenedLayer opened;
        opened.layer.digest = m_config.layers[layer];
        opened.layer.index = std::move(loaded.index);
        opened.layer.contents = std::move(loaded.contents);
        opened.layer.check = std::make_shared<ImageLayer::Check>(Verification::Unknown, std::move(loaded.digests));
        return opened;
    }

    std::uint64_t verifySize(std::size_t layer) const override
    {
        const QString path = location() + u'/' + m_config.layers[layer].hex() + prebaked::kContentsSuffix;
        return std::uint64_t(QFileInfo(path).size());
    }

    Finding verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override
    {
        Finding finding;
        finding.digest = m_config.layers[layer];
        const auto loaded = readPrebakedLayer(location(), m_config.layers[layer].hex(), stop, m_memory);
        if (!loaded) {
            finding.files = loaded.error();
            return finding;
        }
        finding.index = loaded->index;
        finding.bytes = loaded->index->contentSize();
        if (auto verified = verifyFiles(*loaded, progress, stop); !verified)
            finding.files = std::move(verified).error();
        return finding;
    }

    Result<void> complete(Image &image) const override
    {
        image.userIds = m_config.ids;
        if (!m_config.user.isEmpty() && !m_config.ids) {
            STRATOSCOPE_TRY(image.userIds, resolveUser(m_config.user, image.fs()));
        }
        return {};
    }

private:
    PrebakedConfig m_config;
};

} // namespace

Result<std::unique_ptr<LocalSource>> openPrebakedSource(const QString &directory)
{
    STRATOSCOPE_TRY(PrebakedConfig config, PrebakedConfig::read(directory));
    return std::make_unique<PrebakedSource>(directory, std::move(config));
}

} // namespace stratoscope
