// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_size.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr double kUsuallyCompressed = 0.4; ///< of images whose layers are not compressed
constexpr std::uint64_t kTarEntry = 768; ///< a header, and half a block of padding
constexpr std::uint64_t kCpioEntry = 160;
constexpr std::uint64_t kInode = 256;
constexpr std::uint64_t kHalfBlock = 2048;
constexpr std::uint64_t kKernel = std::uint64_t(16) << 20;

} // namespace

ExportAmount exportAmount(const Image &image, const ExportOptions &options)
{
    ExportAmount amount;
    std::uint64_t own = 0;
    bool isCompressed = false;
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const ImageLayer &layer = image.layers[i];
        own += layer.index->contentSize();
        isCompressed |= layer.compression != Compression::None;
        const bool isSelected = options.layer ? int(i) == *options.layer : !options.upTo || int(i) <= *options.upTo;
        if (!isSelected)
            continue;
        amount.layers += layer.compressedSize;
        if (options.layer || options.upTo) {
            amount.contents += layer.index->contentSize();
            amount.entries += layer.index->entryCount();
        }
    }
    std::uint64_t blobs = 0;
    for (const ImageLayer &layer : image.layers)
        blobs += layer.compressedSize;
    amount.compressed = isCompressed && own > 0 ? std::min(1.0, double(blobs) / double(own)) : kUsuallyCompressed;
    amount.isAtMost = options.upTo.value_or(0) > 0;
    const auto add = [&](NodeId node) {
        amount.contents += image.tree->totalSize(node);
        amount.entries += 1 + image.tree->totalEntries(node);
    };
    if (!options.paths.empty() && !options.layer) {
        amount = {.compressed = amount.compressed, .isAtMost = amount.isAtMost};
        for (const std::string &path : options.paths) {
            if (const auto node = image.tree->find(path))
                add(*node);
        }
        amount.layers = std::uint64_t(double(amount.contents) * amount.compressed);
    } else if (!options.layer && !options.upTo) {
        add(kRootNode);
    } else if (!options.paths.empty()) {
        amount.isAtMost = true;
    }
    return amount;
}

std::uint64_t estimatedExportSize(const ExportAmount &amount, ExportFormat format, bool isCompressed)
{
    const QLatin1StringView name = traitsOf(format).name;
    const auto withEntries = [&amount](std::uint64_t each) { return amount.contents + amount.entries * each; };
    const auto compressed = [&amount](std::uint64_t bytes) { return std::uint64_t(double(bytes) * amount.compressed); };
    const std::uint64_t disk = withEntries(kInode + kHalfBlock);
    if (name == "directory"_L1)
        return amount.contents;
    if (name == "tar"_L1 || name == "layer"_L1 || name == "layers"_L1 || name == "docker-archive"_L1)
        return isCompressed ? compressed(withEntries(kTarEntry)) : withEntries(kTarEntry);
    if (name == "cpio"_L1)
        return isCompressed ? compressed(withEntries(kCpioEntry)) : withEntries(kCpioEntry);
    if (name == "oci"_L1 || name == "oci-archive"_L1 || name == "dir"_L1)
        return amount.layers;
    if (name == "squashfs"_L1)
        return compressed(amount.contents);
    if (name == "erofs"_L1 || name == "prebaked"_L1)
        return withEntries(kHalfBlock);
    if (name == "ext4"_L1)
        return disk + disk / 50;
    return name == "vm"_L1 ? disk + disk / 50 + kKernel : 0;
}

} // namespace stratoscope::ui
