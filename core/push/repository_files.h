// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/oci/export_files.h"
#include "export/oci/image_plan.h"
#include "registry/client/blob_upload.h"
#include "registry/config/registries.h"

#include <QStringList>

#include <atomic>
#include <mutex>

namespace stratoscope {

/// The blobs and manifests of images in a repository. A blob that is made while it is written is kept in a temporary file first,
/// since a registry wants to know its digest.
class RepositoryFiles final : public ExportFiles
{
public:
    /// The progress outlives this. `others`: repositories of the same registry that may have the blobs. `store`: for temporary
    /// files, and what is to be known after an interruption.
    RepositoryFiles(const Registries &registries, const Endpoint &endpoint, QStringList others, StoreDirectory store,
                    ProgressMeter &progress, std::stop_token stop);

    std::uint64_t workOf(const BlobContent &content) const override { return workOfSending(content); }
    /// Uploads the layers of all of these images, several at a time and each once, as a stage of the progress. addBlob() takes
    /// nothing else afterwards. The first error stops the others.
    Result<void> uploadLayers(const std::vector<ImagePlan> &plans);
    /// Uploads a manifest or an index. `tagOrDigest`: its name in the repository.
    Result<void> putManifest(const QString &tagOrDigest, const QByteArray &bytes, const QString &mediaType);

    /// Bytes that did not have to be uploaded.
    std::uint64_t reusedBytes() const { return m_reusedBytes; }

protected:
    Result<Blob> writeBlob(const BlobContent &content, const NameOf &name) override;
    Result<void> writeFile(const QString &name, const QByteArray &bytes) override;

private:
    class Connection;
    Result<Blob> uploadLayer(const BlobContent &content, const std::stop_token &stop);
    Result<void> upload(Connection &connection, const Digest &digest, const FileRegion &bytes);

    const Registries m_registries;
    const Endpoint m_endpoint;
    const QStringList m_others;
    const StoreDirectory m_store;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    std::atomic<std::uint64_t> m_reusedBytes = 0;
    std::mutex m_mutex;
    std::map<const BlobContent *, Blob> m_uploaded; ///< guarded by m_mutex
};

} // namespace stratoscope
