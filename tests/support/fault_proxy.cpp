// SPDX-License-Identifier: Apache-2.0
#include "support/fault_proxy.h"

#include "support/compress.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr qint64 kPiece = 65536; // bytes sent at once
constexpr int kTick = 20; // milliseconds between the pieces of a slow answer

void shiftRange(WireHeaders &headers, qint64 shift)
{
    // bytes FIRST-LAST/SIZE
    const QByteArray range = headerOf(headers, "Content-Range");
    const QList<QByteArray> numbers = QByteArray(range.mid(6)).replace('-', '/').split('/');
    if (shift != 0 && numbers.size() == 3)
        setHeader(headers, "Content-Range",
                  "bytes " + QByteArray::number(numbers[0].toLongLong() + shift) + '-'
                      + QByteArray::number(numbers[1].toLongLong() + shift) + '/' + numbers[2]);
}

} // namespace

FaultProxy::FaultProxy(quint16 registryPort)
    : m_registryPort(registryPort)
    , m_elsewhere([this](Exchange &exchange) { serve(exchange, true); })
    , m_front([this](Exchange &exchange) { serve(exchange, false); })
{
}

void FaultProxy::add(Fault fault)
{
    const std::lock_guard lock(m_mutex);
    fault.number = ++m_faultsAdded;
    m_faults.push_back(std::move(fault));
}

void FaultProxy::clearFaults()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
}

int FaultProxy::faultsDone() const
{
    const std::lock_guard lock(m_mutex);
    return m_faultsDone;
}

qint64 FaultProxy::bytesSent(const QByteArray &path) const
{
    qint64 sum = 0;
    for (const auto &requests : {requests(), requestsElsewhere()}) {
        for (const SeenRequest &request : requests)
            sum += request.path().contains(path) ? request.bytesSent : 0;
    }
    return sum;
}

void FaultProxy::forgetRequests()
{
    m_front.forgetRequests();
    m_elsewhere.forgetRequests();
}

Fault FaultProxy::faultFor(const WireRequest &request, bool elsewhere)
{
    const std::lock_guard lock(m_mutex);
    for (Fault &fault : m_faults) {
        const bool isMeant = fault.elsewhere == elsewhere && request.path().contains(fault.path)
            && (fault.method.isEmpty() || fault.method == request.method) && fault.times != 0;
        if (!isMeant)
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (fault.times > 0)
            --fault.times;
        ++m_faultsDone;
        return fault;
    }
    return {};
}

void FaultProxy::giveBack(const Fault &fault)
{
    const std::lock_guard lock(m_mutex);
    --m_faultsDone;
    for (Fault &own : m_faults) {
        if (own.number == fault.number && own.times != kAlways)
            ++own.times;
    }
}

void FaultProxy::serve(Exchange &exchange, bool elsewhere)
{
    const Fault fault = faultFor(exchange.request(), elsewhere);
    if (fault.isSilent) {
        exchange.stall();
    } else if (fault.hangsUp) {
        exchange.hangUp();
    } else if (fault.status != 0) {
        WireHeaders headers = fault.headers;
        if (fault.retryAfter >= 0)
            setHeader(headers, "Retry-After", QByteArray::number(fault.retryAfter));
        exchange.answerError(fault.status, fault.status == 429 ? "TOOMANYREQUESTS" : "UNKNOWN", headers);
    } else if (fault.redirectsToItself) {
        exchange.answer({307, {{"Location", exchange.request().target}}, {}});
    } else {
        passOn(exchange, fault, elsewhere);
    }
}

void FaultProxy::redirect(Exchange &exchange)
{
    const WireRequest &request = exchange.request();
    const QByteArray address = [&] {
        const std::lock_guard lock(m_mutex);
        const QByteArray target
            = "/elsewhere" + request.path() + "?signature=secret-" + QByteArray::number(qint64(m_logins.size()));
        m_logins.emplace_back(target, request.header("Authorization"));
        return target;
    }();
    exchange.answer({307, {{"Location", "http://" + m_elsewhere.address().toLatin1() + address}}, {}});
}

