// SPDX-License-Identifier: Apache-2.0
#include "ui/search/registry_facts.h"

#include "registry/auth/login.h"
#include "registry/client/registry_client.h"
#include "registry/config/certificates.h"
#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RegistryFacts)
};

/// Any repository: rules that are only for some of a registry's are not what is asked for here.
Result<Reference> anyOf(const QString &address)
{
    return Reference::parse(address + u"/any/image"_s);
}

QString serverText(const Endpoint &server)
{
    QStringList said;
    if (server.isMirror)
        said += Tr::tr("mirror");
    if (server.plainHttp == PlainHttp::Always)
        said += Tr::tr("without TLS");
    else if (server.plainHttp == PlainHttp::Fallback)
        said += Tr::tr("without TLS where it has none");
    if (!server.tls.verify)
        said += Tr::tr("any certificate");
    return said.isEmpty() ? server.host : Tr::tr("%1 (%2)").arg(server.host, listText(said));
}

LoginPlaces places()
{
    return {.authFile = {}, .keychain = remembering(systemKeychain())};
}

} // namespace

RegistryFacts registryFacts(const Registries &registries, const QString &address, const std::stop_token &stop)
{
    RegistryFacts facts;
    facts.certificates = certificateFolder(address);
    const auto found = registries.credentials()->find({.registry = address}, stop);
    facts.warnings = found.warnings;
    if (found.credentials)
        facts.user = found.credentials->user.isEmpty() ? Tr::tr("a token") : found.credentials->user;
    const auto reference = anyOf(address);
    const auto servers = reference ? registries.endpoints(*reference) : Result<std::vector<Endpoint>>();
    if (!servers) {
        facts.blocked = servers.error().message();
        return facts;
    }
    for (const Endpoint &server : *servers)
        facts.servers += serverText(server);
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
    const auto reference = anyOf(address);
    const bool isHost = reference && !address.contains(u'/') && reference->repository == u"any/image"_s;
    return isHost ? std::optional(reference->registry) : std::nullopt;
}

Result<QString> logIn(RegistryOptions options, const QString &address, const Credentials &credentials, const std::stop_token &stop)
{
    options.credentials = credentials;
    STRATOSCOPE_TRY(const auto registries, Registries::load(std::move(options)));
    STRATOSCOPE_TRY(Endpoint endpoint, registries->endpoint(address));
    RegistryClient client(std::move(endpoint), makeRegistryAuth(registries->credentials()));
    STRATOSCOPE_CHECK(client.ping(stop));
    return keepLogin(address, credentials, places(), stop);
}

Result<QStringList> logOut(const QString &address, const std::stop_token &stop)
{
    return forgetLogin(address, places(), stop);
}

} // namespace stratoscope::ui
