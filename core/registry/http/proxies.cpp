// SPDX-License-Identifier: Apache-2.0
#include "registry/http/proxies.h"

#include "registry/http/host_address.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString variable(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    return value.isEmpty() ? environment.value(name.toUpper()) : value;
}

/// Whether an entry of no_proxy matches this host.
bool isMatch(QString entry, const QString &host, int port)
{
    if (entry == u"*")
        return true;
    if (entry.contains(u'/')) {
        const QHostAddress address(host);
        return !address.isNull() && address.isInSubnet(QHostAddress::parseSubnet(entry));
    }
    const qsizetype colon = entry.lastIndexOf(u':');
    if (colon > 0 && entry.count(u':') == 1) {
        if (entry.sliced(colon + 1).toInt() != port)
            return false;
        entry.truncate(colon);
    }
    if (entry.startsWith("*."_L1))
        entry.remove(0, 1);
    const QString domain = entry.startsWith(u'.') ? entry : u'.' + entry;
    return host.compare(entry, Qt::CaseInsensitive) == 0 || host.endsWith(domain, Qt::CaseInsensitive);
}

QNetworkProxy toProxy(const QString &text)
{
    const QUrl url(text.contains("://"_L1) ? text : u"http://"_s + text);
    const bool isSocks = url.scheme().startsWith("socks"_L1);
    const QString user = url.userName(QUrl::FullyDecoded);
    return {isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(), quint16(url.port(isSocks ? 1080 : 80)),
            user, url.password(QUrl::FullyDecoded)};
}

} // namespace

std::optional<QNetworkProxy> environmentProxy(const QUrl &url, const QProcessEnvironment &environment)
{
    QString proxy = variable(environment, url.scheme() + "_proxy"_L1);
    if (proxy.isEmpty())
        proxy = variable(environment, u"all_proxy"_s);
    if (proxy.isEmpty())
        return std::nullopt;
    const int port = url.port(url.scheme() == "https"_L1 ? 443 : 80);
    const QStringList exceptions = variable(environment, u"no_proxy"_s).split(u',', Qt::SkipEmptyParts);
    const auto isException = [&](const QString &entry) { return isMatch(entry.trimmed(), url.host(), port); };
    return std::ranges::any_of(exceptions, isException) ? QNetworkProxy(QNetworkProxy::NoProxy) : toProxy(proxy);
}

QNetworkProxy Proxies::find(const QUrl &url)
{
    if (isLoopbackHost(url.host()))
        return QNetworkProxy::NoProxy;
    const QString key = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toString();
    if (!m_known.contains(key)) {
        const auto proxy = environmentProxy(url, m_environment);
        m_known[key]
            = proxy ? *proxy : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)).value(0, QNetworkProxy::NoProxy);
    }
    return m_known[key];
}

} // namespace stratoscope
