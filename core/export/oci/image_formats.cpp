// SPDX-License-Identifier: Apache-2.0
#include "export/oci/image_formats.h"

#include "export/oci/image_names.h"
#include "export/oci/written_image.h"
#include "export/oci/written_index.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString layoutBlobName(const Digest &digest)
{
    return u"blobs/%1/%2"_s.arg(digest.algorithmName(), digest.hex());
}

QLatin1StringView tarEnding(Compression compression)
{
    switch (compression) {
    case Compression::Gzip:
        return ".tar.gz"_L1;
    case Compression::Zstd:
        return ".tar.zst"_L1;
    case Compression::Xz:
        return ".tar.xz"_L1;
    case Compression::Bzip2:
        return ".tar.bz2"_L1;
    default:
        return ".tar"_L1;
    }
}

Result<void> addDocuments(const WrittenImage &image, ExportFiles &into, const ExportFiles::NameOf &name)
{
    STRATOSCOPE_CHECK(into.addFile(name(image.configDescriptor.digest), image.config));
    return into.addFile(name(image.manifestDescriptor.digest), image.manifest);
}

/// The entries of `index.json`: one descriptor for each name.
std::vector<Descriptor> namedEntries(const Descriptor &descriptor, const QStringList &names)
{
    std::vector<Descriptor> entries;
    for (const Annotations &annotations : nameAnnotations(names)) {
        entries.push_back(descriptor);
        entries.back().annotations = annotations;
    }
    return entries;
}

} // namespace

Result<QStringList> writeOciLayout(std::span<const ImagePlan> images, ExportFiles &into)
{
    QStringList warnings;
    std::vector<Descriptor> manifests;
    for (const ImagePlan &plan : images) {
        STRATOSCOPE_TRY(const WrittenImage image, WrittenImage::write(plan, into, layoutBlobName));
        STRATOSCOPE_CHECK(addDocuments(image, into, layoutBlobName));
        manifests.push_back(image.manifestDescriptor);
        warnings << plan.warnings();
    }
    const Image &first = images.front().image();
    Descriptor top = manifests.front();
    if (images.size() > 1) {
        const WrittenIndex index = WrittenIndex::of(images, std::move(manifests));
        top = index.descriptor;
        warnings << index.warnings;
        STRATOSCOPE_CHECK(into.addFile(layoutBlobName(top.digest), index.bytes));
    }
    STRATOSCOPE_CHECK(into.addFile(u"index.json"_s, newIndex(namedEntries(top, first.names))));
    STRATOSCOPE_CHECK(into.addFile(u"oci-layout"_s, "{\"imageLayoutVersion\":\"1.0.0\"}"));
    return warnings;
}

bool isDockerArchiveCompression(Compression compression)
{
    return compression == Compression::None || compression == Compression::Gzip;
}

Result<QStringList> writeDockerArchive(std::span<const ImagePlan> images, ExportFiles &into)
{
    const ImagePlan &plan = images.front();
    const auto nameOf = [](std::size_t, const PlannedLayer &layer, const Digest &digest) {
        return QString(digest.hex() + tarEnding(layer.compression));
    };
    STRATOSCOPE_TRY(const WrittenImage image, WrittenImage::write(plan, into, nameOf));
    DockerArchiveImage entry;
    entry.config = image.configDescriptor.digest.hex() + u".json"_s;
    entry.repoTags = repoTags(plan.image().names);
    for (std::size_t i = 0; i < image.layers.size(); ++i)
        entry.layers << nameOf(i, plan.layers()[i], image.layers[i].digest);
    STRATOSCOPE_CHECK(into.addFile(entry.config, image.config));
    STRATOSCOPE_CHECK(into.addFile(u"manifest.json"_s, newDockerManifest(entry)));
    return plan.warnings();
}

Result<QStringList> writeSkopeoDirectory(std::span<const ImagePlan> images, ExportFiles &into)
{
    const ImagePlan &plan = images.front();
    const ExportFiles::NameOf nameOf = [](const Digest &digest) {
        return digest.algorithm() == HashAlgorithm::Sha256 ? digest.hex() : digest.algorithmName() + u'-' + digest.hex();
    };
    STRATOSCOPE_TRY(const WrittenImage image, WrittenImage::write(plan, into, nameOf));
    STRATOSCOPE_CHECK(into.addFile(nameOf(image.configDescriptor.digest), image.config));
    STRATOSCOPE_CHECK(into.addFile(u"manifest.json"_s, image.manifest));
    STRATOSCOPE_CHECK(into.addFile(u"version"_s, "Directory Transport Version: 1.1\n"));
    return plan.warnings();
}

Result<QStringList> writeLayers(std::span<const ImagePlan> images, ExportFiles &into)
{
    const ImagePlan &plan = images.front();
    const auto width = int(QString::number(plan.layers().size() - 1).size());
    const auto nameOf = [width](std::size_t number, const PlannedLayer &layer, const Digest &digest) {
        return u"%1-%2%3"_s.arg(qulonglong(number), width, 10, QLatin1Char('0')).arg(digest.hex(), tarEnding(layer.compression));
    };
    STRATOSCOPE_TRY(const WrittenImage image, WrittenImage::write(plan, into, nameOf));
    STRATOSCOPE_CHECK(into.addFile(u"config.json"_s, image.config));
    STRATOSCOPE_CHECK(into.addFile(u"manifest.json"_s, image.manifest));
    return plan.warnings();
}

} // namespace stratoscope
