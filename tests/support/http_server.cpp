// SPDX-License-Identifier: Apache-2.0
#include "support/http_server.h"

#include "support/thread_sanitizer.h"

#include <QSslSocket>
#include <QTcpServer>

#include <list>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr int kSlice = 20; // milliseconds, after which a wait looks whether it has to end
constexpr int kHandshake = 10'000; // milliseconds

/// Threads of the standard library, because the thread sanitizer does not see how QThread hands over.
struct Connection {
    std::atomic<bool> hasEnded = false;
    std::jthread thread;
};

/// Hands out bare descriptors: a socket belongs to the thread that makes it.
class Listener : public QTcpServer
{
public:
    std::optional<qintptr> next()
    {
        if (m_waiting.isEmpty() && !waitForNewConnection(kSlice) && m_waiting.isEmpty())
            return {};
        return m_waiting.takeFirst();
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_waiting << descriptor; }
    bool hasPendingConnections() const override { return !m_waiting.isEmpty(); }

private:
    QList<qintptr> m_waiting;
};

} // namespace

HttpServer::HttpServer(Handler handler, std::optional<QSslConfiguration> tls)
    : m_handler(std::move(handler))
    , m_tls(std::move(tls))
{
    m_acceptor = std::jthread([this] {
        Listener listener;
        if (!listener.listen(QHostAddress::LocalHost))
            qFatal("cannot listen on 127.0.0.1: %s", qPrintable(listener.errorString()));
        m_port = listener.serverPort();
        m_port.notify_one();
        std::list<Connection> connections;
        while (!m_ended) {
            if (const auto descriptor = listener.next()) {
                Connection &connection = connections.emplace_back();
                connection.thread = std::jthread([this, descriptor, &connection] {
                    serve(*descriptor);
                    connection.hasEnded = true;
                });
                std::erase_if(connections, [](const Connection &known) { return known.hasEnded.load(); });
            }
        }
    });
    m_port.wait(0);
}

HttpServer::~HttpServer()
{
    m_ended = true;
    m_acceptor.join();
}

QString HttpServer::address() const
{
    return u"127.0.0.1:%1"_s.arg(port());
}

void HttpServer::serve(qintptr descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setSocketDescriptor(descriptor);
    if (m_tls) {
        socket->setSslConfiguration(*m_tls);
        socket->startServerEncryption();
        if (!socket->waitForEncrypted(kHandshake))
            return;
    }
    WireStream stream(std::move(socket), m_ended);
    while (auto request = stream.readRequest()) {
        synchronizeThreads(); // with the client, whose test sets up the answers
        const std::size_t number = record(*request);
        const bool isLast = request->header("Connection").toLower() == "close";
        Exchange exchange(*this, stream, *std::move(request), number);
        m_handler(exchange);
        if (isLast || !exchange.m_isKept)
            break;
    }
    stream.close();
}

std::size_t HttpServer::record(const WireRequest &request)
{
    const std::lock_guard lock(m_mutex);
    m_requests.push_back({request});
    return m_forgotten + m_requests.size() - 1;
}

template <typename Change>
void HttpServer::change(std::size_t number, const Change &change)
{
    const std::lock_guard lock(m_mutex);
    if (number >= m_forgotten)
        change(m_requests.at(number - m_forgotten));
}

std::vector<SeenRequest> HttpServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void HttpServer::forgetRequests()
{
    const std::lock_guard lock(m_mutex);
    m_forgotten += m_requests.size();
    m_requests.clear();
}

bool HttpServer::Exchange::answer(WireAnswer answer)
{
    synchronizeThreads(); // with the client
    if (answer.header("Content-Length").isEmpty() && answer.status != 204 && answer.status != 304)
        setHeader(answer.headers, "Content-Length", QByteArray::number(answer.body.size()));
    const bool hasBody = m_request.method != "HEAD";
    return sendHead(answer) && (!hasBody || sendBody(answer.body, answer.body.size()));
}

bool HttpServer::Exchange::answerError(int status, const QByteArray &code, const WireHeaders &headers)
{
    WireAnswer error{status, headers, R"({"errors":[{"code":")" + code + R"(","message":"as the test wants it"}]})"};
    setHeader(error.headers, "Content-Type", "application/json");
    return answer(std::move(error));
}

bool HttpServer::Exchange::sendHead(const WireAnswer &answer)
{
    m_server.change(m_number, [&answer](SeenRequest &seen) { seen.status = answer.status; });
    return m_stream.write(headBytes(answer));
}

bool HttpServer::Exchange::sendBody(const QByteArray &bytes, qint64 payload)
{
    // Told before it is sent: whoever has received it finds it counted.
    m_server.change(m_number, [payload](SeenRequest &seen) { seen.bytesSent += payload; });
    return m_stream.write(bytes);
}

void HttpServer::Exchange::stall()
{
    while (m_stream.pause(1000)) { }
    m_isKept = false;
}

} // namespace stratoscope::test
