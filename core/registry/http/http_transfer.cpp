// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_transfer.h"

#include "base/cancel.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSslError>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// How far Qt reads ahead: limits the memory, and lets a slow disk slow the network down.
constexpr qint64 kReadAhead = 1024 * 1024;
constexpr qsizetype kReadChunk = 256 * 1024;
constexpr qsizetype kMostOfFailure = 64 * 1024;

/// Errors of the connection or the protocol, as opposed to HTTP status codes (404, 500, …).
bool isConnectionError(QNetworkReply::NetworkError error)
{
    constexpr int kFirstOfHttp = 200;
    return (error != QNetworkReply::NoError && int(error) < kFirstOfHttp) || error == QNetworkReply::ProtocolUnknownError
        || error == QNetworkReply::ProtocolFailure;
}

} // namespace

HttpTransfer::HttpTransfer(std::unique_ptr<QNetworkReply> reply, const HttpRequest &request, std::chrono::milliseconds inactivity)
    : m_reply(std::move(reply))
    , m_subject(shown(request.url))
    , m_expectsBody(request.method != "HEAD")
    , m_inactivity(inactivity)
    , m_judge(inactivity)
    , m_buffer(kReadChunk, Qt::Uninitialized)
{
    m_reply->setReadBufferSize(kReadAhead);
    m_response.server.url = request.url;
    QObject::connect(m_reply.get(), &QNetworkReply::requestSent, m_reply.get(), [this] { m_isConnected = true; });
    QObject::connect(m_reply.get(), &QNetworkReply::uploadProgress, m_reply.get(), [this](qint64 sent) {
        if (sent > m_sent) // the server takes what it is sent
            m_judge.receive(sent - std::exchange(m_sent, sent));
    });
    QObject::connect(m_reply.get(), &QNetworkReply::sslErrors, m_reply.get(), [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsErrors.append(error.errorString());
        m_tlsErrors.removeDuplicates();
    });
}

HttpTransfer::~HttpTransfer()
{
    if (m_reply->isRunning())
        m_reply->abort();
}

Result<HttpResponse> HttpTransfer::run(HttpSink &sink, const std::stop_token &stop)
{
    QEventLoop events; // first: it sets up timers in a thread not started by Qt
    QObject waker;
    const std::stop_callback wake(stop, [&waker] {
        QMetaObject::invokeMethod(
            &waker, [] {}, Qt::QueuedConnection);
    });
    QTimer clock;
    clock.start(m_inactivity / 4);
    for (;;) {
        throwIfStopped(stop);
        const bool isFinished = m_reply->isFinished();
        STRATOSCOPE_TRY(const bool hasMoved, advance(sink));
        if (hasMoved) {
            if (m_response.body.size() == kMostOfFailure)
                return std::move(m_response);
            continue;
        }
        if (isFinished)
            return conclude();
        if (m_judge.isStalled())
            return cutOff(m_hasBegun ? u"the server stopped responding or became too slow"_s : u"no response"_s);
        QElapsedTimer waiting;
        waiting.start();
        events.processEvents(QEventLoop::WaitForMoreEvents);
        m_judge.wait(std::chrono::nanoseconds(waiting.nsecsElapsed()));
    }
}

Result<bool> HttpTransfer::advance(HttpSink &sink)
{
    if (!m_hasBegun) {
        const QVariant status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
        if (!status.isValid())
            return false;
        m_response.status = status.toInt();
        m_judge.restart();
        STRATOSCOPE_CHECK(begin(sink));
        return true;
    }
    const qint64 count = m_reply->read(m_buffer.data(), m_buffer.size());
    if (count <= 0)
        return false;
    m_received += count;
    m_judge.receive(count);
    if (isSuccess(m_response.status))
        STRATOSCOPE_CHECK(sink.write(asBytes({m_buffer.constData(), std::size_t(count)})));
    else
        m_response.body.append(m_buffer.constData(), std::min(count, kMostOfFailure - m_response.body.size()));
    return true;
}

Result<void> HttpTransfer::begin(HttpSink &sink)
{
    m_hasBegun = true;
    const auto headers = m_reply->rawHeaderPairs();
    for (const auto &[name, value] : headers)
        m_response.headers.emplace_back(name, value);
    if (!isSuccess(m_response.status))
        return {};
    return sink.begin(m_response);
}

bool HttpTransfer::isComplete() const
{
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    const auto length = m_response.contentLength();
    return !m_expectsBody || !length || *length == m_received || m_response.status == kNoContent
        || m_response.status == kNotModified;
}

Result<HttpResponse> HttpTransfer::conclude()
{
    if (!m_hasBegun)
        return connectionFailure();
    if (isConnectionError(m_reply->error()) || !isComplete())
        return cutOff(u"the connection was cut off"_s);
    return std::move(m_response);
}

Failure HttpTransfer::cutOff(const QString &how) const
{
    if (!m_hasBegun)
        return fail(ErrorKind::Network, m_subject,
                    u"%1 within %2 seconds"_s.arg(how, QString::number(double(m_inactivity.count()) / 1000)));
    const auto length = m_response.contentLength();
    const QString of = length ? u" of %1"_s.arg(*length) : QString();
    return fail(ErrorKind::Network, m_subject, u"%1 after %2%3 bytes"_s.arg(how, QString::number(m_received), of));
}

Failure HttpTransfer::connectionFailure() const
{
    if (!m_tlsErrors.isEmpty())
        return fail(ErrorKind::Tls, m_subject, u"the certificate is not trusted: %1"_s.arg(m_tlsErrors.join(u"; "_s)));
    const auto because = [this](const QString &detail) { return fail(ErrorKind::Network, m_subject, detail); };
    switch (m_reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
        return because(u"connection refused; is the server running?"_s);
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::NoError:
        return because(u"the server closed the connection without a response"_s);
    default:
        return because(u"connection failed: %1"_s.arg(m_reply->errorString()));
    }
}

} // namespace stratoscope
