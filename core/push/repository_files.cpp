// SPDX-License-Identifier: Apache-2.0
#include "push/repository_files.h"

#include "base/parallel.h"
#include "image/distinct_layers.h"
#include "registry/http/registry_error.h"

#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

/// What one thread needs.
class RepositoryFiles::Connection
{
public:
    Connection(const RepositoryFiles &files, const std::stop_token &stop)
        : exchange(files.m_endpoint, files.m_registries.auth(), files.m_registries.options().inactivity)
        , uploads(
              exchange, files.m_registries.options().retry, files.m_store,
              [&progress = files.m_progress](qint64 bytes) { progress.add(bytes); }, stop)
    {
    }
    RegistryExchange exchange;
    BlobUpload uploads;
};

RepositoryFiles::RepositoryFiles(const Registries &registries, const Endpoint &endpoint, QStringList others, StoreDirectory store,
                                 ProgressMeter &progress, std::stop_token stop)
    : m_registries(registries)
    , m_endpoint(endpoint)
    , m_others(std::move(others))
    , m_store(std::move(store))
    , m_progress(progress)
    , m_stop(std::move(stop))
{
}

Result<void> RepositoryFiles::uploadLayers(const std::vector<ImagePlan> &plans)
{
    struct Wanted {
        const BlobContent *content;
        QString subject;
    };
    std::vector<Wanted> all;
    std::set<QString> known;
    std::uint64_t total = 0;
    for (const ImagePlan &plan : plans) {
        for (const PlannedLayer &layer : plan.layers()) {
            if (layer.content.digest && !known.insert(layer.content.digest->toString()).second)
                continue;
            all.push_back({&layer.content, layerSubject(plan.image().location, layer.number)});
            total += workOf(layer.content);
        }
    }
    m_progress.begin(Stage::Push, qint64(total), int(all.size()));
    const auto work = [&](std::size_t n, const std::stop_token &stop) -> Result<void> {
        auto uploaded = withContext(all[n].subject, uploadLayer(*all[n].content, stop));
        if (!uploaded)
            return Failure(std::move(uploaded).error());
        const std::scoped_lock lock(m_mutex);
        m_uploaded.emplace(all[n].content, *std::move(uploaded));
        return {};
    };
    STRATOSCOPE_CHECK(inParallel(all.size(), work, m_stop, unsigned(m_registries.options().parallelBlobs)));
    m_progress.finish();
    return {};
}

Result<ExportFiles::Blob> RepositoryFiles::uploadLayer(const BlobContent &content, const std::stop_token &stop)
{
    Connection connection(*this, stop);
    if (!content.region && content.digest && content.size) {
        STRATOSCOPE_TRY(const bool isThere, connection.uploads.isPresent(*content.digest));
        if (isThere) {
            m_reusedBytes += *content.size;
            m_progress.add(qint64(workOf(content)));
            return Blob{*content.digest, *content.size};
        }
    }
    STRATOSCOPE_TRY(const BlobFile blob, inFile(content, m_store.temporary(), stop));
    STRATOSCOPE_CHECK(upload(connection, blob.digest, blob.bytes));
    return blob;
}

Result<ExportFiles::Blob> RepositoryFiles::writeBlob(const BlobContent &content, const NameOf &)
{
    return m_uploaded.at(&content);
}

Result<void> RepositoryFiles::writeFile(const QString &name, const QByteArray &bytes)
{
    STRATOSCOPE_TRY(const Digest digest, Digest::parse(name));
    STRATOSCOPE_TRY(const FileRegion region, inFile(bytes, m_store.temporary()));
    Connection connection(*this, m_stop);
    return upload(connection, digest, region);
}

/// The first repository that may have the blob is asked for it: a registry answers a mount that fails with a new upload, which
/// nothing would end if several were tried.
Result<void> RepositoryFiles::upload(Connection &connection, const Digest &digest, const FileRegion &bytes)
{
    m_progress.setItem(digest.shortHex(), 0);
    STRATOSCOPE_TRY(const qint64 notSent, connection.uploads.upload(digest, bytes, m_others.value(0)));
    m_reusedBytes += std::uint64_t(notSent);
    return {};
}

Result<void> RepositoryFiles::putManifest(const QString &tagOrDigest, const QByteArray &bytes, const QString &mediaType)
{
    constexpr qint64 kMostOfAnswer = 64 << 10;
    Connection connection(*this, m_stop);
    RegistryExchange &exchange = connection.exchange;
    const RegistryRequest request{.method = "PUT",
                                  .path = exchange.repositoryPath("manifests/" + QUrl::toPercentEncoding(tagOrDigest, ":")),
                                  .headers = {{"Content-Type", mediaType.toLatin1()}},
                                  .scope = exchange.pushScope(),
                                  .body = bytes};
    const auto put = [&]() -> Result<void> {
        STRATOSCOPE_TRY(const HttpResponse response, exchange.fetch(request, kMostOfAnswer, m_stop));
        if (isSuccess(response.status))
            return {};
        const Failure refused = statusFailure(response, exchange.subject(tagOrDigest), u"the registry has no such repository"_s);
        return Failure(exchange.auth().explained(exchange.endpoint(), refused.value()));
    };
    return retried(m_registries.options().retry, put, m_stop);
}

} // namespace stratoscope
