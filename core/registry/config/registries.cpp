// SPDX-License-Identifier: Apache-2.0
#include "registry/config/registries.h"

#include "archive/image_name.h"
#include "registry/auth/credential_chain.h"
#include "registry/auth/system_keychain.h"
#include "registry/config/certificates.h"
#include "registry/config/registries_conf.h"
#include "registry/http/host_address.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

struct Registries::Private {
    RegistryOptions options;
    RegistriesConf conf;
    TlsSettings givenTls; ///< from RegistryOptions::certDir
    std::shared_ptr<RegistryAuth> auth;

    Result<Endpoint> make(const QString &registry, const QString &repository, bool insecure, bool isMirror) const;
    Result<Endpoint> primary(const RegistryRule *rule, const QString &registry, const QString &repository,
                             const QString &name) const;
};

namespace {

const QString kDockerHub = u"docker.io"_s;

bool isLoopback(QString registry)
{
    static const QRegularExpression port(u":\\d+$"_s);
    return isLoopbackHost(registry.remove(port));
}

struct Location {
    QString registry;
    QString repository;
};

/// Replaces the `covered` characters that match a rule's prefix with the location.
Location moved(const QString &name, qsizetype covered, const QString &location)
{
    const QString target = location + name.sliced(std::min(covered, name.size()));
    const qsizetype slash = target.indexOf(u'/');
    return slash < 0 ? Location{target, {}} : Location{target.first(slash), target.sliced(slash + 1)};
}

bool isUsed(const RegistryMirror &mirror, bool byDigest)
{
    return mirror.use == RegistryMirror::Use::All || (mirror.use == RegistryMirror::Use::DigestOnly) == byDigest;
}

} // namespace

Registries::Registries(std::shared_ptr<const Private> data)
    : d(std::move(data))
{
}

Result<Registries> Registries::load(RegistryOptions options)
{
    auto data = std::make_shared<Private>();
    STRATOSCOPE_TRY(data->conf, RegistriesConf::load(options.registriesConf));
    if (!options.certDir.isEmpty()) {
        STRATOSCOPE_TRY(data->givenTls, loadCertificates(options.certDir));
    }
    if (!options.authFile.isEmpty() && !QFile::exists(options.authFile))
        return fail(ErrorKind::NotFound, options.authFile, u"no such file"_s);
    data->auth = std::make_shared<RegistryAuth>(makeCredentialChain(
        {.given = options.credentials, .authFile = options.authFile, .keychain = remembering(systemKeychain())}));
    data->options = std::move(options);
    return Registries(std::move(data));
}

Result<Endpoint> Registries::Private::make(const QString &registry, const QString &repository, bool insecure, bool isMirror) const
{
    Endpoint endpoint{.registry = registry,
                      .host = registry == kDockerHub ? u"registry-1.docker.io"_s : registry,
                      .repository = repository,
                      .isMirror = isMirror,
                      .plainHttp = PlainHttp::Never,
                      .tls = {}};
    const auto found = options.connections.find(registry);
    const ConnectionOptions own = isMirror || found == options.connections.end() ? ConnectionOptions() : found->second;
    if (!isMirror && !options.certDir.isEmpty()) {
        endpoint.tls = givenTls;
    } else if (!own.certDir.isEmpty()) {
        STRATOSCOPE_TRY(endpoint.tls, loadCertificates(own.certDir));
    } else if (const QString folder = certificateDirectory(registry); !folder.isEmpty()) {
        STRATOSCOPE_TRY(endpoint.tls, loadCertificates(folder));
    }
    endpoint.tls.verify = !insecure && !own.insecure && !(options.insecure && !isMirror);
    if (own.plainHttp || (options.plainHttp && !isMirror))
        endpoint.plainHttp = PlainHttp::Always;
    else if (insecure || isLoopback(registry))
        endpoint.plainHttp = PlainHttp::Fallback;
    return endpoint;
}

Result<Endpoint> Registries::Private::primary(const RegistryRule *rule, const QString &registry, const QString &repository,
                                              const QString &name) const
{
    if (!rule)
        return make(registry, repository, false, false);
    if (rule->blocked)
        return fail(ErrorKind::Denied, name, u"is blocked by %1 in registries.conf"_s.arg(quoted(rule->prefix)));
    if (rule->location.isEmpty())
        return make(registry, repository, rule->insecure, false);
    const QString path = repository.isEmpty() ? registry : registry + u'/' + repository;
    const Location location = moved(path, rule->match(name), rule->location);
    STRATOSCOPE_TRY(Endpoint endpoint, make(location.registry, location.repository, rule->insecure, false));
    endpoint.isRemapped = location.registry != registry;
    return endpoint;
}

Result<Reference> Registries::resolveName(QStringView text) const
{
    if (const QString name = text.toString(); isArchiveName(name))
        return QFileInfo::exists(name)
            ? fail(ErrorKind::Invalid, name, u"is a file, not the name of an image in a registry; import it instead"_s)
            : fail(ErrorKind::NotFound, name, u"no such file; an image of that name is written docker://%1"_s.arg(name));
    STRATOSCOPE_TRY(Reference reference, Reference::parse(text));
    const qsizetype at = text.indexOf(u'@');
    const QStringView tagged = at < 0 ? text : text.first(at);
    const qsizetype colon = tagged.lastIndexOf(u':');
    const QStringView name = colon > tagged.lastIndexOf(u'/') ? tagged.first(colon) : tagged;
    const auto alias = d->conf.aliases.find(name.toString());
    const bool isShort = reference.registry == kDockerHub && !name.startsWith(kDockerHub + u'/');
    if (!isShort || alias == d->conf.aliases.end() || alias->second.isEmpty())
        return reference;
    return Reference::parse(alias->second + text.sliced(name.size()).toString());
}

Result<std::vector<Endpoint>> Registries::endpoints(const Reference &reference) const
{
    const QString name = reference.canonical();
    const RegistryRule *rule = d->conf.find(name);
    STRATOSCOPE_TRY(Endpoint primary, d->primary(rule, reference.registry, reference.repository, name));
    std::vector<Endpoint> endpoints;
    for (const RegistryMirror &mirror : rule ? rule->mirrors : std::vector<RegistryMirror>()) {
        if (!isUsed(mirror, reference.digest.has_value()))
            continue;
        const Location location = moved(reference.name(), rule->match(name), mirror.location);
        STRATOSCOPE_TRY(Endpoint endpoint, d->make(location.registry, location.repository, mirror.insecure, true));
        endpoint.isRemapped = location.registry != reference.registry;
        endpoints.push_back(std::move(endpoint));
    }
    endpoints.push_back(std::move(primary));
    return endpoints;
}

Result<Endpoint> Registries::endpoint(const QString &registry, const QString &repository) const
{
    const auto probe = Reference::parse(registry + u"/x"_s);
    if (!probe || (probe->registry != registry && registry != "index.docker.io"_L1))
        return fail(ErrorKind::Invalid, quoted(registry),
                    u"is not a registry; expected HOST:PORT, or a HOST that contains a period"_s);
    const QString name = repository.isEmpty() ? probe->registry : probe->registry + u'/' + repository;
    return d->primary(d->conf.find(name), probe->registry, repository, name);
}

const RegistryOptions &Registries::options() const
{
    return d->options;
}

const std::shared_ptr<RegistryAuth> &Registries::auth() const
{
    return d->auth;
}

} // namespace stratoscope