void FaultProxy::passOn(Exchange &exchange, const Fault &fault, bool elsewhere)
{
    WireRequest request = exchange.request();
    if (elsewhere) {
        const std::lock_guard lock(m_mutex);
        const auto login = std::find_if(m_logins.begin(), m_logins.end(),
                                        [&request](const auto &login) { return login.first == request.target; });
        if (login == m_logins.end() || !request.header("Authorization").isEmpty()) {
            // As stores of objects do, which take a signature or a login and not both.
            exchange.answerError(login == m_logins.end() ? 403 : 400, "DENIED");
            return;
        }
        request.target = request.path().mid(int(qstrlen("/elsewhere")));
        if (!login->second.isEmpty())
            setHeader(request.headers, "Authorization", login->second);
    }
    if (fault.forgetsLogin)
        removeHeader(request.headers, "Authorization");
    if (fault.ignoresRange)
        removeHeader(request.headers, "Range");
    if (fault.pageSize > 0)
        request.target = request.path();
    auto answer = ask(m_registryPort, request, exchange.ended());
    if (!answer) {
        exchange.hangUp();
        return;
    }
    if (fault.redirects && answer->status / 100 == 2) {
        redirect(exchange);
        return;
    }
    if (fault.redirects)
        giveBack(fault);
    removeHeader(answer->headers, "Connection");
    removeHeader(answer->headers, "Transfer-Encoding");
    if (fault.ignoresRange)
        removeHeader(answer->headers, "Accept-Ranges");
    if (fault.pageSize > 0)
        sendPage(exchange, fault, *std::move(answer));
    else
        send(exchange, fault, *std::move(answer));
}

void FaultProxy::sendPage(Exchange &exchange, const Fault &fault, WireAnswer answer) const
{
    QJsonObject list = QJsonDocument::fromJson(answer.body).object();
    QStringList all;
    for (const QJsonValue &tag : list.value("tags"_L1).toArray())
        all << tag.toString();
    all.sort();
    const QByteArray last = exchange.request().query("last").value(0);
    const qsizetype asked = exchange.request().query("n").value(0).toLongLong();
    const qsizetype count = asked > 0 ? std::min<qsizetype>(asked, fault.pageSize) : fault.pageSize;
    const auto first = std::upper_bound(all.cbegin(), all.cend(), QString::fromUtf8(last));
    const QStringList page = all.mid(first - all.cbegin(), count);
    const bool isMore = all.cend() - first > count;
    if (isMore)
        setHeader(answer.headers, "Link",
                  '<' + exchange.request().path() + "?last=" + page.last().toUtf8() + "&n=" + QByteArray::number(count)
                      + ">; rel=\"next\"");
    list.insert(u"tags"_s, QJsonArray::fromStringList(page));
    answer.body = QJsonDocument(list).toJson(QJsonDocument::Compact);
    removeHeader(answer.headers, "Content-Length");
    exchange.answer(std::move(answer));
}

void FaultProxy::send(Exchange &exchange, const Fault &fault, WireAnswer answer)
{
    if (fault.wrongByteAt >= 0 && fault.wrongByteAt < answer.body.size())
        answer.body[fault.wrongByteAt] = char(answer.body[fault.wrongByteAt] ^ 1);
    if (fault.gzip) {
        answer.body
            = QByteArray::fromStdString(compressed({answer.body.constData(), std::size_t(answer.body.size())}, Compression::Gzip));
        setHeader(answer.headers, "Content-Encoding", "gzip");
    }
    shiftRange(answer.headers, fault.rangeShift);
    for (const auto &[name, value] : fault.headers)
        setHeader(answer.headers, name, value);
    const bool isHead = exchange.request().method == "HEAD";
    if (fault.chunked && !isHead) {
        removeHeader(answer.headers, "Content-Length");
        setHeader(answer.headers, "Transfer-Encoding", "chunked");
    } else if (!isHead) {
        setHeader(answer.headers, "Content-Length", QByteArray::number(answer.body.size() + fault.lengthShift));
    }
    answer.body += QByteArray(fault.extraBytes, 'x');
    if (!exchange.sendHead(answer) || isHead)
        return;

    const qint64 end = fault.cutAfter >= 0 ? fault.cutAfter : fault.stallAfter >= 0 ? fault.stallAfter : answer.body.size();
    const qint64 size = std::min<qint64>(end, answer.body.size());
    const qint64 piece = fault.bytesPerSecond > 0 ? std::max<qint64>(1, fault.bytesPerSecond * kTick / 1000) : kPiece;
    for (qint64 at = 0; at < size; at += piece) {
        const QByteArray bytes = answer.body.mid(at, std::min(piece, size - at));
        if (!exchange.sendBody(fault.chunked ? chunkBytes(bytes) : bytes, bytes.size())) {
            exchange.hangUp();
            return;
        }
        if (fault.bytesPerSecond > 0)
            exchange.pause(kTick);
    }
    if (fault.stallAfter >= 0)
        exchange.stall();
    const bool isBroken = fault.cutAfter >= 0 || fault.stallAfter >= 0 || fault.lengthShift != 0 || fault.extraBytes != 0;
    if (isBroken && (!fault.chunked || fault.extraBytes == 0 || fault.cutAfter >= 0))
        exchange.hangUp();
    else if (fault.chunked)
        exchange.sendBody(kLastChunk, 0);
}

} // namespace stratoscope::test
