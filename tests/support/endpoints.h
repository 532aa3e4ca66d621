// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/http/endpoint.h"

#include <atomic>

namespace stratoscope::test {

/// A repository at `127.0.0.1:PORT`, with the defaults for loopback.
inline Endpoint endpointAt(const QString &address, const QString &repository = QStringLiteral("team/app"))
{
    Endpoint endpoint;
    endpoint.registry = address;
    endpoint.host = address;
    endpoint.repository = repository;
    endpoint.plainHttp = PlainHttp::Fallback;
    return endpoint;
}

/// The same credentials for every registry.
class FixedCredentials : public CredentialSource
{
public:
    explicit FixedCredentials(std::optional<Credentials> credentials, QStringList warnings = {})
        : m_found{std::move(credentials), std::move(warnings)}
    {
    }
    FoundCredentials find(const CredentialTarget &, const std::stop_token &) override
    {
        ++finds;
        return m_found;
    }
    std::atomic<int> finds = 0;

private:
    const FoundCredentials m_found;
};

} // namespace stratoscope::test
