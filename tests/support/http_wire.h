// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QTcpSocket>

#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// HTTP/1.1 as it goes over the wire, for servers and clients that have to break its rules as well. Blocking; it shares nothing
/// with the program's own client.
namespace stratoscope::test {

using WireHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// The first of that name, whatever its case; empty where there is none.
QByteArray headerOf(const WireHeaders &headers, QByteArrayView name);
void removeHeader(WireHeaders &headers, QByteArrayView name);
/// In place of all of that name.
void setHeader(WireHeaders &headers, const QByteArray &name, const QByteArray &value);

struct WireRequest {
    QByteArray method = "GET";
    QByteArray target = "/"; ///< path and query, as sent
    WireHeaders headers = {};
    QByteArray body = {};

    QByteArray path() const { return target.split('?').front(); }
    QByteArray header(QByteArrayView name) const { return headerOf(headers, name); }
    /// All values of that name in the query, decoded.
    QList<QByteArray> query(const QByteArray &name) const;
};

struct WireAnswer {
    int status = 0;
    WireHeaders headers = {};
    QByteArray body = {};

    QByteArray header(QByteArrayView name) const { return headerOf(headers, name); }
};

/// A connection, with whatever is read from it or written to it waited for. For the thread that made it.
class WireStream
{
public:
    /// All waiting ends when `ended` becomes true.
    WireStream(std::unique_ptr<QTcpSocket> socket, const std::atomic<bool> &ended);
    ~WireStream();

    /// Nothing where the other side has gone, or said what is no HTTP.
    std::optional<WireRequest> readRequest();
    std::optional<WireAnswer> readAnswer(const QByteArray &method);

    /// False where the other side has gone.
    bool write(const QByteArray &bytes);
    bool pause(int milliseconds);
    /// What was written still arrives.
    void close();

private:
    bool readMore();
    std::optional<QByteArray> line();
    std::optional<QByteArray> exactly(qsizetype count);
    std::optional<WireHeaders> headers();
    std::optional<QByteArray> body(const WireHeaders &headers, bool untilEnd);
    std::optional<QByteArray> chunks();

    std::unique_ptr<QTcpSocket> m_socket;
    const std::atomic<bool> &m_ended;
    QByteArray m_buffer;
};

QByteArray headBytes(const WireRequest &request);
QByteArray headBytes(const WireAnswer &answer);
/// With its size before it.
QByteArray chunkBytes(const QByteArray &bytes);
inline const QByteArray kLastChunk = "0\r\n\r\n";

/// One request on a connection of its own (`Connection: close`), to 127.0.0.1. Nothing where there is no whole answer.
std::optional<WireAnswer> ask(quint16 port, WireRequest request, const std::atomic<bool> &ended);
std::optional<WireAnswer> ask(quint16 port, const WireRequest &request);

} // namespace stratoscope::test
