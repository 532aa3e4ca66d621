// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_auth.h"

#include "base/cancel.h"
#include "registry/client/registry_client.h"
#include "registry/http/host_scope.h"
#include "registry/http/http_headers.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

namespace {

/// A token is replaced before it expires on the way.
constexpr auto kMargin = 5s;

/// Keys of parts that hold no line break.
QString joined(const QStringList &parts)
{
    return parts.join(u'\n');
}

/// Whose credentials these are: a registry may be another's mirror as well, and then has its own for each.
QString whose(const AuthTarget &target)
{
    return target.isDetour ? u"detour "_s + target.registry : target.registry;
}

QString refusedLogin(const QString &registry, bool hadCredentials)
{
    return hadCredentials ? u"the login was refused; log in to %1 again"_s.arg(registry)
                          : u"a login is needed; log in to %1 first"_s.arg(registry);
}

} // namespace

std::shared_ptr<RegistryAuth> makeRegistryAuth(std::shared_ptr<CredentialSource> credentials)
{
    return std::make_shared<RegistryAuth>(std::move(credentials));
}

RegistryAuth::RegistryAuth(std::shared_ptr<CredentialSource> credentials)
    : m_source(std::move(credentials))
{
}

Result<QByteArray> RegistryAuth::authorization(const AuthTarget &target, HttpClient &client, const std::stop_token &stop)
{
    Way way;
    {
        const std::lock_guard lock(m_mutex);
        auto known = m_ways.find({target.host, target.scope});
        const bool isSame = known != m_ways.end();
        if (!isSame)
            known = m_ways.find({target.host, {}});
        if (known == m_ways.end())
            return QByteArray();
        way = known->second;
        if (!isSame)
            way.scope = target.scope;
    }
    return obtain(target, way, {}, client, stop);
}

Result<QByteArray> RegistryAuth::answer(const AuthTarget &target, const QUrl &url, std::span<const AuthChallenge> challenges,
                                        const QByteArray &refused, HttpClient &client, const std::stop_token &stop)
{
    const auto bearer = std::ranges::find_if(challenges, [](const AuthChallenge &challenge) {
        return challenge.scheme == "bearer" && !challenge.parameter("realm").isEmpty();
    });
    Way way;
    if (bearer != challenges.end()) {
        way.realm = url.resolved(QUrl(QString::fromUtf8(bearer->parameter("realm"))));
        way.service = QString::fromUtf8(bearer->parameter("service"));
        const QByteArray scope = bearer->parameter("scope");
        way.scope = scope.isEmpty() ? target.scope : QString::fromUtf8(scope);
        STRATOSCOPE_CHECK(checkHop(url, way.realm, stop));
    } else if (std::ranges::find(challenges, "basic", &AuthChallenge::scheme) != challenges.end()) {
        way.isBasic = true;
    } else {
        return fail(ErrorKind::Unauthorized, target.registry,
                    u"wants a login, but of no kind that is known here (Bearer, Basic)"_s);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_ways[{target.host, target.scope}] = way;
        m_ways.try_emplace({target.host, {}}, way);
    }
    return obtain(target, way, refused, client, stop);
}

Result<QByteArray> RegistryAuth::obtain(const AuthTarget &target, const Way &way, const QByteArray &refused, HttpClient &client,
                                        const std::stop_token &stop)
{
    const QString key = way.isBasic ? joined({whose(target), u"basic"_s, target.host, target.repository})
                                    : joined({whose(target), way.realm.toString(), way.service, way.scope});
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [&] { return !m_pending.contains(key); });
    throwIfStopped(stop);
    if (const auto known = m_headers.find(key); known != m_headers.end()) {
        if (known->second.value != refused && Clock::now() + kMargin < known->second.expires)
            return known->second.value;
        m_headers.erase(known);
    }
    m_pending.insert(key);
    lock.unlock();

    struct Done {
        RegistryAuth *auth;
        const QString &key;
        ~Done()
        {
            const std::lock_guard relock(auth->m_mutex);
            auth->m_pending.erase(key);
            auth->m_changed.notify_all();
        }
    } const done{this, key};
    STRATOSCOPE_TRY(const Header header, make(target, way, refused, client, stop));
    lock.lock();
    m_headers[key] = header;
    lock.unlock();
    return header.value;
}

Result<RegistryAuth::Header> RegistryAuth::make(const AuthTarget &target, const Way &way, const QByteArray &refused,
                                                HttpClient &client, const std::stop_token &stop)
{
    if (way.isBasic) {
        const QByteArray value = login(target, stop);
        if (value.isEmpty() || value == refused)
            return fail(ErrorKind::Unauthorized, target.registry, refusedLogin(target.registry, !value.isEmpty()));
        return Header{.value = value, .expires = Clock::time_point::max()};
    }
    std::optional<Credentials> found = credentials(target, stop);
    const QString key = joined({whose(target), way.realm.toString()});
    if (found && !found->identityToken.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        if (const auto newer = m_refreshTokens.find(key); newer != m_refreshTokens.end())
            found->identityToken = newer->second;
    }
    const TokenRequest request{.registry = target.registry, .realm = way.realm, .service = way.service, .scope = way.scope};
    STRATOSCOPE_TRY(const BearerToken token, fetchToken(client, request, found, stop));
    if (found && !found->identityToken.isEmpty() && !token.refreshToken.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        m_refreshTokens[key] = token.refreshToken;
    }
    return Header{.value = "Bearer " + token.value, .expires = Clock::now() + token.lifetime};
}

QByteArray RegistryAuth::login(const AuthTarget &target, const std::stop_token &stop)
{
    const auto found = credentials(target, stop);
    const bool isUsable = found && !found->user.isEmpty() && !found->password.isEmpty();
    return isUsable ? basicAuthorization(found->user, found->password) : QByteArray();
}

std::optional<Credentials> RegistryAuth::credentials(const AuthTarget &target, const std::stop_token &stop)
{
    if (!m_source)
        return std::nullopt;
    CredentialSource::Found found
        = m_source->find({.registry = target.registry, .repository = target.repository, .isDetour = target.isDetour}, stop);
    const std::lock_guard lock(m_mutex);
    for (const QString &warning : std::as_const(found.warnings)) {
        if (!m_toldWarnings.contains(warning)) {
            m_toldWarnings.append(warning);
            m_warnings.append(warning);
        }
    }
    return found.credentials;
}

QString RegistryAuth::scheme(const QString &host) const
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_schemes.find(host);
    return known == m_schemes.end() ? QString() : known->second;
}

void RegistryAuth::setScheme(const QString &host, const QString &scheme)
{
    const std::lock_guard lock(m_mutex);
    m_schemes[host] = scheme;
}

QStringList RegistryAuth::takeWarnings()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_warnings, {});
}

} // namespace stratoscope
