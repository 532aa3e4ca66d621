// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/http_server.h"

namespace stratoscope::test {

/// A registry with a token server on the same port.
class ChallengingRegistry
{
public:
    QByteArray challenge = R"(Bearer realm="http://HOST/token",service="a service",scope="repository:team/app:pull")";
    QByteArray tokenAnswer = R"({"token":"T1"})";
    int tokenStatus = 200;
    int postStatus = 404;
    QByteArray accepted = "Bearer T1";
    QByteArray baseChallenge; ///< for `/v2/`, if `challenge` is empty

    QString address() const { return m_server.address(); }
    std::vector<SeenRequest> requests(const QByteArray &path) const
    {
        auto all = m_server.requests();
        std::erase_if(all, [&](const SeenRequest &request) { return !request.path().startsWith(path); });
        return all;
    }
    void accept(const QByteArray &header)
    {
        const std::lock_guard lock(m_mutex);
        accepted = header;
    }
    void answerTokens(const QByteArray &answer)
    {
        const std::lock_guard lock(m_mutex);
        tokenAnswer = answer;
    }

private:
    void serve(HttpServer::Exchange &exchange)
    {
        const std::lock_guard lock(m_mutex);
        const WireRequest &request = exchange.request();
        if (request.path() == "/token") {
            const int status = request.method == "POST" ? postStatus : tokenStatus;
            exchange.answer({status, {}, tokenAnswer});
        } else if (!accepted.isEmpty() && request.header("Authorization") == accepted) {
            exchange.answer({200, {}, "{}"});
        } else {
            QByteArray header = request.path() == "/v2/" && challenge.isEmpty() ? baseChallenge : challenge;
            header.replace("HOST", address().toLatin1());
            exchange.answerError(401, "UNAUTHORIZED", header.isEmpty() ? WireHeaders{} : WireHeaders{{"WWW-Authenticate", header}});
        }
    }

    std::mutex m_mutex;
    HttpServer m_server{[this](HttpServer::Exchange &exchange) { serve(exchange); }};
};

} // namespace stratoscope::test
