// SPDX-License-Identifier: Apache-2.0
#include "export/export_image.h"

#include "export/oci/image_export.h"
#include "export/prebaked_export.h"
#include "export/staged_file.h"
#include "export/verified.h"
#include "export/vm_export.h"
#include "formats/cpio_format.h"
#include "formats/erofs/erofs_format.h"
#include "formats/ext4/ext4_format.h"
#include "formats/squashfs/squashfs_format.h"
#include "formats/tar_format.h"
#include "image/distinct_layers.h"
#include "image/layer_blob.h"
#include "prebaked/prebaked_config.h"
#include "stream/compress.h"
#include "stream/sparse_writer.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::array kFormats{
    ExportFormatTraits{ExportFormat::Prebaked, "prebaked"_L1, {}, 0, false},
    ExportFormatTraits{ExportFormat::Directory, "directory"_L1, {}, kTreeParts, false},
    ExportFormatTraits{ExportFormat::Tar, "tar"_L1, ".tar"_L1, kTreeParts | kCompressionPart, true},
    ExportFormatTraits{ExportFormat::Cpio, "cpio"_L1, ".cpio"_L1, kTreeParts | kCompressionPart, true},
    ExportFormatTraits{ExportFormat::Ext4, "ext4"_L1, ".ext4"_L1, kTreeParts | kLabelPart | kSizePart, false},
    ExportFormatTraits{ExportFormat::Erofs, "erofs"_L1, ".erofs"_L1, kTreeParts | kLabelPart, false},
#ifdef STRATOSCOPE_HAVE_SQUASHFS
    ExportFormatTraits{ExportFormat::Squashfs, "squashfs"_L1, ".squashfs"_L1, kTreeParts | kCompressionPart, false},
#endif
    ExportFormatTraits{ExportFormat::Oci, "oci"_L1, {}, kImageParts | kPlatformsPart, false},
    ExportFormatTraits{ExportFormat::OciArchive, "oci-archive"_L1, ".tar"_L1, kImageParts | kPlatformsPart, true},
    ExportFormatTraits{ExportFormat::Dir, "dir"_L1, {}, kImageParts, false},
    ExportFormatTraits{ExportFormat::DockerArchive, "docker-archive"_L1, ".tar"_L1, kImageParts, true},
    ExportFormatTraits{ExportFormat::Layers, "layers"_L1, {}, kImageParts, false},
    ExportFormatTraits{ExportFormat::Layer, "layer"_L1, ".tar"_L1, kLayerPart | kCompressionPart, true},
    ExportFormatTraits{ExportFormat::Vm, "vm"_L1, {}, kUpToPart | kLabelPart | kSizePart | kVmPart, false},
};

constexpr std::array kVmRootFormats{
    ExportFormat::Ext4,
    ExportFormat::Erofs,
#ifdef STRATOSCOPE_HAVE_SQUASHFS
    ExportFormat::Squashfs,
#endif
};

/// The layer's files in the store, if it is there.
std::optional<PrebakedFiles> storedFiles(const ImageLayer &layer, const Store &store)
{
    const auto stored = layer.digest ? store.layers().find(*layer.digest) : std::nullopt;
    if (!stored || (layer.diffId && stored->diffId != *layer.diffId))
        return std::nullopt;
    return PrebakedFiles{stored->digest, store.layers().directory()};
}

/// Reads layers that were opened in place into the store, which also verifies them.
Result<std::vector<PrebakedFiles>> filesOfLayers(const Image &image, const Store &store, ProgressMeter &progress,
                                                 const std::stop_token &stop)
{
    const auto &layers = image.layers;
    std::vector<PrebakedFiles> files(layers.size());
    LayerWork work = image.work(Stage::Verify);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const ImageLayer &layer = layers[i];
        auto stored = storedFiles(layer, store);
        work.needed.push_back(image.source != SourceKind::Prebaked && !stored);
        if (image.source == SourceKind::Prebaked)
            files[i] = {*layer.digest, image.location};
        else if (stored)
            files[i] = *std::move(stored);
        else if (!layer.blob)
            return fail(ErrorKind::NotFound, layerSubject(image.location, i),
                        u"is no longer in the image store; open the image again"_s);
    }
    STRATOSCOPE_CHECK(processLayers(
        work,
        [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
            STRATOSCOPE_TRY(const LoadedLayer loaded, loadLayer(blobOf(layers[i]), store, progress, inner));
            files[i] = {loaded.stored.digest, store.layers().directory()};
            return {};
        },
        progress, stop));
    copyToDuplicates(work.first, files);
    return files;
}

