// SPDX-License-Identifier: Apache-2.0
#include "image/verify_image.h"

#include "archive/image_name.h"
#include "engine/open_local.h"
#include "image/layer_blob.h"
#include "image/store_source.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using DamagedPart = ImageVerification::Part;

/// Whether the machine is to blame, not the image.
bool isOfMachine(const Error &error)
{
    return error.kind == ErrorKind::Denied || error.kind == ErrorKind::NoSpace || error.kind == ErrorKind::Busy;
}

/// Collects what is wrong with an image.
class Verifier
{
public:
    Verifier(const LocalSource &source, ImageVerification &found)
        : m_source(source)
        , m_found(found)
    {
        m_found.kind = source.kind();
        m_found.digest = source.documents().digest;
    }

    Result<void> verifyDocuments(const StoreSource &source)
    {
        for (const Digest &document : {*source.documents().digest, source.documents().configDigest}) {
            if (auto outcome = source.verifyDocument(document); !outcome)
                STRATOSCOPE_CHECK(add(DamagedPart::Document, document, withContext(source.location(), std::move(outcome).error())));
        }
        return {};
    }

    Result<void> verifyLayers(ProgressMeter &progress, const std::stop_token &stop)
    {
        const LayerWork work = m_source.work(Stage::Verify, [this](std::size_t layer) { return m_source.verifySize(layer); });
        std::vector<LocalSource::Finding> findings(work.first.size());
        STRATOSCOPE_CHECK(processLayers(
            work,
            [&](std::size_t layer, const std::stop_token &inner) -> Result<void> {
                LocalSource::Finding &finding = findings[layer];
                finding = m_source.verify(layer, progress, inner);
                for (const auto &error : {finding.blob, finding.files}) {
                    if (error && isOfMachine(*error))
                        return Failure(*error);
                }
                if (!finding.blob && !finding.files)
                    progress.add(qint64(work.sizes[layer]) - qint64(finding.bytes)); // padding between the files
                return {};
            },
            progress, stop));
        for (const std::size_t layer : work.layers())
            m_found.bytes += findings[layer].bytes;
        copyToDuplicates(work.first, findings);
        return takeFindings(findings, stop);
    }

private:
    Result<void> takeFindings(const std::vector<LocalSource::Finding> &findings, const std::stop_token &stop)
    {
        MergedTree::Layers indexes;
        for (std::size_t layer = 0; layer < findings.size(); ++layer) {
            const LocalSource::Finding &finding = findings[layer];
            indexes.push_back(finding.index);
            ImageVerification::Layer &state = m_found.layers.emplace_back();
            for (const auto &[part, error] :
                 {std::pair(DamagedPart::Blob, finding.blob), std::pair(DamagedPart::Files, finding.files)}) {
                if (!error)
                    continue;
                Error named = withContext(layerSubject(m_source.location(), layer), *error);
                if (!state.error)
                    state = {Verification::Failed, named};
                if (m_source.first()[layer] == layer)
                    STRATOSCOPE_CHECK(add(part, finding.digest, std::move(named)));
            }
        }
        if (m_found.error)
            return {};
        // Some errors only show when the layers are merged.
        if (auto tree = MergedTree::merge(std::move(indexes), stop); !tree)
            m_found.error = withContext(m_source.location(), std::move(tree).error());
        return {};
    }

    Result<void> add(DamagedPart part, const Digest &digest, Error error)
    {
        if (isOfMachine(error))
            return Failure(std::move(error));
        if (!m_found.error)
            m_found.error = error;
        m_found.damages.push_back({part, digest, std::move(error)});
        return {};
    }

    const LocalSource &m_source;
    ImageVerification &m_found;
};

Result<void> verifyStored(ImageVerification &found, const StoredImage &image, const Store &store, ProgressMeter &progress,
                          const std::stop_token &stop)
{
    const StoreSource source(image, store);
    Verifier verifier(source, found);
    STRATOSCOPE_CHECK(verifier.verifyDocuments(source));
    return verifier.verifyLayers(progress, stop);
}

