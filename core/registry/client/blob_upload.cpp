// SPDX-License-Identifier: Apache-2.0
#include "registry/client/blob_upload.h"

#include "registry/http/registry_error.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qint64 kFirstChunk = 4 << 20;
constexpr qint64 kLargestChunk = 64 << 20; ///< is held in memory
constexpr qint64 kQuickChunkMs = 1000;
constexpr qint64 kMostOfAnswer = 64 << 10; ///< in bytes: answers have no body that matters

constexpr int kCreated = 201;
constexpr int kNotFound = 404;
constexpr int kRangeNotSatisfiable = 416;

/// The number of bytes that have arrived, from `Range: 0-LAST` of an answer; nothing if it is not there or is not valid.
std::optional<qint64> arrived(const HttpResponse &response)
{
    QByteArray range = response.header("Range").trimmed();
    if (range.startsWith("bytes="))
        range.remove(0, 6);
    if (!range.startsWith("0-"))
        return std::nullopt;
    bool isNumber = false;
    const qint64 last = range.mid(2).toLongLong(&isNumber);
    // An empty upload is reported as 0-0, like one of a single byte, which nobody sends as a chunk.
    return isNumber && last >= 0 ? std::optional(last == 0 ? 0 : last + 1) : std::nullopt;
}

QByteArray withQuery(const QUrl &url, const QByteArray &item)
{
    const QByteArray path = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    return path + (path.contains('?') ? '&' : '?') + item;
}

} // namespace

BlobUpload::BlobUpload(RegistryExchange &exchange, const RetryPolicy &retry, StoreDirectory store,
                       std::function<void(qint64)> arrived, std::stop_token stop)
    : m_exchange(exchange)
    , m_retry(retry)
    , m_store(std::move(store))
    , m_arrived(std::move(arrived))
    , m_stop(std::move(stop))
    , m_subject(exchange.subject())
    , m_chunk(kFirstChunk)
{
}

Failure BlobUpload::refusal(const HttpResponse &response) const
{
    return Failure(m_exchange.auth().explained(
        m_exchange.endpoint(), statusFailure(response, m_subject, u"the registry has no such repository"_s).value()));
}

Result<HttpResponse> BlobUpload::send(RegistryRequest request)
{
    if (request.scope.isEmpty())
        request.scope = m_exchange.pushScope();
    return m_exchange.fetch(request, kMostOfAnswer, m_stop);
}

/// A location on the registry's own host is asked there, with its login: behind a proxy, the scheme and the port in it may be those
/// of an inner server. Another host is asked without a login.
Result<HttpResponse> BlobUpload::sendTo(const QUrl &location, RegistryRequest request)
{
    const Supplier server = m_exchange.server();
    if (location.host() == server.url.host()) {
        request.path = location.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
        return send(std::move(request));
    }
    return m_exchange.client().fetch(
        {.method = request.method, .url = location, .headers = request.headers, .body = request.body, .suppliedBy = server},
        kMostOfAnswer, m_stop);
}

Result<bool> BlobUpload::isPresent(const Digest &digest)
{
    const auto ask = [&]() -> Result<bool> {
        RegistryRequest request = m_exchange.blobRequest("HEAD", digest);
        request.scope = m_exchange.pushScope();
        STRATOSCOPE_TRY(const HttpResponse response, send(std::move(request)));
        if (isSuccess(response.status))
            return true;
        if (response.status == kNotFound)
            return false;
        return refusal(response);
    };
    return retried(m_retry, ask, m_stop);
}

Result<BlobUpload::Session> BlobUpload::sessionOf(const HttpResponse &response) const
{
    const QByteArray location = response.header("Location");
    if (location.isEmpty())
        return fail(ErrorKind::UnexpectedResponse, m_subject, u"the registry does not say where to upload to"_s);
    return Session{.location = response.server.url.resolved(QUrl::fromEncoded(location)),
                   .offset = arrived(response).value_or(0),
                   .leastChunk = std::min(response.header("OCI-Chunk-Min-Length").toLongLong(), kLargestChunk),
                   .isMounted = false};
}

