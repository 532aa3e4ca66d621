// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive_files.h"
#include "archive/local_archive.h"
#include "oci/image_index.h"

namespace stratoscope {

/// The documents and blobs of an OCI image layout (OCI image specification, image-layout.md), by their digests. Immutable;
/// thread-safe.
class OciLayout
{
public:
    /// Reads `index.json`, and `oci-layout` where it is there. Malformed, Unsupported for a layout of another major version.
    static Result<OciLayout> open(std::shared_ptr<const ArchiveFiles> files);

    const ArchiveFiles &files() const { return *m_files; }
    const ImageIndex &index() const { return m_index; }
    /// `index.json` itself.
    const QByteArray &indexBytes() const { return m_indexBytes; }

    /// A blob, of the promised size but not verified. NotFound, Mismatch.
    Result<FileRegion> blob(const Descriptor &descriptor) const;
    /// A manifest, index or config, its digest verified. Mismatch, TooLarge.
    Result<QByteArray> document(const Descriptor &descriptor) const;
    /// What to call a blob in a message.
    QString subject(const Descriptor &descriptor) const;

    /// The manifests that an entry stands for: itself, or all that an index lists, those of indexes in it too, each once; without
    /// attestations.
    Result<std::vector<Descriptor>> manifestsOf(const Descriptor &entry) const;

    /// An image of this layout, whole but for the verification of its layers.
    Result<ResolvedImage> readImage(const Descriptor &manifest) const;

private:
    explicit OciLayout(std::shared_ptr<const ArchiveFiles> files)
        : m_files(std::move(files))
    {
    }
    Result<ResolvedLayer> readLayer(const Descriptor &descriptor) const;

    std::shared_ptr<const ArchiveFiles> m_files;
    ImageIndex m_index;
    QByteArray m_indexBytes;
};

/// Malformed unless there are as many layers as diff-ids.
Result<void> checkLayerCount(const QString &subject, std::size_t layers, std::size_t diffIds);

} // namespace stratoscope
