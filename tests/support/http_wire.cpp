// SPDX-License-Identifier: Apache-2.0
#include "support/http_wire.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr int kWireSlice = 20; // milliseconds, after which a wait looks whether it has to end
constexpr int kWirePatience = 60'000; // milliseconds; only ever waited for where something hangs

bool isNamed(const std::pair<QByteArray, QByteArray> &header, QByteArrayView name)
{
    return QByteArrayView(header.first).compare(name, Qt::CaseInsensitive) == 0;
}

void append(QByteArray &head, const WireHeaders &headers)
{
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    head += "\r\n";
}

} // namespace

QByteArray headerOf(const WireHeaders &headers, QByteArrayView name)
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto &header) { return isNamed(header, name); });
    return found == headers.end() ? QByteArray() : found->second;
}

void removeHeader(WireHeaders &headers, QByteArrayView name)
{
    std::erase_if(headers, [name](const auto &header) { return isNamed(header, name); });
}

void setHeader(WireHeaders &headers, const QByteArray &name, const QByteArray &value)
{
    removeHeader(headers, name);
    headers.emplace_back(name, value);
}

QList<QByteArray> WireRequest::query(const QByteArray &name) const
{
    const qsizetype mark = target.indexOf('?');
    QList<QByteArray> values;
    if (mark >= 0) {
        const QUrlQuery query(QString::fromUtf8(target.mid(mark + 1)));
        for (const QString &value : query.allQueryItemValues(QString::fromUtf8(name), QUrl::FullyDecoded))
            values << value.toUtf8();
    }
    return values;
}

WireStream::WireStream(std::unique_ptr<QTcpSocket> socket, const std::atomic<bool> &ended)
    : m_socket(std::move(socket))
    , m_ended(ended)
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); // head and body are written one after the other
}

WireStream::~WireStream() = default;

bool WireStream::readMore()
{
    while (!m_ended) {
        if (const QByteArray bytes = m_socket->readAll(); !bytes.isEmpty()) {
            m_buffer += bytes;
            return true;
        }
        if (m_socket->state() != QAbstractSocket::ConnectedState)
            return false;
        m_socket->waitForReadyRead(kWireSlice);
    }
    return false;
}

std::optional<QByteArray> WireStream::line()
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n")) < 0) {
        if (!readMore())
            return {};
    }
    const QByteArray line = m_buffer.left(end);
    m_buffer.remove(0, end + 2);
    return line;
}

std::optional<QByteArray> WireStream::exactly(qsizetype count)
{
    while (m_buffer.size() < count) {
        if (!readMore())
            return {};
    }
    const QByteArray bytes = m_buffer.left(count);
    m_buffer.remove(0, count);
    return bytes;
}

std::optional<WireHeaders> WireStream::headers()
{
    WireHeaders headers;
    while (true) {
        const auto text = line();
        if (!text)
            return {};
        if (text->isEmpty())
            return headers;
        const qsizetype colon = text->indexOf(':');
        if (colon < 1)
            return {};
        headers.emplace_back(text->left(colon), text->mid(colon + 1).trimmed());
    }
}

std::optional<QByteArray> WireStream::chunks()
{
    QByteArray all;
    while (true) {
        const auto size = line();
        if (!size)
            return {};
        bool isNumber = false;
        const qsizetype count = size->split(';').front().toLongLong(&isNumber, 16);
        if (!isNumber)
            return {};
        const auto chunk = exactly(count);
        if (!chunk || !line())
            return {};
        if (count == 0)
            return all;
        all += *chunk;
    }
}

std::optional<QByteArray> WireStream::body(const WireHeaders &headers, bool untilEnd)
{
    if (headerOf(headers, "Transfer-Encoding").toLower() == "chunked")
        return chunks();
    if (const QByteArray length = headerOf(headers, "Content-Length"); !length.isEmpty())
        return exactly(length.toLongLong());
    if (untilEnd) {
        while (readMore()) { }
    }
    return std::exchange(m_buffer, {});
}

