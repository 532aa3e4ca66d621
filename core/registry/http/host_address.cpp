// SPDX-License-Identifier: Apache-2.0
#include "registry/http/host_address.h"

#include "base/cancel.h"

#include <QEventLoop>
#include <QHostInfo>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QHostAddress toAddress(QStringView host)
{
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    return QHostAddress((isBracketed ? host.sliced(1, host.size() - 2) : host).toString());
}

QHostInfo lookUp(const QString &host, const std::stop_token &stop)
{
    QObject context;
    std::optional<QHostInfo> found;
    QHostInfo::lookupHost(host, &context, [&found](const QHostInfo &info) { found = info; });
    const std::stop_callback wake(stop, [&context] {
        QMetaObject::invokeMethod(
            &context, [] {}, Qt::QueuedConnection);
    });
    QEventLoop loop;
    while (!found) {
        throwIfStopped(stop);
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    }
    return *found;
}

} // namespace

bool isLoopbackHost(QStringView host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host.endsWith(".localhost"_L1, Qt::CaseInsensitive)
        || toAddress(host).isLoopback();
}

bool isPrivateAddress(const QHostAddress &address)
{
    static const auto networks = [] {
        QList<QPair<QHostAddress, int>> subnets;
        for (const auto text :
             {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
              "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/127"}) {
            const auto [address, length] = subnets.emplaceBack(QHostAddress::parseSubnet(QLatin1StringView(text)));
            if (address.protocol() == QHostAddress::IPv4Protocol) // the same behind a NAT64 (RFC 6052)
                subnets.append({QHostAddress(u"64:ff9b::"_s + address.toString()), 96 + length});
        }
        return subnets;
    }();
    bool isIPv4 = false;
    const quint32 embedded = address.toIPv4Address(&isIPv4); // of ::ffff:a.b.c.d too
    const QHostAddress plain = isIPv4 ? QHostAddress(embedded) : address;
    return std::ranges::any_of(networks, [&](const auto &network) { return plain.isInSubnet(network); });
}

QList<QHostAddress> resolveHost(const QString &host, const std::stop_token &stop)
{
    if (const QHostAddress address = toAddress(host); !address.isNull())
        return {address};
    QList<QHostAddress> addresses = lookUp(host, stop).addresses();
    // The addresses are tried one after another: a broken IPv6 route must not cost a time-out each time.
    std::stable_partition(addresses.begin(), addresses.end(),
                          [](const QHostAddress &address) { return address.protocol() == QHostAddress::IPv4Protocol; });
    return addresses;
}

} // namespace stratoscope
