// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/http_server.h"

namespace stratoscope::test {

constexpr int kAlways = -1;

/// What goes wrong with which requests: `proxy.add({.path = "/blobs/", .times = 2, .cutAfter = 1000})`. Several things may.
struct Fault {
    // Which requests.
    QByteArray path = {}; ///< a part of their path
    QByteArray method = "GET"; ///< empty: any
    bool elsewhere = false; ///< at the other host, where redirects lead
    int skip = 0; ///< so many of them pass before
    int times = 1; ///< or kAlways

    // Instead of an answer.
    bool isSilent = false; ///< nothing comes
    bool hangsUp = false; ///< the connection ends

    // Instead of the registry's answer.
    int status = 0;
    int retryAfter = -1; ///< seconds, with a status
    bool redirects = false; ///< to the other host, by a signed address; whom the registry refuses it is as without this fault
    bool redirectsToItself = false;
    bool forgetsLogin = false; ///< the registry does not see `Authorization`, as if that had expired
    int pageSize = 0; ///< a list of tags comes in pages of so many, which Debian's registry does not do

    // In the registry's answer.
    bool ignoresRange = false;
    qint64 rangeShift = 0; ///< Content-Range is off by so much
    qint64 lengthShift = 0; ///< Content-Length is
    bool chunked = false; ///< without a length
    bool gzip = false; ///< Content-Encoding, whatever the client accepts
    WireHeaders headers = {}; ///< in place of its own

    // In the body, by its bytes.
    qint64 cutAfter = -1;
    qint64 stallAfter = -1;
    qint64 wrongByteAt = -1;
    qint64 extraBytes = 0; ///< after its end; best chunked
    qint64 bytesPerSecond = 0; ///< 0: as fast as it goes

    std::size_t number = 0; ///< the proxy's own
};

/// Stands before a registry that speaks plain HTTP and passes everything on, but for the faults it is told. A second server of its
/// own, another host for every client, is where redirects lead: it has what the registry has, for those who have the address.
class FaultProxy
{
public:
    explicit FaultProxy(quint16 registryPort);

    /// Tried in the order they were added; the first that is for a request and not used up is what happens.
    void add(Fault fault);
    void clearFaults();
    /// Of all faults, how often they happened.
    int faultsDone() const;

    QString address() const { return m_front.address(); }
    quint16 port() const { return m_front.port(); }
    QString elsewhereAddress() const { return m_elsewhere.address(); }

    std::vector<SeenRequest> requests() const { return m_front.requests(); }
    std::vector<SeenRequest> requestsElsewhere() const { return m_elsewhere.requests(); }
    /// Bytes of bodies that were sent by both servers, for paths that contain this.
    qint64 bytesSent(const QByteArray &path = {}) const;
    void forgetRequests();

private:
    using Exchange = HttpServer::Exchange;

    /// Counts it as done.
    Fault faultFor(const WireRequest &request, bool elsewhere);
    /// It was not done after all.
    void giveBack(const Fault &fault);
    void serve(Exchange &exchange, bool elsewhere);
    void redirect(Exchange &exchange);
    void passOn(Exchange &exchange, const Fault &fault, bool elsewhere);
    void sendPage(Exchange &exchange, const Fault &fault, WireAnswer answer) const;
    static void send(Exchange &exchange, const Fault &fault, WireAnswer answer);

    const quint16 m_registryPort;
    mutable std::mutex m_mutex;
    std::vector<Fault> m_faults;
    std::size_t m_faultsAdded = 0;
    int m_faultsDone = 0;
    WireHeaders m_logins; ///< of signed addresses: what they stand for, and with which Authorization
    HttpServer m_elsewhere;
    HttpServer m_front; // last: it uses the others
};

} // namespace stratoscope::test