std::optional<WireRequest> WireStream::readRequest()
{
    if (m_buffer.isEmpty() && !readMore())
        return {};
    if (m_buffer.front() < 'A' || m_buffer.front() > 'Z') // most likely TLS, whose client waits for an answer
        return {};
    const auto start = line();
    auto fields = start ? headers() : std::nullopt;
    if (!fields)
        return {};
    const QList<QByteArray> words = start->split(' ');
    if (words.size() != 3)
        return {};
    if (headerOf(*fields, "Expect").toLower() == "100-continue")
        write("HTTP/1.1 100 Continue\r\n\r\n");
    WireRequest request{words[0], words[1], *std::move(fields)};
    const bool hasBody = !request.header("Content-Length").isEmpty() || !request.header("Transfer-Encoding").isEmpty();
    if (const auto bytes = hasBody ? body(request.headers, false) : QByteArray())
        request.body = *bytes;
    else
        return {};
    return request;
}

std::optional<WireAnswer> WireStream::readAnswer(const QByteArray &method)
{
    WireAnswer answer;
    do {
        const auto start = line();
        auto fields = start ? headers() : std::nullopt;
        if (!fields)
            return {};
        answer.status = start->mid(9, 3).toInt();
        answer.headers = *std::move(fields);
    } while (answer.status / 100 == 1);
    if (method == "HEAD" || answer.status == 204 || answer.status == 304)
        return answer;
    if (const auto bytes = body(answer.headers, true))
        answer.body = *bytes;
    else
        return {};
    return answer;
}

bool WireStream::write(const QByteArray &bytes)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return false;
    m_socket->write(bytes);
    while (!m_ended && m_socket->bytesToWrite() > 0 && m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->waitForBytesWritten(kWireSlice);
    return m_socket->bytesToWrite() == 0 && m_socket->state() == QAbstractSocket::ConnectedState;
}

bool WireStream::pause(int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    while (!m_ended && m_socket->state() == QAbstractSocket::ConnectedState && !deadline.hasExpired())
        m_socket->waitForReadyRead(int(std::min<qint64>(kWireSlice, deadline.remainingTime()) + 1));
    return !m_ended && m_socket->state() == QAbstractSocket::ConnectedState;
}

void WireStream::close()
{
    m_socket->disconnectFromHost();
    while (!m_ended && m_socket->state() != QAbstractSocket::UnconnectedState)
        m_socket->waitForDisconnected(kWireSlice);
}

QByteArray headBytes(const WireRequest &request)
{
    QByteArray head = request.method + ' ' + request.target + " HTTP/1.1\r\n";
    append(head, request.headers);
    return head;
}

QByteArray headBytes(const WireAnswer &answer)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Status\r\n";
    append(head, answer.headers);
    return head;
}

QByteArray chunkBytes(const QByteArray &bytes)
{
    return bytes.isEmpty() ? bytes : QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

std::optional<WireAnswer> ask(quint16 port, WireRequest request, const std::atomic<bool> &ended)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress::LocalHost, port);
    if (!socket->waitForConnected(kWirePatience))
        return {};
    WireStream stream(std::move(socket), ended);
    if (request.header("Host").isEmpty())
        setHeader(request.headers, "Host", "127.0.0.1:" + QByteArray::number(port));
    setHeader(request.headers, "Connection", "close");
    removeHeader(request.headers, "Transfer-Encoding");
    removeHeader(request.headers, "Expect");
    if (!request.body.isEmpty())
        setHeader(request.headers, "Content-Length", QByteArray::number(request.body.size()));
    stream.write(headBytes(request) + request.body);
    return stream.readAnswer(request.method);
}

std::optional<WireAnswer> ask(quint16 port, const WireRequest &request)
{
    const std::atomic<bool> never = false;
    return ask(port, request, never);
}

} // namespace stratoscope::test
