// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/oci/export_files.h"
#include "registry/client/blob_upload.h"

#include <QStringList>

namespace stratoscope {

/// The blobs and manifests of an image in a repository. A blob that is made while it is written is kept in a temporary file first,
/// since a registry wants to know its digest.
class RepositoryFiles final : public ExportFiles
{
public:
    /// The exchange, the progress and `temporary`, a directory, outlive this. `others`: repositories of the same registry that may
    /// have the blobs.
    RepositoryFiles(RegistryExchange &exchange, const RetryPolicy &retry, QStringList others, QString temporary,
                    ProgressMeter &progress, std::stop_token stop);

    std::uint64_t workOf(const BlobContent &content) const override;
    /// Uploads a manifest or an index. `tagOrDigest`: its name in the repository.
    Result<void> putManifest(const QString &tagOrDigest, const QByteArray &bytes, const QString &mediaType);

    /// Bytes of blobs that did not have to be uploaded.
    std::uint64_t reusedBytes() const { return m_reusedBytes; }

protected:
    Result<Blob> writeBlob(const BlobContent &content, const NameOf &name) override;
    Result<void> writeFile(const QString &name, const QByteArray &bytes) override;

private:
    Result<void> upload(const Digest &digest, const FileRegion &bytes);

    RegistryExchange &m_exchange;
    const RetryPolicy m_retry;
    const QStringList m_others;
    const QString m_temporary;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    BlobUpload m_upload;
    std::uint64_t m_reusedBytes = 0;
};

} // namespace stratoscope
