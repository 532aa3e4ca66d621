// SPDX-License-Identifier: Apache-2.0
#include "registry/client/blob_download.h"

#include "registry/http/http_message.h"
#include "registry/http/redirects.h"
#include "registry/http/registry_error.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using BlobSink = RegistryClient::BlobSink;
/// Requests a blob with these additional headers.
using Send = std::function<Result<HttpResponse>(const HttpHeaders &headers, HttpSink &sink)>;

/// Checks that a response is the requested range, and its length against the descriptor.
class RangeSink : public HttpSink
{
public:
    RangeSink(const QString &subject, qint64 size, qint64 offset, BlobSink &sink)
        : m_subject(subject)
        , m_size(size)
        , m_offset(offset)
        , m_sink(sink)
    {
    }

    Result<void> begin(const HttpResponse &response) override
    {
        constexpr int kPartialContent = 206;
        m_position = 0;
        if (response.status == kPartialContent) {
            const auto range = ContentRange::parse(response.header("Content-Range"));
            m_isWrongRange = !range || range->first != m_offset || (range->total >= 0 && range->total != m_size);
            if (m_isWrongRange)
                return fail(ErrorKind::Network, m_subject, u"the server sent a different range than requested"_s);
            m_position = m_offset;
        }
        const auto length = response.contentLength();
        // Some servers only label a blob that is compressed itself; then it has its own length.
        const QByteArray encoding = contentEncoding(response);
        if (!encoding.isEmpty() && length && *length != m_size - m_position)
            return unexpectedEncoding(m_subject, encoding);
        if (length && *length > m_size - m_position)
            return tooLong(m_position + *length);
        return m_sink.begin(m_position);
    }

    Result<void> write(Bytes bytes) override
    {
        m_position += qint64(bytes.size());
        return m_position > m_size ? tooLong(m_position) : m_sink.write(bytes);
    }

    bool isWrongRange() const { return m_isWrongRange; }
    qint64 position() const { return m_position; }

private:
    Failure tooLong(qint64 length) const
    {
        return fail(ErrorKind::Mismatch, m_subject, u"the server sent at least %1 bytes, expected %2"_s.arg(length).arg(m_size));
    }

    const QString m_subject;
    const qint64 m_size;
    const qint64 m_offset;
    BlobSink &m_sink;
    qint64 m_position = 0;
    bool m_isWrongRange = false;
};

Result<void> download(const Send &send, const QString &subject, qint64 size, qint64 offset, BlobSink &sink)
{
    constexpr int kRangeNotSatisfiable = 416;
    RangeSink ranged(subject, size, offset, sink);
    const auto response
        = send(offset > 0 ? HttpHeaders{{"Range", "bytes=" + QByteArray::number(offset) + '-'}} : HttpHeaders{}, ranged);
    // A server whose ranges do not work is asked for the entire blob.
    if (offset > 0 && (ranged.isWrongRange() || (response && response->status == kRangeNotSatisfiable)))
        return download(send, subject, size, 0, sink);
    if (!response)
        return Failure(response.error());
    if (!isSuccess(response->status))
        return statusFailure(*response, subject, u"blob not found"_s);
    if (ranged.position() != size)
        return fail(ErrorKind::Network, subject, u"cut off after %1 of %2 bytes"_s.arg(ranged.position()).arg(size));
    return {};
}

/// Downloads from the URLs in the manifest, without credentials.
Result<void> downloadElsewhere(RegistryExchange &exchange, const Descriptor &descriptor, qint64 offset, BlobSink &sink,
                               Failure failure, const std::stop_token &stop)
{
    for (const QString &text : descriptor.urls) {
        const QUrl url(text);
        if (url.scheme() != "https"_L1)
            continue;
        const Send send = [&](const HttpHeaders &headers, HttpSink &body) {
            return sendFollowing(exchange.client(), {.url = url, .headers = headers, .suppliedBy = exchange.server()}, body, stop);
        };
        auto result = download(send, shown(url), descriptor.size, offset, sink);
        if (result)
            return result;
        failure = Failure(std::move(result).error());
    }
    return failure;
}

} // namespace

Result<void> downloadBlob(RegistryExchange &exchange, const Descriptor &descriptor, qint64 offset, BlobSink &sink,
                          const std::stop_token &stop)
{
    if (offset == descriptor.size && offset > 0)
        return sink.begin(offset);
    const Send send = [&](const HttpHeaders &headers, HttpSink &body) {
        return exchange.send(exchange.blobRequest("GET", descriptor.digest, headers), body, stop);
    };
    const qint64 from = offset < descriptor.size ? offset : 0;
    auto result = download(send, exchange.subject(descriptor.digest.toString()), descriptor.size, from, sink);
    if (!result)
        result = Failure(exchange.auth().explained(exchange.endpoint(), std::move(result).error()));
    if (!result && result.error().kind == ErrorKind::NotFound && !descriptor.urls.isEmpty())
        return downloadElsewhere(exchange, descriptor, from, sink, Failure(std::move(result).error()), stop);
    return result;
}

} // namespace stratoscope
