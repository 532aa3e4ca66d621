// SPDX-License-Identifier: Apache-2.0
#include "ui/search/registry_facts.h"

#include "registry/auth/login.h"
#include "registry/auth/system_keychain.h"
#include "registry/client/registry_client.h"
#include "registry/config/certificates.h"
#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct RegistryFactsTr {
    Q_DECLARE_TR_FUNCTIONS(RegistryFacts)
};

/// A repository to which only the rules for the entire registry apply.
Result<Reference> anyRepository(const QString &address)
{
    return Reference::parse(address + u"/any/image"_s);
}

QString endpointText(const Endpoint &endpoint)
{
    QStringList options;
    if (endpoint.isMirror)
        options += RegistryFactsTr::tr("mirror");
    if (endpoint.plainHttp == PlainHttp::Always)
        options += RegistryFactsTr::tr("plain HTTP");
    else if (endpoint.plainHttp == PlainHttp::Fallback)
        options += RegistryFactsTr::tr("plain HTTP if HTTPS is unavailable");
    if (!endpoint.tls.verify)
        options += RegistryFactsTr::tr("certificate not verified");
    return options.isEmpty() ? endpoint.host : RegistryFactsTr::tr("%1 (%2)").arg(endpoint.host, listText(options));
}

LoginStorage loginStorage()
{
    return {.authFile = {}, .keychain = remembering(systemKeychain())};
}

} // namespace

RegistryFacts registryFacts(const Registries &registries, const QString &address, const std::stop_token &stop)
{
    RegistryFacts facts;
    facts.certificates = certificateDirectory(address);
    const auto found = registries.auth()->findCredentials({.registry = address}, stop);
    facts.warnings = found.problems;
    if (found.credentials)
        facts.user = found.credentials->user.isEmpty() ? RegistryFactsTr::tr("a token") : found.credentials->user;
    const auto reference = anyRepository(address);
    const auto endpoints = reference ? registries.endpoints(*reference) : Result<std::vector<Endpoint>>();
    if (!endpoints) {
        facts.blocked = endpoints.error().message();
        return facts;
    }
    for (const Endpoint &endpoint : *endpoints)
        facts.endpoints += endpointText(endpoint);
    return facts;
}

std::optional<QString> registryAddress(const QString &text)
{
    QString address = text.trimmed();
    for (const QString &scheme : {u"https://"_s, u"http://"_s, u"docker://"_s}) {
        if (address.startsWith(scheme))
            address = address.sliced(scheme.size());
    }
    while (address.endsWith(u'/'))
        address.chop(1);
    const auto reference = anyRepository(address);
    const bool isHost = reference && !address.contains(u'/') && reference->repository == u"any/image"_s;
    return isHost ? std::optional(reference->registry) : std::nullopt;
}

Result<QString> logIn(RegistryOptions options, const QString &address, const Credentials &credentials, const std::stop_token &stop)
{
    options.credentials = credentials;
    STRATOSCOPE_TRY(const Registries registries, Registries::load(std::move(options)));
    STRATOSCOPE_TRY(Endpoint endpoint, registries.endpoint(address));
    RegistryClient client(std::move(endpoint), registries.auth());
    STRATOSCOPE_CHECK(client.ping(stop));
    return storeLogin(address, credentials, loginStorage(), stop);
}

Result<QStringList> logOut(const QString &address, const std::stop_token &stop)
{
    return removeLogin(address, loginStorage(), stop);
}

} // namespace stratoscope::ui
