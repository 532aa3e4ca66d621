// SPDX-License-Identifier: Apache-2.0
#include "push/repository_files.h"

#include "registry/http/registry_error.h"
#include "stream/sparse_writer.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

RepositoryFiles::RepositoryFiles(RegistryExchange &exchange, const RetryPolicy &retry, QStringList others, QString temporary,
                                 ProgressMeter &progress, std::stop_token stop)
    : m_exchange(exchange)
    , m_retry(retry)
    , m_others(std::move(others))
    , m_temporary(std::move(temporary))
    , m_progress(progress)
    , m_stop(std::move(stop))
    , m_upload(
          exchange, retry, [&progress](qint64 bytes) { progress.add(bytes); }, m_stop)
{
}

/// What is made is counted twice: when it is made, and when it is uploaded.
std::uint64_t RepositoryFiles::workOf(const BlobContent &content) const
{
    const std::uint64_t size = content.size.value_or(content.work);
    return content.region ? size : content.work + size;
}

Result<ExportFiles::Blob> RepositoryFiles::writeBlob(const BlobContent &content, const NameOf &name)
{
    if (content.region && content.digest) {
        STRATOSCOPE_CHECK(upload(*content.digest, *content.region));
        return Blob{*content.digest, content.region->size};
    }
    if (content.digest && content.size) {
        STRATOSCOPE_TRY(const bool isThere, m_upload.isPresent(*content.digest));
        if (isThere) {
            m_reusedBytes += *content.size;
            m_progress.add(qint64(workOf(content)));
            return Blob{*content.digest, *content.size};
        }
    }
    STRATOSCOPE_TRY(File made, File::temporary(m_temporary));
    SparseWriter writer(made);
    STRATOSCOPE_TRY(const Blob blob, writeHashed(content, &writer, name));
    STRATOSCOPE_CHECK(upload(blob.digest, {std::make_shared<const File>(std::move(made)), 0, blob.size}));
    return blob;
}

Result<void> RepositoryFiles::writeFile(const QString &name, const QByteArray &bytes)
{
    STRATOSCOPE_TRY(const Digest digest, Digest::parse(name));
    STRATOSCOPE_TRY(File made, File::temporary(m_temporary));
    STRATOSCOPE_CHECK(made.writeAt(0, asBytes(asText(bytes))));
    return upload(digest, {std::make_shared<const File>(std::move(made)), 0, std::uint64_t(bytes.size())});
}

/// The first repository that may have the blob is asked for it: a registry answers a mount that fails with a new upload, which
/// nothing would end if several were tried.
Result<void> RepositoryFiles::upload(const Digest &digest, const FileRegion &bytes)
{
    m_progress.setItem(digest.shortHex(), 0);
    STRATOSCOPE_TRY(const UploadResult result, m_upload.upload(digest, bytes, m_others.value(0)));
    if (result != UploadResult::Uploaded) {
        m_reusedBytes += bytes.size;
        m_progress.add(qint64(bytes.size));
    }
    return {};
}

Result<void> RepositoryFiles::putManifest(const QString &tagOrDigest, const QByteArray &bytes, const QString &mediaType)
{
    constexpr qint64 kMostOfAnswer = 64 << 10;
    const RegistryRequest request{.method = "PUT",
                                  .path = m_exchange.repositoryPath("manifests/" + QUrl::toPercentEncoding(tagOrDigest, ":")),
                                  .headers = {{"Content-Type", mediaType.toLatin1()}},
                                  .scope = m_exchange.pushScope(),
                                  .body = bytes};
    const auto put = [&]() -> Result<void> {
        STRATOSCOPE_TRY(const HttpResponse response, m_exchange.fetch(request, kMostOfAnswer, m_stop));
        if (isSuccess(response.status))
            return {};
        const Failure refused = statusFailure(response, m_exchange.subject(tagOrDigest), u"the registry has no such repository"_s);
        return Failure(m_exchange.auth().explained(m_exchange.endpoint(), refused.value()));
    };
    return retried(m_retry, put, m_stop);
}

} // namespace stratoscope
