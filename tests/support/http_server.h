// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/http_wire.h"

#include <QSslConfiguration>
#include <QString>

#include <functional>
#include <mutex>
#include <thread>

namespace stratoscope::test {

/// A request that a server got, and what became of it.
struct SeenRequest : WireRequest {
    int status = 0; ///< of the answer; 0: none yet
    qint64 bytesSent = 0; ///< of the answer's body
};

/// A small HTTP server on 127.0.0.1 and a free port, in threads of its own; it records what it was asked. Ends when destroyed,
/// whatever connections there still are.
class HttpServer
{
public:
    /// A request, and the ways to answer it. What sends something returns false where the client has gone.
    class Exchange
    {
    public:
        const WireRequest &request() const { return m_request; }
        /// A whole answer with its length; without the body for HEAD.
        bool answer(WireAnswer answer);
        /// An error as registries tell it.
        bool answerError(int status, const QByteArray &code, const WireHeaders &headers = {});
        /// Status and headers as they are.
        bool sendHead(const WireAnswer &answer);
        /// Bytes of the body as they are; those of `payload` count as sent.
        bool sendBody(const QByteArray &bytes, qint64 payload);
        bool pause(int milliseconds) { return m_stream.pause(milliseconds); }
        /// Says no more until the client goes.
        void stall();
        /// Ends the connection after what was sent.
        void hangUp() { m_isKept = false; }
        const std::atomic<bool> &ended() const { return m_server.m_ended; }

    private:
        friend class HttpServer;
        Exchange(HttpServer &server, WireStream &stream, WireRequest request, std::size_t number)
            : m_server(server)
            , m_stream(stream)
            , m_request(std::move(request))
            , m_number(number)
        {
        }
        HttpServer &m_server;
        WireStream &m_stream;
        WireRequest m_request;
        std::size_t m_number;
        bool m_isKept = true;
    };

    /// Called in the thread of the connection; several at a time.
    using Handler = std::function<void(Exchange &)>;
    /// With a configuration that has a certificate, over TLS.
    explicit HttpServer(Handler handler, std::optional<QSslConfiguration> tls = {});
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    quint16 port() const { return m_port; }
    /// `127.0.0.1:PORT`
    QString address() const;

    /// All so far, in the order that they came.
    std::vector<SeenRequest> requests() const;
    void forgetRequests();

private:
    void accept();
    void serve(qintptr descriptor);
    std::size_t record(const WireRequest &request);
    template <typename Change>
    void change(std::size_t number, const Change &change);

    const Handler m_handler;
    const std::optional<QSslConfiguration> m_tls;
    std::atomic<bool> m_ended = false;
    std::atomic<quint16> m_port = 0;

    mutable std::mutex m_mutex;
    std::vector<SeenRequest> m_requests;
    std::size_t m_forgotten = 0;
    std::jthread m_acceptor;
};

/// The same answer to every request.
inline HttpServer::Handler always(const WireAnswer &answer)
{
    return [answer](HttpServer::Exchange &exchange) { exchange.answer(answer); };
}

} // namespace stratoscope::test
