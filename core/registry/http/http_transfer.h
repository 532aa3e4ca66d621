// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http_message.h"
#include "registry/http/progress_judge.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QStringList>

#include <chrono>
#include <memory>
#include <stop_token>

namespace stratoscope {

/// One running request: processes events in the calling thread until it ends, passing the body of a success on. The sink is not
/// called from a slot, so it may throw.
class HttpTransfer
{
public:
    HttpTransfer(std::unique_ptr<QNetworkReply> reply, const HttpRequest &request, std::chrono::milliseconds inactivity);
    ~HttpTransfer();

    Result<HttpResponse> run(HttpSink &sink, const std::stop_token &stop);
    /// Whether the request got as far as the server.
    bool isConnected() const { return m_isConnected; }

private:
    /// Handles what has arrived; false if nothing has.
    Result<bool> advance(HttpSink &sink);
    Result<void> begin(HttpSink &sink);
    Result<HttpResponse> conclude();
    Failure cutOff(const QString &how) const;
    Failure connectionFailure() const;
    bool isComplete() const;

    const std::unique_ptr<QNetworkReply> m_reply;
    const QString m_subject;
    const bool m_expectsBody;
    const std::chrono::milliseconds m_inactivity;
    ProgressJudge m_judge;
    QStringList m_tlsErrors;
    HttpResponse m_response;
    bool m_isConnected = false;
    bool m_hasBegun = false;
    qint64 m_received = 0;
    qint64 m_sent = 0; ///< of the body
    QByteArray m_buffer;
};

} // namespace stratoscope
