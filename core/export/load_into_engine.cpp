// SPDX-License-Identifier: Apache-2.0
#include "export/load_into_engine.h"

#include "engine/containerd/containerd_writer.h"
#include "engine/docker_client.h"
#include "engine/open_local.h"
#include "export/oci/written_image.h"
#include "oci/reference.h"
#include "store/store.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The name of a loaded image: for an ID, without the algorithm.
QString imageNameIn(const Engine &asked, EngineKind kind, const QString &loaded)
{
    const bool isUsual = asked.name == QString(engineKindName(asked.kind)).toLower();
    return engineImageName(kind, isUsual ? QString() : asked.name, loaded.startsWith("sha256:"_L1) ? loaded.mid(7) : loaded);
}

Result<LoadReport> loadIntoDocker(const Image &image, const Engine &engine, const DockerClient &client, Store &store,
                                  ProgressMeter &progress, const std::stop_token &stop)
{
    const auto load = client.load(stop);
    ExportOptions options;
    options.format = ExportFormat::DockerArchive;
    STRATOSCOPE_TRY(ExportReport report, streamImage(image, *load, options, store, progress, stop));
    const QString loaded = load->loaded().value(0, image.configDigest.toString());
    report.path = imageNameIn(engine, client.engine().kind, loaded);
    return LoadReport{std::move(report), options.format};
}

/// The blobs of an image in containerd, named by their digests.
class ContainerdBlobs final : public ExportFiles
{
public:
    ContainerdBlobs(ContainerdWriter &writer, QString temporary, ProgressMeter &progress, std::stop_token stop)
        : m_writer(writer)
        , m_temporary(std::move(temporary))
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
    }
    std::uint64_t workOf(const BlobContent &content) const override { return workOfSending(content); }
    Result<void> addManifest(const WrittenImage &image)
    {
        std::vector<Descriptor> parts = image.layers;
        parts.push_back(image.configDescriptor);
        return add(image.manifestDescriptor.digest, image.manifest, ContainerdWriter::refersTo(parts));
    }

protected:
    Result<Blob> writeBlob(const BlobContent &content, const NameOf &) override
    {
        if (content.digest && content.size) {
            STRATOSCOPE_TRY(const bool isThere, m_writer.has(*content.digest));
            if (isThere) {
                m_progress.add(qint64(workOf(content)));
                return Blob{*content.digest, *content.size};
            }
        }
        STRATOSCOPE_TRY(const BlobFile blob, inFile(content, m_temporary, m_stop));
        STRATOSCOPE_CHECK(m_writer.add(blob.digest, blob.bytes, {}, m_progress));
        return blob;
    }
    Result<void> writeFile(const QString &name, const QByteArray &bytes) override
    {
        STRATOSCOPE_TRY(const Digest digest, Digest::parse(name));
        return add(digest, bytes, {});
    }

private:
    Result<void> add(const Digest &digest, const QByteArray &bytes, const ContainerdWriter::Labels &labels)
    {
        STRATOSCOPE_TRY(const FileRegion region, inFile(bytes, m_temporary));
        return m_writer.add(digest, region, labels, m_progress);
    }

    ContainerdWriter &m_writer;
    const QString m_temporary;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
};

/// In full, as containerd has them. One without a name gets one that is not shown, since it would be removed otherwise.
QStringList namesInContainerd(const Image &image, const Digest &manifest)
{
    QStringList names;
    for (const QString &name : image.names) {
        if (const auto reference = Reference::parse(name))
            names << reference->canonical();
    }
    if (names.isEmpty())
        names << u"loaded@"_s + manifest.toString();
    names.removeDuplicates();
    return names;
}

Result<LoadReport> loadIntoContainerd(const Image &image, const Engine &engine, const ContainerdClient &client, Store &store,
                                      ProgressMeter &progress, const std::stop_token &stop)
{
    const auto lease = store.lease(); // keeps the blobs; without it, as in a store that is read-only, a missing one is an error
    STRATOSCOPE_TRY(const ImagePlan plan, ImagePlan::makeVerified(image, {}, store, progress, stop));
    STRATOSCOPE_TRY(const auto writer, ContainerdWriter::begin(client, ContainerdClient::usualSpace(), stop));
    ContainerdBlobs blobs(*writer, store.temporaryDirectory(), progress, stop);
    std::uint64_t total = 0;
    for (const PlannedLayer &layer : plan.layers())
        total += blobs.workOf(layer.content);
    progress.begin(Stage::Export, qint64(total), int(plan.layers().size()));
    STRATOSCOPE_TRY(const WrittenImage written, WrittenImage::write(plan, blobs, &Digest::toString));
    STRATOSCOPE_CHECK(blobs.addFile(written.configDescriptor.digest.toString(), written.config));
    STRATOSCOPE_CHECK(blobs.addManifest(written));
    const QStringList names = namesInContainerd(image, written.manifestDescriptor.digest);
    for (const QString &name : names)
        STRATOSCOPE_CHECK(writer->setImage(name, written.manifestDescriptor));
    progress.finish();
    const QString loaded = names.front().contains(u'@') ? written.manifestDescriptor.digest.toString() : names.front();
    return LoadReport{{.path = imageNameIn(engine, EngineKind::Containerd, loaded),
                       .bytes = blobs.bytes() + std::uint64_t(written.manifest.size()),
                       .warnings = image.warnings + plan.warnings()},
                      ExportFormat::Oci};
}

} // namespace

Result<LoadReport> loadIntoEngine(const Image &image, const Engine &engine, Store &store, ProgressMeter &progress,
                                  const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto client, EngineClient::connect(engine, stop));
    if (client->engine().kind == EngineKind::Containerd)
        return loadIntoContainerd(image, engine, static_cast<const ContainerdClient &>(*client), store, progress, stop);
    return loadIntoDocker(image, engine, static_cast<const DockerClient &>(*client), store, progress, stop);
}

} // namespace stratoscope
