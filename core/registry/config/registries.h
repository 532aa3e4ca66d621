// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/reference.h"
#include "registry/auth/credentials.h"
#include "registry/http/endpoint.h"

#include <map>
#include <memory>
#include <vector>

namespace stratoscope {

/// What a caller says about one registry; not about its mirrors.
struct RegistryHost {
    bool plainHttp = false;
    bool insecure = false; ///< any certificate is taken
    QString certDir{}; ///< instead of the machine's; empty: none

    bool operator==(const RegistryHost &) const = default;
};

/// What a caller says about registries: options of the command line, or the window's settings.
struct RegistryOptions {
    bool plainHttp = false;
    bool insecure = false; ///< any certificate is taken
    QString certDir{}; ///< `ca.crt`, `client.cert`, `client.key`
    std::optional<Credentials> credentials{};
    QString authFile{}; ///< empty: where Docker and containers keep theirs
    QString registriesConf{}; ///< empty: where containers' tools keep it; for tests too
    std::map<QString, RegistryHost> hosts{}; ///< by the registry as references have it; beside what is said for all
};

/// What this machine knows about registries: containers' registries.conf and its drop-ins (mirrors, insecure, blocked, aliases of
/// short names), the certs.d folders of Docker and containers, and the options. Immutable; thread-safe.
class Registries
{
public:
    /// Malformed for a registries.conf that cannot be read, naming the line.
    static Result<std::shared_ptr<const Registries>> load(RegistryOptions options);

    /// What a name means where it has no registry: `alpine` by its alias, else on docker.io.
    Result<Reference> resolveName(QStringView text) const;
    /// The servers to ask, in order: mirrors first, the registry itself last. Denied where it is blocked.
    Result<std::vector<Endpoint>> endpoints(const Reference &reference) const;
    /// A registry itself, for search, login and listing.
    Result<Endpoint> endpoint(const QString &registry, const QString &repository = {}) const;
    /// `--creds` (not for mirrors), then the auth file, this program's own logins in the system's keychain, Docker's configuration
    /// and its helpers, containers' auth.json.
    std::shared_ptr<CredentialSource> credentials() const;

private:
    struct Private;
    explicit Registries(std::unique_ptr<const Private> data);
    std::unique_ptr<const Private> d;
};

} // namespace stratoscope