Result<void> verifyNamed(ImageVerification &found, const QString &text, const OpenOptions &options, const Store &store,
                         ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    progress.begin(Stage::Resolve, -1);
    if (name.isLocal()) {
        STRATOSCOPE_TRY(const auto archive, openLocalArchive(name, options.platform, store.temporaryDirectory(), progress, stop));
        found.kind = archive->kind();
        STRATOSCOPE_TRY(const auto source, localSource(*archive, name, options.platform, store, progress, stop));
        Verifier verifier(*source, found);
        STRATOSCOPE_CHECK(requireArchitecture(source->documents().config.platform, options.expectArchitecture, source->location()));
        return verifier.verifyLayers(progress, stop);
    }
    STRATOSCOPE_TRY(const StoredImage image, store.images().find(name.reference, options.platform));
    found.kind = SourceKind::Store;
    STRATOSCOPE_CHECK(requireArchitecture(image.platform, options.expectArchitecture, image.reference));
    return verifyStored(found, image, store, progress, stop);
}

} // namespace

bool ImageVerification::needsSource() const
{
    return std::ranges::any_of(damages, [](const Damage &damage) { return damage.part != DamagedPart::Files; });
}

ImageVerification verifyImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress,
                              std::stop_token stop)
{
    ImageVerification found;
    if (auto outcome = verifyNamed(found, name, options, store, progress, stop); !outcome)
        found.error = std::move(outcome).error();
    return found;
}

Result<ImageVerification> verifyImage(const StoredImage &image, const Store &store, ProgressMeter &progress, std::stop_token stop)
{
    ImageVerification found;
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_CHECK(verifyStored(found, image, store, progress, stop));
    return found;
}

Result<void> verifyImage(const Image &image, const Store &store, ProgressMeter &progress, std::stop_token stop)
{
    const auto &layers = image.layers;
    LayerWork work = image.work(Stage::Verify);
    for (const ImageLayer &layer : layers)
        work.needed.push_back(layer.check->state() == Verification::Pending);
    const auto memory = std::make_shared<MemoryBudget>();
    const Verification state = image.source == SourceKind::Rootfs ? Verification::Unknown : Verification::Verified;
    STRATOSCOPE_CHECK(processLayers(
        work,
        [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
            const ImageLayer &layer = layers[i];
            auto run = ImageLayer::Check::begin(layer.check);
            if (!run)
                return {};
            LayerBlob blob = blobOf(layer);
            blob.expected.memory = memory;
            auto read = verifyBlob(blob, store, progress, inner);
            if (read)
                run->succeed(std::move(read->digests), state);
            else
                run->fail(withContext(layerSubject(image.location, i), std::move(read).error()));
            return {}; // one that fails must not stop the others
        },
        progress, stop));
    for (const std::size_t i : work.layers()) {
        if (auto error = layers[i].check->error())
            return Failure(*std::move(error));
    }
    return {};
}

Result<void> repairImage(const ImageVerification &found, const Store &store, LeaseWait wait, ProgressMeter &progress,
                         std::stop_token stop)
{
    if (found.kind != SourceKind::Store)
        return fail(ErrorKind::Unsupported, {}, u"only images in the store can be repaired"_s);
    progress.begin(Stage::Verify, -1);
    const StoreCleaner cleaner(store, std::move(wait));
    for (const ImageVerification::Damage &damage : found.damages)
        STRATOSCOPE_CHECK(damage.part == DamagedPart::Files ? cleaner.discardLayer(damage.digest)
                                                            : cleaner.discardBlob(damage.digest));
    qint64 total = 0;
    std::vector<LayerBlob> blobs;
    for (const ImageVerification::Damage &damage : found.damages) {
        const auto blob = store.blobs().find(damage.digest);
        if (damage.part != DamagedPart::Files || !blob)
            continue;
        STRATOSCOPE_TRY(LayerBlob layer, examineBlob(*blob, {damage.digest, {}, {}}));
        total += qint64(blob->size);
        blobs.push_back(std::move(layer));
    }
    progress.begin(Stage::Index, total, int(blobs.size()));
    for (const LayerBlob &blob : blobs)
        STRATOSCOPE_CHECK(loadLayer(blob, store, progress, stop));
    progress.finish();
    return {};
}

} // namespace stratoscope