Result<BlobUpload::Session> BlobUpload::begin(const Digest &digest, const QString &mountFrom)
{
    RegistryRequest request{.method = "POST", .path = m_exchange.repositoryPath("blobs/uploads/"), .headers = {}, .scope = {}};
    if (!mountFrom.isEmpty()) {
        RegistryRequest mount = request;
        mount.path += "?mount=" + digest.toString().toLatin1() + "&from=" + QUrl::toPercentEncoding(mountFrom, "/");
        mount.scope = m_exchange.pushScope() + u" repository:%1:pull"_s.arg(mountFrom);
        const auto response = send(std::move(mount));
        if (response && response->status == kCreated)
            return Session{.location = {}, .isMounted = true};
        if (response && isSuccess(response->status))
            return sessionOf(*response);
        // The other repository may not be readable; that does not concern this one.
    }
    const auto ask = [&]() -> Result<Session> {
        STRATOSCOPE_TRY(const HttpResponse response, send(request));
        if (!isSuccess(response.status))
            return refusal(response);
        return sessionOf(response);
    };
    return retried(m_retry, ask, m_stop);
}

Result<void> BlobUpload::sendChunk(Session &session, const FileRegion &bytes)
{
    const qint64 size = std::min(std::max(m_chunk, session.leastChunk), qint64(bytes.size) - session.offset);
    QByteArray chunk(size, Qt::Uninitialized);
    STRATOSCOPE_CHECK(
        bytes.readAt(std::uint64_t(session.offset), std::as_writable_bytes(std::span(chunk.data(), std::size_t(size)))));
    const QByteArray range = QByteArray::number(session.offset) + '-' + QByteArray::number(session.offset + size - 1);
    QElapsedTimer clock;
    clock.start();
    STRATOSCOPE_TRY(const HttpResponse response,
                    sendTo(session.location,
                           {.method = "PATCH",
                            .path = {},
                            .headers = {{"Content-Type", "application/octet-stream"}, {"Content-Range", range}},
                            .scope = {},
                            .body = chunk}));
    // Docker's registry ends an upload of which a chunk was cut off, once it notices.
    if (response.status == kRangeNotSatisfiable || response.status == kNotFound)
        return fail(ErrorKind::Network, m_subject, u"the registry has lost a part of the upload"_s);
    if (!isSuccess(response.status))
        return refusal(response);
    const qint64 end = session.offset + size;
    STRATOSCOPE_TRY(Session next, sessionOf(response));
    next.leastChunk = session.leastChunk;
    next.offset = arrived(response).value_or(end);
    if (next.offset > end)
        return fail(ErrorKind::UnexpectedResponse, m_subject, u"the registry reports more bytes than were sent"_s);
    session = std::move(next);
    if (clock.elapsed() < kQuickChunkMs)
        m_chunk = std::min(2 * m_chunk, kLargestChunk);
    return {};
}

/// Asks how much has arrived. Nothing if the registry does not know the upload any more.
Result<std::optional<BlobUpload::Session>> BlobUpload::known(const Session &session)
{
    STRATOSCOPE_TRY(const HttpResponse response,
                    sendTo(session.location, {.method = "GET", .path = {}, .headers = {}, .scope = {}}));
    if (!isSuccess(response.status))
        return std::nullopt;
    auto known = sessionOf(response);
    if (!known) // some registries do not repeat the location
        known = Session{.location = session.location, .offset = arrived(response).value_or(0)};
    known->leastChunk = session.leastChunk;
    return *std::move(known);
}

/// Begins anew if the registry does not know the upload any more.
Result<void> BlobUpload::recover(Session &session, const Digest &digest)
{
    m_chunk = kFirstChunk;
    STRATOSCOPE_TRY(std::optional<Session> found, known(session));
    if (!found) {
        m_notSent = 0;
        STRATOSCOPE_TRY(found, begin(digest, {}));
    }
    session = *std::move(found);
    return {};
}

/// The upload of an earlier process, if the registry has a part of it.
Result<std::optional<BlobUpload::Session>> BlobUpload::leftBefore(const FileRegion &bytes)
{
    if (!m_partial || !m_partial->position())
        return std::nullopt;
    const PartialUpload::Position &position = *m_partial->position();
    const Session left{.location = QUrl::fromEncoded(position.location), .leastChunk = position.leastChunk};
    STRATOSCOPE_TRY(std::optional<Session> found,
                    retried(
                        m_retry, [&] { return known(left); }, m_stop));
    return found && found->offset > 0 && found->offset <= qint64(bytes.size) ? std::move(found) : std::nullopt;
}