Result<PrebakedConfig> prebakedConfig(const Image &image, std::span<const PrebakedFiles> files)
{
    std::vector<Digest> digests;
    for (const PrebakedFiles &layer : files)
        digests.push_back(layer.digest);
    return PrebakedConfig::of(image.config, std::move(digests), image.fs(), image.userIds);
}

Result<ExportReport> toPrebaked(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    STRATOSCOPE_CHECK(requireNoFailure(image));
    STRATOSCOPE_TRY(const std::vector<PrebakedFiles> files, filesOfLayers(image, store, progress, stop));
    STRATOSCOPE_TRY(const PrebakedConfig config, withContext(image.location, prebakedConfig(image, files)));
    return exportPrebaked(files, config.toBytes(), destination, options.force, progress, stop);
}

Result<ImageFs> chosenFs(const Image &image, const ExportOptions &options, const std::stop_token &stop)
{
    const int number = options.layer.value_or(options.upTo.value_or(0));
    if ((options.layer || options.upTo) && (number < 0 || number >= int(image.layers.size())))
        return fail(ErrorKind::NotFound, image.location,
                    u"has no layer %1; its %2 layers are numbered from 0"_s.arg(number).arg(image.layers.size()));
    if (options.layer)
        return image.fsOfLayer(number, stop);
    return options.upTo ? image.fsUpTo(number, stop) : image.fs();
}

Result<ExportReport> toDirectory(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageFs fs, chosenFs(image, options, stop));
    STRATOSCOPE_CHECK(requireVerified(image, store, progress, stop));
    return exportDirectory(fs, destination, {.force = options.force, .paths = options.paths}, progress, stop);
}

/// Of a file system with what is exported. The same layers get the same UUID, wherever they come from.
VolumeOptions volumeOf(const Image &image, const ExportOptions &options)
{
    Hasher hasher;
    const auto add = [&](std::string_view text) {
        hasher.update(asBytes(text));
        hasher.update(asBytes(std::string_view("\0", 1)));
    };
    add({traitsOf(options.format).name.data(), std::size_t(traitsOf(options.format).name.size())});
    const std::size_t first = std::size_t(options.layer.value_or(0));
    const std::size_t last = std::size_t(options.layer.value_or(options.upTo.value_or(int(image.layers.size()) - 1)));
    for (std::size_t i = first; i <= last && i < image.layers.size(); ++i) {
        const ImageLayer &layer = image.layers[i];
        add((layer.diffId ? layer.diffId->toString() : layer.digest.value_or(Digest()).toString()).toStdString());
    }
    for (const std::string &path : options.paths)
        add(path);

    VolumeOptions volume{.uuid = {}, .label = options.label, .created = {}};
    std::ranges::copy_n(hasher.finishSha256().begin(), std::ptrdiff_t(volume.uuid.size()), volume.uuid.begin());
    volume.uuid[6] = (volume.uuid[6] & 0x0F) | 0x80; // version 8 of RFC 9562: made in a way of our own
    volume.uuid[8] = (volume.uuid[8] & 0x3F) | 0x80;
    const QDateTime created = QDateTime::fromString(image.config.created, Qt::ISODateWithMs);
    if (created.isValid())
        volume.created.seconds = created.toSecsSinceEpoch();
    return volume;
}

/// Writes a tree to a sink, which is finished at the end. Returns warnings.
Result<QStringList> writeTree(const ExportOptions &options, const TreeExport &work, const VolumeOptions &volume, ByteSink &into)
{
    const auto write = [&]() -> Result<QStringList> {
        switch (options.format) {
        case ExportFormat::Cpio:
            return writeCpio(work, into);
        case ExportFormat::Ext4:
            return writeExt4(work, volume, options.size, into);
        case ExportFormat::Erofs:
            return writeErofs(work, volume, into);
        case ExportFormat::Tar:
            return writeTar(work, into);
        default:
            return fail(ErrorKind::Unsupported, traitsOf(options.format).name,
                        u"cannot be written from its beginning to its end"_s);
        }
    };
    STRATOSCOPE_TRY(QStringList warnings, write());
    STRATOSCOPE_CHECK(into.finish());
    return warnings;
}

/// The same to a file, which is empty. `byName`: the compression that its name says.
Result<QStringList> writeTree(const ExportOptions &options, const TreeExport &work, const VolumeOptions &volume, File &into,
                              Compression byName)
{
#ifdef STRATOSCOPE_HAVE_SQUASHFS
    if (options.format == ExportFormat::Squashfs)
        return writeSquashfs(work, volume, into, options.compression.value_or(Compression::Zstd));
#endif
    SparseWriter file(into);
    return writeTree(options, work, volume, *compressTo(file, options.compression.value_or(byName)));
}

