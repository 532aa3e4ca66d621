// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive_files.h"
#include "archive/local_archive.h"
#include "oci/image_index.h"

namespace stratoscope {

/// The documents and blobs of an OCI image layout (OCI image-spec, image-layout.md). Immutable; thread-safe.
class OciLayout
{
public:
    /// Reads `index.json`, and `oci-layout` if it exists. Malformed, Unsupported for a layout of another major version.
    static Result<OciLayout> open(std::shared_ptr<const ArchiveFiles> files);
    /// The same blobs without an `index.json`: there is one manifest or index.
    static OciLayout ofManifest(std::shared_ptr<const ArchiveFiles> files, Descriptor manifest);

    const ArchiveFiles &files() const { return *m_files; }
    const ImageIndex &index() const { return m_index; }
    /// `index.json` itself, if there is one.
    const QByteArray &indexBytes() const { return m_indexBytes; }

    bool has(const Descriptor &descriptor) const;
    /// A blob, of the right size but not verified. NotFound, Mismatch.
    Result<FileRegion> blob(const Descriptor &descriptor) const;
    /// A manifest, index or config, verified. Mismatch, TooLarge.
    Result<QByteArray> document(const Descriptor &descriptor) const;
    /// Names a blob in messages.
    QString subject(const Descriptor &descriptor) const;

    /// The manifests that an entry leads to (see image_index.h), without attestations unless it is one itself. A manifest need not
    /// be in the layout unless it is chosen: an archive may contain a single platform of an index.
    Result<std::vector<Descriptor>> manifestsOf(const Descriptor &entry) const;

    /// An image of this layout. Its layers are not verified.
    Result<ResolvedImage> readImage(const Descriptor &manifest) const;

    /// Unsupported: a layer that the archive lacks, but for its descriptor.
    static Failure foreignLayer(const QString &subject, const Descriptor &descriptor);

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

} // namespace stratoscope
