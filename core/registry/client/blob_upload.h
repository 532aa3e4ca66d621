// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "oci/digest.h"
#include "registry/client/registry_exchange.h"
#include "registry/http/retry.h"
#include "store/partial_upload.h"

#include <functional>

namespace stratoscope {

/// Uploads a blob (OCI distribution specification, "Pushing blobs in chunks"), unless the repository has it. The chunks become
/// larger as long as the connection is fast. After a transient error, the registry is asked how much has arrived, and the upload
/// continues there; that of a blob of several chunks also after this process has ended, see PartialUpload. The registry compares
/// the digest.
class BlobUpload
{
public:
    /// The exchange outlives this. `store` keeps where uploads continue; one that cannot be written to keeps nothing. `arrived`:
    /// receives numbers of bytes that have arrived; together the size of the blob.
    BlobUpload(RegistryExchange &exchange, const RetryPolicy &retry, StoreDirectory store, std::function<void(qint64)> arrived,
               std::stop_token stop);

    /// Whether the repository has it already.
    Result<bool> isPresent(const Digest &digest);
    /// `mountFrom`: a repository of the same registry that may have the blob; empty: none. Returns the number of bytes that did not
    /// have to be sent: what an earlier upload has sent; or all, if the registry has the blob there or in `mountFrom`.
    Result<qint64> upload(const Digest &digest, const FileRegion &bytes, const QString &mountFrom);

private:
    struct Session {
        QUrl location; ///< where the next chunk goes
        qint64 offset = 0; ///< how much has arrived
        qint64 leastChunk = 0; ///< that the registry accepts, except for the last one
        bool isMounted = false; ///< there is nothing to upload
    };
    Result<HttpResponse> send(RegistryRequest request);
    Result<HttpResponse> sendTo(const QUrl &location, RegistryRequest request);
    Result<Session> begin(const Digest &digest, const QString &mountFrom);
    Result<std::optional<Session>> known(const Session &session);
    Result<std::optional<Session>> leftBefore(const FileRegion &bytes);
    Result<Session> sessionOf(const HttpResponse &response) const;
    Result<void> sendChunk(Session &session, const FileRegion &bytes);
    Result<void> recover(Session &session, const Digest &digest);
    Result<void> sendAll(Session &session, const Digest &digest, const FileRegion &bytes);
    Result<void> finish(const Session &session, const Digest &digest);
    Result<void> complete(Session session, const Digest &digest, const FileRegion &bytes);
    void report(qint64 arrived);
    void remember(const Session &session);
    void forget();
    Failure refusal(const HttpResponse &response) const;

    RegistryExchange &m_exchange;
    const RetryPolicy m_retry;
    const StoreDirectory m_store;
    const std::function<void(qint64)> m_arrived;
    const std::stop_token m_stop;
    const QString m_subject;
    qint64 m_chunk;
    // Of the blob.
    qint64 m_reported = 0; ///< bytes that were reported as arrived
    qint64 m_notSent = 0; ///< see upload()
    std::optional<PartialUpload> m_partial;
};

} // namespace stratoscope
