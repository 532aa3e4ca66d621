// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QNetworkProxyFactory>
#include <QProcessEnvironment>
#include <QUrl>

#include <optional>

namespace stratoscope {

/// What the environment says for an address: `http_proxy`, `https_proxy`, `all_proxy`, and `no_proxy` with hosts, domains,
/// addresses, networks (`10.0.0.0/8`), ports and `*`; in upper case too. NoProxy for what no_proxy lists; nothing where
/// there is no proxy for it.
std::optional<QNetworkProxy> environmentProxy(const QUrl &url, const QProcessEnvironment &environment);

/// The environment's proxies, else the system's; none for loopback. Asked once for each host, since the system's answer may take a
/// while.
class ProxyFactory : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    QList<QNetworkProxy> find(const QNetworkProxyQuery &query) const;

    QHash<QString, QList<QNetworkProxy>> m_known; ///< by scheme and host
    const QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

} // namespace stratoscope