/// Calls `write(tree, volume)` for the chosen part of the merged tree.
template <typename Write>
Result<ExportReport> writeChosen(const Image &image, const ImageFs &fs, const ExportOptions &options, ProgressMeter &progress,
                                 const std::stop_token &stop, const Write &write)
{
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, options.paths, stop));
    progress.begin(Stage::Export, qint64(std::min<std::uint64_t>(selection.contentSize(), std::numeric_limits<qint64>::max())));
    STRATOSCOPE_TRY(QStringList warnings, write(TreeExport{fs, selection, progress, stop}, volumeOf(image, options)));
    return ExportReport{.path = {}, .bytes = selection.contentSize(), .warnings = selection.warnings() + warnings};
}

Result<ExportReport> toFile(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                            ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageFs fs, chosenFs(image, options, stop));
    STRATOSCOPE_CHECK(requireVerified(image, store, progress, stop));
    STRATOSCOPE_TRY(const std::unique_ptr<StagedFile> staged, StagedFile::begin(destination, options.force));
    const auto write = [&](const TreeExport &work, const VolumeOptions &volume) {
        return writeTree(options, work, volume, staged->file(), compressionByName(destination));
    };
    STRATOSCOPE_TRY(ExportReport report, writeChosen(image, fs, options, progress, stop, write));
    STRATOSCOPE_CHECK(staged->commit());
    progress.finish();
    report.path = destination;
    return report;
}

/// Room for what a virtual machine writes; it takes none on the disk before that.
std::uint64_t writableSize(const MergedTree &tree)
{
    constexpr std::uint64_t kRoom = 1 << 30;
    constexpr std::uint64_t kForEntry = 8192; // its inode, and the end of its last block
    const std::uint64_t size = tree.totalSize(kRootNode) + tree.totalEntries(kRootNode) * kForEntry + kRoom;
    return size & ~((std::uint64_t(1) << 20) - 1);
}

Result<ExportReport> toVm(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                          ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageFs fs, chosenFs(image, options, stop));
    STRATOSCOPE_CHECK(requireVerified(image, store, progress, stop));
    ExportOptions root = options;
    root.format = options.vmRoot;
    if (root.format == ExportFormat::Ext4 && root.size == 0)
        root.size = writableSize(*fs.tree);
    const VmExport vm{.image = image,
                      .fs = fs,
                      .rootType = traitsOf(root.format).name,
                      .writeRoot =
                          [&](const ImageFs &tree, File &into) {
                              const auto write = [&](const TreeExport &work, const VolumeOptions &volume) {
                                  return writeTree(root, work, volume, into, Compression::None);
                              };
                              return writeChosen(image, tree, root, progress, stop, write);
                          },
                      .options = options.vm,
                      .spoolDirectory = store.temporaryDirectory()};
    return exportVm(vm, destination, options.force, progress, stop);
}

} // namespace

std::span<const ExportFormat> vmRootFormats()
{
    return kVmRootFormats;
}

std::span<const ExportFormatTraits> exportFormats()
{
    return kFormats;
}

const ExportFormatTraits &traitsOf(ExportFormat format)
{
    return *std::ranges::find(kFormats, format, &ExportFormatTraits::format);
}

Result<ExportFormat> parseExportFormat(const QString &name)
{
    const auto found = std::ranges::find(kFormats, name, &ExportFormatTraits::name);
    if (found != kFormats.end())
        return found->format;
    QStringList names;
    for (const ExportFormatTraits &format : kFormats)
        names << format.name;
    return fail(ErrorKind::Invalid, name, u"is not an export format; available: %1"_s.arg(names.join(u", "_s)));
}

Result<ExportReport> exportImage(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop)
{
    if (isOfLayers(options.format))
        return exportLayers(image, destination, options, store, progress, stop);
    switch (options.format) {
    case ExportFormat::Prebaked:
        return toPrebaked(image, destination, options, store, progress, stop);
    case ExportFormat::Directory:
        return toDirectory(image, destination, options, store, progress, stop);
    case ExportFormat::Vm:
        return toVm(image, destination, options, store, progress, stop);
    default:
        return toFile(image, destination, options, store, progress, stop);
    }
}

Result<ExportReport> streamImage(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop)
{
    if (isOfLayers(options.format))
        return streamLayers(image, into, options, store, progress, stop);
    STRATOSCOPE_TRY(const ImageFs fs, chosenFs(image, options, stop));
    STRATOSCOPE_CHECK(requireVerified(image, store, progress, stop));
    const auto write = [&](const TreeExport &work, const VolumeOptions &volume) {
        return writeTree(options, work, volume, *compressTo(into, options.compression.value_or(Compression::None)));
    };
    STRATOSCOPE_TRY(ExportReport report, writeChosen(image, fs, options, progress, stop, write));
    progress.finish();
    return report;
}

} // namespace stratoscope
