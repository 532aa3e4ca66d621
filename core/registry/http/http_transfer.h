// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QNetworkReply>
#include <QStringList>

#include <chrono>
#include <memory>

namespace stratoscope {

/// One request under way: waits for it in the calling thread's events, and hands its body on from there. No slot of ours calls the
/// sink, so it may throw.
class HttpTransfer
{
public:
    HttpTransfer(std::unique_ptr<QNetworkReply> reply, const HttpRequest &request, std::chrono::milliseconds inactivity);
    ~HttpTransfer();

    Result<HttpResponse> run(HttpSink &sink, const std::stop_token &stop);

private:
    /// Takes what has come; false when that was nothing.
    Result<bool> advance(HttpSink &sink);
    Result<void> begin(HttpSink &sink);
    Result<HttpResponse> conclude();
    Failure cutOff(const QString &how) const;
    Failure connectionFailure() const;
    bool isWhole() const;

    const std::unique_ptr<QNetworkReply> m_reply;
    const QString m_subject;
    const bool m_expectsBody;
    const std::chrono::milliseconds m_inactivity;
    QDeadlineTimer m_deadline;
    QStringList m_tlsErrors;
    HttpResponse m_response;
    bool m_hasBegun = false;
    qint64 m_received = 0;
    QByteArray m_buffer;
};

} // namespace stratoscope
