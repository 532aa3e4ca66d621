// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/registry_auth.h"

#include "base/cancel.h"
#include "registry/http/http_message.h"

#include <QScopeGuard>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

namespace {

/// A token is replaced before it expires on the method.
constexpr auto kMargin = 5s;

/// A key made of parts without line breaks.
QString joined(const QStringList &parts)
{
    return parts.join(u'\n');
}

/// The owner of credentials: a registry that another one is remapped to may have different ones for that.
QString ownerOf(const Endpoint &target)
{
    return target.isRemapped ? u"remapped "_s + target.registry : target.registry;
}

QString loginError(const QString &registry, bool hadCredentials)
{
    return hadCredentials ? u"the credentials were rejected; log in to %1 again"_s.arg(registry)
                          : u"a login is required; log in to %1 first"_s.arg(registry);
}

} // namespace

RegistryAuth::RegistryAuth(std::shared_ptr<CredentialSource> credentials)
    : m_source(std::move(credentials))
{
}

Result<QByteArray> RegistryAuth::authorization(const Endpoint &target, const QString &scope, HttpClient &client,
                                               const std::stop_token &stop)
{
    AuthMethod method;
    {
        const std::lock_guard lock(m_mutex);
        auto known = m_methods.find({target.host, scope});
        const bool isSame = known != m_methods.end();
        if (!isSame)
            known = m_methods.find({target.host, {}});
        if (known == m_methods.end())
            return QByteArray();
        method = known->second;
        if (method && !isSame)
            method->scope = scope;
    }
    return obtain(target, method, {}, client, stop);
}

Result<QByteArray> RegistryAuth::answer(const Endpoint &target, const QString &scope, const Supplier &server,
                                        std::span<const AuthChallenge> challenges, const QByteArray &refused, HttpClient &client,
                                        const std::stop_token &stop)
{
    const auto bearer = std::ranges::find_if(challenges, [](const AuthChallenge &challenge) {
        return challenge.scheme == "bearer" && !challenge.parameter("realm").isEmpty();
    });
    AuthMethod method;
    if (bearer != challenges.end()) {
        const QByteArray wanted = bearer->parameter("scope");
        method = TokenRequest{.registry = target.registry,
                              .challengedBy = server,
                              .realm = server.url.resolved(QUrl(QString::fromUtf8(bearer->parameter("realm")))),
                              .service = QString::fromUtf8(bearer->parameter("service")),
                              .scope = wanted.isEmpty() ? scope : QString::fromUtf8(wanted)};
    } else if (std::ranges::find(challenges, "basic", &AuthChallenge::scheme) == challenges.end()) {
        return fail(ErrorKind::Unauthorized, target.registry,
                    u"requires an unsupported authentication scheme (supported: Bearer, Basic)"_s);
    }
    STRATOSCOPE_TRY(QByteArray header, obtain(target, method, refused, client, stop));
    const std::lock_guard lock(m_mutex);
    m_methods[{target.host, scope}] = method;
    m_methods.try_emplace({target.host, {}}, method);
    return header;
}

Result<QByteArray> RegistryAuth::obtain(const Endpoint &target, const AuthMethod &method, const QByteArray &refused,
                                        HttpClient &client, const std::stop_token &stop)
{
    const QString key = method ? joined({ownerOf(target), method->realm.toString(), method->service, method->scope})
                               : joined({ownerOf(target), u"basic"_s, target.host, target.repository});
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

    const auto done = qScopeGuard([&] {
        const std::lock_guard relock(m_mutex);
        m_pending.erase(key);
        m_changed.notify_all();
    });
    auto made = make(target, method, refused, client, stop);
    if (!made)
        return Failure(explained(target, std::move(made).error()));
    const Header header = *std::move(made);
    const std::lock_guard relock(m_mutex);
    m_headers[key] = header;
    return header.value;
}

Result<RegistryAuth::Header> RegistryAuth::make(const Endpoint &target, const AuthMethod &method, const QByteArray &refused,
                                                HttpClient &client, const std::stop_token &stop)
{
    if (!method) {
        const QByteArray value = login(target, stop);
        if (value.isEmpty() || value == refused)
            return fail(ErrorKind::Unauthorized, target.registry, loginError(target.registry, !value.isEmpty()));
        return Header{.value = value, .expires = Clock::time_point::max()};
    }
    STRATOSCOPE_CHECK(client.checkSupplied(method->realm, method->challengedBy, stop));
    std::optional<Credentials> found = credentials(target, stop);
    const QString key = joined({ownerOf(target), method->realm.toString()});
    if (found && !found->identityToken.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        if (const auto newer = m_refreshTokens.find(key); newer != m_refreshTokens.end())
            found->identityToken = newer->second;
    }
    STRATOSCOPE_TRY(const BearerToken token, fetchToken(client, *method, found, stop));
    if (found && !found->identityToken.isEmpty() && !token.refreshToken.isEmpty()) {
        const std::lock_guard lock(m_mutex);
        m_refreshTokens[key] = token.refreshToken;
    }
    return Header{.value = "Bearer " + token.value, .expires = Clock::now() + token.lifetime};
}

QByteArray RegistryAuth::login(const Endpoint &target, const std::stop_token &stop)
{
    const auto found = credentials(target, stop);
    const bool isUsable = found && !found->user.isEmpty() && !found->password.isEmpty();
    return isUsable ? basicAuthorization(found->user, found->password) : QByteArray();
}

std::optional<Credentials> RegistryAuth::credentials(const Endpoint &target, const std::stop_token &stop)
{
    const FoundCredentials found = findCredentials(target, stop);
    const std::lock_guard lock(m_mutex);
    QStringList &known = m_problems[ownerOf(target)];
    for (const QString &problem : found.problems) {
        if (!known.contains(problem))
            known.append(problem);
        if (const QString warning = problem + u"; continuing without it"_s; !m_warnings.contains(warning))
            m_warnings.append(warning);
    }
    return found.credentials;
}

Error RegistryAuth::explained(const Endpoint &target, Error error) const
{
    if (error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::NotFound)
        error.detail += lookUpProblems(target);
    return error;
}

QString RegistryAuth::lookUpProblems(const Endpoint &target) const
{
    const std::lock_guard lock(m_mutex);
    const auto problems = m_problems.find(ownerOf(target));
    if (problems == m_problems.end() || problems->second.isEmpty())
        return {};
    return u"; some credentials could not be read: "_s + problems->second.join("; "_L1);
}

FoundCredentials RegistryAuth::findCredentials(const Endpoint &target, const std::stop_token &stop)
{
    return m_source ? m_source->find(target, stop) : FoundCredentials();
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
    return m_warnings.mid(std::exchange(m_taken, m_warnings.size()));
}

} // namespace stratoscope
