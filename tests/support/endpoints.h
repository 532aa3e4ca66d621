// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/auth/registry_auth.h"
#include "registry/client/registry_client.h"
#include "registry/http/endpoint.h"
#include "support/http_server.h"

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
    FoundCredentials find(const Endpoint &, const std::stop_token &) override
    {
        ++finds;
        return m_found;
    }
    std::atomic<int> finds = 0;

private:
    const FoundCredentials m_found;
};

inline std::shared_ptr<RegistryAuth> authOf(std::optional<Credentials> credentials)
{
    return std::make_shared<RegistryAuth>(std::make_shared<FixedCredentials>(std::move(credentials)));
}

/// A client without credentials.
inline RegistryClient clientOf(const HttpServer &server)
{
    return {endpointAt(server.address()), std::make_shared<RegistryAuth>(nullptr)};
}

} // namespace stratoscope::test
