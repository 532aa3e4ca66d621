// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/reference.h"
#include "registry/auth/registry_auth.h"
#include "registry/config/list_limits.h"
#include "registry/http/endpoint.h"
#include "registry/http/retry.h"

#include <chrono>
#include <map>
#include <memory>
#include <vector>

// registry/config: how registries are reached from this machine.
namespace stratoscope {

/// How to connect to one registry.
struct ConnectionOptions {
    bool plainHttp = false;
    bool insecure = false; ///< accept any certificate
    QString certDir{}; ///< replaces the machine's certificates for this registry; empty: none

    bool operator==(const ConnectionOptions &) const = default;
};

/// Options of the command line, or the window's settings. They add to the machine's configuration.
struct RegistryOptions {
    bool plainHttp = false;
    bool insecure = false; ///< accept any certificate
    QString certDir{}; ///< `ca.crt`, `client.cert`, `client.key`
    std::optional<Credentials> credentials{};
    QString authFile{}; ///< empty: the files of Docker and containers-auth.json(5)
    QString registriesConf{}; ///< empty: the files of containers-registries.conf(5)
    std::map<QString, ConnectionOptions> connections{}; ///< by registry as in references; does not apply to its mirrors
    RetryPolicy retry{};
    int parallelBlobs = 3; ///< simultaneous downloads of a pull
    std::chrono::milliseconds inactivity = kInactivity; ///< how long a server may be silent or slow
    ListLimits lists{};
};

/// How to reach registries from this machine: registries.conf and its drop-ins (mirrors, insecure and blocked registries, aliases
/// of short names), the certs.d directories of Docker and containers-certs.d(5), credentials and tokens, and the caller's options.
/// Immutable apart from the tokens; cheap to copy; thread-safe.
class Registries
{
public:
    /// Blocking: reads the configuration. Errors: Configuration for a malformed registries.conf, naming the line; NotFound for a
    /// file or directory that the options name.
    static Result<Registries> load(RegistryOptions options);

    const RegistryOptions &options() const;
    /// The tokens and the credentials: those of the options (not for mirrors), the auth file, this program's own logins in the
    /// system's keychain, Docker's configuration and its helpers, containers-auth.json(5).
    const std::shared_ptr<RegistryAuth> &auth() const;
    /// Resolves a name that lacks a registry: by its alias, otherwise to docker.io.
    Result<Reference> resolveName(QStringView text) const;
    /// The endpoints to ask, in order: mirrors first, the registry itself last. Denied if the registry is blocked.
    Result<std::vector<Endpoint>> endpoints(const Reference &reference) const;
    /// The registry itself, for search, login and listing.
    Result<Endpoint> endpoint(const QString &registry, const QString &repository = {}) const;

private:
    struct Private;
    explicit Registries(std::shared_ptr<const Private> data);
    std::shared_ptr<const Private> d;
};

} // namespace stratoscope
