// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "oci/digest.h"
#include "registry/client/registry_exchange.h"
#include "registry/http/retry.h"

#include <functional>

namespace stratoscope {

/// How a blob came to be in a repository.
enum class UploadResult {
    Present, ///< it was there already
    Mounted, ///< the registry has taken it from another repository of its own
    Uploaded,
};

/// Uploads a blob (OCI distribution specification, "Pushing blobs in chunks"), unless the repository has it. The chunks become
/// larger as long as the connection is fast. After a transient error, the registry is asked how much has arrived, and the upload
/// continues there. The registry compares the digest.
class BlobUpload
{
public:
    /// The exchange outlives this. `sent`: receives the number of bytes of each chunk that has arrived.
    BlobUpload(RegistryExchange &exchange, const RetryPolicy &retry, std::function<void(qint64)> sent, std::stop_token stop);

    /// Whether the repository has it already.
    Result<bool> isPresent(const Digest &digest);
    /// `mountFrom`: a repository of the same registry that may have the blob; empty: none.
    Result<UploadResult> upload(const Digest &digest, const FileRegion &bytes, const QString &mountFrom);

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
    Result<Session> sessionOf(const HttpResponse &response) const;
    Result<void> sendChunk(Session &session, const FileRegion &bytes);
    Result<void> recover(Session &session, const Digest &digest);
    Result<void> sendAll(Session &session, const Digest &digest, const FileRegion &bytes);
    Result<void> finish(const Session &session, const Digest &digest);
    Failure refusal(const HttpResponse &response) const;

    RegistryExchange &m_exchange;
    const RetryPolicy m_retry;
    const std::function<void(qint64)> m_sent;
    const std::stop_token m_stop;
    const QString m_subject;
    qint64 m_chunk;
    qint64 m_reported = 0; ///< of the blob
};

} // namespace stratoscope
