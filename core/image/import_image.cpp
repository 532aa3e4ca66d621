// SPDX-License-Identifier: Apache-2.0
#include "image/import_image.h"

#include "image/archive_source.h"
#include "image/layer_blob.h"

#include "archive/image_name.h"
#include "engine/open_local.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"
#include "oci/reference.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using OpenedLayer = LayerSource::OpenedLayer;

/// Describes an image that has no manifest by one that lists its blobs as they are.
void addManifest(ImageDocuments &documents, const std::vector<OpenedLayer> &layers)
{
    const Descriptor config = descriptorOf(documents.config.bytes, media_type::kOciConfig, documents.configDigest);
    std::vector<Descriptor> blobs;
    for (const auto &[layer, reusedBytes] : layers) {
        Descriptor &blob = blobs.emplace_back();
        blob.mediaType = layerMediaType(layer.compression);
        blob.digest = *layer.digest;
        blob.size = qint64(layer.compressedSize);
    }
    documents.manifestBytes = newManifest(config, blobs);
    documents.digest = Digest::ofDocument(documents.manifestBytes);
}

QString nameOfFile(const QString &path)
{
    QString name = QFileInfo(QFileInfo(path).absoluteFilePath()).fileName();
    for (const auto suffix : {".gz"_L1, ".tgz"_L1, ".zst"_L1, ".xz"_L1, ".bz2"_L1, ".tar"_L1, ".oci"_L1}) {
        if (name.size() > suffix.size() && name.endsWith(suffix))
            name.chop(suffix.size());
    }
    return name;
}

/// The text itself if it can be the name of a repository, else one that resembles it: `my-app-1` for `My App (1)`.
QString repositoryName(const QString &text)
{
    const bool isName = !text.contains(u':') && !text.contains(u'@');
    if (isName && Reference::parse(text))
        return text;
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    constexpr qsizetype kMost = 128;
    const QString name = text.toLower().replace(others, u"-"_s).left(kMost).split(u'-', Qt::SkipEmptyParts).join(u'-');
    if (name.isEmpty())
        return u"image"_s;
    return Reference::parse(name) ? name : u"image-"_s + name; // 64 hexadecimal digits are an ID
}

/// The image's name in the store, a valid reference: the one that was asked for, else its first.
QString referenceFor(const QStringList &names, const ImageName &asked)
{
    const auto isMeant = [&](const QString &name) { return name == asked.selector || name.endsWith(u':' + asked.selector); };
    const auto meant = asked.selector.isEmpty() ? names.end() : std::ranges::find_if(names, isMeant);
    const QString name = meant != names.end() ? *meant : names.value(0);
    // A tag alone would be taken for a repository's name.
    const bool isWhole = name.contains(u':') || name.contains(u'/');
    if (const auto reference = Reference::parse(name); reference && isWhole)
        return reference->canonical();
    if (isWhole)
        return repositoryName(name);
    const QString file = asked.isFile() ? nameOfFile(asked.path) : asked.path;
    if (name.isEmpty())
        return repositoryName(file);
    return isTag(name) ? repositoryName(file) + u':' + name : repositoryName(file + u'-' + name);
}

} // namespace

Result<ImportReport> importImage(const QString &text, const OpenOptions &options, Store &store, ProgressMeter &progress,
                                 std::stop_token stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    if (!name.isLocal())
        return fail(ErrorKind::NotFound, text, u"is not a file or directory"_s);
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_TRY(const auto archive, openLocalArchive(name, options.platform, store.temporaryDirectory(), progress, stop));
    if (archive->kind() == SourceKind::Prebaked)
        return fail(ErrorKind::Unsupported, name.path,
                    u"is a prebaked directory, which has no blobs to import; it can be opened without being imported"_s);
    STRATOSCOPE_TRY(ResolvedImage image, archive->resolve(name.selector, options.platform, progress, stop));
    STRATOSCOPE_CHECK(requireArchitecture(image.config.platform, options.expectArchitecture, archive->path()));
    const ArchiveSource source(*archive, std::move(image), ArchiveSource::Blobs::Copied, store);
    STRATOSCOPE_TRY(const std::vector<OpenedLayer> layers, source.openAll(progress, stop));
    MergedTree::Layers indexes;
    for (const OpenedLayer &opened : layers)
        indexes.push_back(opened.layer.index);
    STRATOSCOPE_CHECK(withContext(archive->path(), MergedTree::merge(std::move(indexes), stop)));
    ImageDocuments documents = source.documents();
    if (documents.manifestBytes.isEmpty())
        addManifest(documents, layers);
    if (documents.mediaType.isEmpty())
        documents.mediaType = media_type::kOciManifest;
    return addImage(documents, layers, referenceFor(documents.names, name), absoluteImageName(archive->path()), store);
}

} // namespace stratoscope