Result<void> BlobUpload::sendAll(Session &session, const Digest &digest, const FileRegion &bytes)
{
    int attempt = 1;
    while (session.offset < qint64(bytes.size)) {
        const qint64 before = session.offset;
        auto sent = sendChunk(session, bytes);
        if (sent && session.offset > before) {
            attempt = 1;
            report(session.offset);
            remember(session);
            continue;
        }
        Error error
            = sent ? Error{ErrorKind::Network, m_subject, u"the registry does not accept any bytes"_s} : std::move(sent).error();
        const auto delay = delayBefore(attempt++, error, m_retry);
        if (!delay)
            return Failure(std::move(error));
        waitFor(*delay, m_stop);
        // While the connection is down, this fails as the chunk did, and counts like it.
        if (const auto recovered = recover(session, digest); !recovered && !isTransient(recovered.error()))
            return recovered;
    }
    return {};
}

Result<void> BlobUpload::finish(const Session &session, const Digest &digest)
{
    QUrl location = session.location;
    location = location.resolved(QUrl::fromEncoded(withQuery(location, "digest=" + QUrl::toPercentEncoding(digest.toString()))));
    const auto ask = [&]() -> Result<void> {
        STRATOSCOPE_TRY(
            const HttpResponse response,
            sendTo(location,
                   {.method = "PUT", .path = {}, .headers = {{"Content-Type", "application/octet-stream"}}, .scope = {}}));
        return isSuccess(response.status) ? Result<void>() : refusal(response);
    };
    auto done = retried(m_retry, ask, m_stop);
    if (done)
        return done;
    // The answer to a first attempt may have been lost.
    const auto isThere = isPresent(digest);
    return isThere && *isThere ? Result<void>() : done;
}

Result<void> BlobUpload::complete(Session session, const Digest &digest, const FileRegion &bytes)
{
    STRATOSCOPE_CHECK(sendAll(session, digest, bytes));
    STRATOSCOPE_CHECK(finish(session, digest));
    forget();
    return {};
}

void BlobUpload::report(qint64 arrived)
{
    if (arrived > m_reported)
        m_arrived(arrived - std::exchange(m_reported, arrived));
}

void BlobUpload::remember(const Session &session)
{
    if (!m_partial)
        return;
    // On an error, such as a full disk, a later process begins anew.
    [[maybe_unused]] const auto set
        = m_partial->setPosition({.location = session.location.toEncoded(), .leastChunk = session.leastChunk});
}

void BlobUpload::forget()
{
    if (m_partial)
        m_partial->remove();
    m_partial.reset();
}

Result<qint64> BlobUpload::upload(const Digest &digest, const FileRegion &bytes, const QString &mountFrom)
{
    const qint64 size = qint64(bytes.size);
    m_reported = 0;
    m_notSent = 0;
    m_partial.reset();
    STRATOSCOPE_TRY(const bool isThere, isPresent(digest));
    if (size > kFirstChunk) {
        const QString registry = m_exchange.server().url.toString(QUrl::RemovePath);
        if (auto partial = PartialUpload::begin(m_store, {registry, m_exchange.endpoint().repository, digest}); partial && *partial)
            m_partial.emplace(**std::move(partial));
    }
    if (isThere) {
        forget();
        report(size);
        return size;
    }
    // Whatever is wrong with an old upload that gets nowhere, a new one may succeed.
    if (const auto left = leftBefore(bytes); left && *left) {
        m_notSent = (*left)->offset;
        report(m_notSent);
        const auto completed = complete(**left, digest, bytes);
        if (completed)
            return m_notSent;
        if (isTransient(completed.error()) && m_reported > m_notSent)
            return Failure(completed.error());
        m_notSent = 0;
    }
    STRATOSCOPE_TRY(const Session session, begin(digest, mountFrom));
    if (session.isMounted) {
        forget();
        report(size);
        return size;
    }
    STRATOSCOPE_CHECK(complete(session, digest, bytes));
    return m_notSent;
}

} // namespace stratoscope
