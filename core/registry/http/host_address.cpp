// SPDX-License-Identifier: Apache-2.0
#include "registry/http/host_address.h"

#include "base/cancel.h"

#include <QEventLoop>
#include <QHostInfo>

#include <algorithm>
#include <initializer_list>
#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QHostAddress toAddress(QStringView host)
{
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    return QHostAddress((isBracketed ? host.sliced(1, host.size() - 2) : host).toString());
}

QList<QPair<QHostAddress, int>> subnets(std::initializer_list<const char *> texts)
{
    QList<QPair<QHostAddress, int>> subnets;
    for (const char *const text : texts)
        subnets.append(QHostAddress::parseSubnet(QLatin1StringView(text)));
    return subnets;
}

/// The IPv4 addresses that packets to an IPv6 address are sent to.
QList<QHostAddress> embeddedAddresses(const QHostAddress &address)
{
    if (address.protocol() != QHostAddress::IPv6Protocol)
        return {};
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    const auto at = [&bytes](int offset, quint8 mask = 0) {
        quint32 value = 0;
        for (int i = offset; i < offset + 4; ++i)
            value = value << 8 | quint8(bytes[i] ^ mask);
        return QHostAddress(value);
    };
    // Compatible and mapped (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052)
    static const auto withSuffix = subnets({"::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"});
    if (std::ranges::any_of(withSuffix, [&address](const auto &network) { return address.isInSubnet(network); }))
        return {at(12)};
    static const auto sixToFour = QHostAddress::parseSubnet(u"2002::/16"_s); // RFC 3056
    if (address.isInSubnet(sixToFour))
        return {at(2)};
    static const auto teredo = QHostAddress::parseSubnet(u"2001::/32"_s); // RFC 4380: the server, and the client inverted
    if (address.isInSubnet(teredo))
        return {at(4), at(12, 0xFF)};
    return {};
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
    static const auto networks = subnets({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                                          "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
                                          "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/127", "64:ff9b:1::/48"});
    const auto isIn = [](const QHostAddress &one) {
        return std::ranges::any_of(networks, [&one](const auto &network) { return one.isInSubnet(network); });
    };
    return isIn(address) || std::ranges::any_of(embeddedAddresses(address), isIn);
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
