// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

#include <optional>

namespace stratoscope {

/// The proxy that the environment sets for a URL: `http_proxy`, `https_proxy`, `all_proxy`, and `no_proxy` with hosts, domains,
/// addresses, networks (`10.0.0.0/8`), ports and `*`; also in upper case. NoProxy if no_proxy matches; nothing if no proxy is set.
std::optional<QNetworkProxy> environmentProxy(const QUrl &url, const QProcessEnvironment &environment);

/// The environment's proxies, otherwise the system's; none for loopback. The system is asked once per host, since that may take
/// a while.
class Proxies
{
public:
    QNetworkProxy find(const QUrl &url);

private:
    QHash<QString, QNetworkProxy> m_known; ///< by scheme, host and port
    const QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

} // namespace stratoscope
