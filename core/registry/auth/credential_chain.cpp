// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/credential_chain.h"

#include "base/cancel.h"
#include "base/config_paths.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/credential_helper.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

class CredentialChain final : public CredentialSource
{
public:
    explicit CredentialChain(CredentialPlaces places)
        : m_places(std::move(places))
    {
    }

    Found find(const CredentialTarget &target, const std::stop_token &stop) override
    {
        const Turn turn(*this, stop);
        const std::tuple key(target.registry, target.repository, target.isDetour);
        const auto known = m_found.find(key);
        if (known != m_found.end())
            return known->second;
        return m_found.emplace(key, search(target, stop)).first->second;
    }

private:
    using Answer = Result<std::optional<Credentials>>;

    /// One thread at a time, so that those which ask for the same do not start several helpers; who waits can be cancelled alone.
    class Turn
    {
    public:
        Turn(CredentialChain &chain, const std::stop_token &stop)
            : m_chain(chain)
        {
            std::unique_lock lock(chain.m_mutex);
            chain.m_freed.wait(lock, stop, [&chain] { return !chain.m_isTaken; });
            throwIfStopped(stop);
            chain.m_isTaken = true;
        }
        ~Turn()
        {
            const std::scoped_lock lock(m_chain.m_mutex);
            m_chain.m_isTaken = false;
            m_chain.m_freed.notify_all();
        }
        Turn(const Turn &) = delete;
        Turn &operator=(const Turn &) = delete;

    private:
        CredentialChain &m_chain;
    };

    Found search(const CredentialTarget &target, const std::stop_token &stop)
    {
        Found found;
        const auto take = [&found](const QString &place, Answer answer) {
            if (answer)
                found.credentials = std::move(*answer);
            else
                found.warnings << (place.isEmpty() ? QString() : place + u": "_s) + answer.error().message()
                        + u"; going on without it"_s;
            return found.credentials.has_value();
        };
        if (m_places.given && !target.isDetour) {
            found.credentials = m_places.given;
            return found;
        }
        if (m_places.given)
            found.warnings
                << u"the credentials given are not sent to %1, which is a detour that registries.conf makes; log in to it"_s.arg(
                       target.registry);
        if (!m_places.authFile.isEmpty() && searchFile(m_places.authFile, target, take, stop))
            return found;
        if (m_places.keychain && take({}, m_places.keychain->read(target.registry, stop)))
            return found;
        for (const QString &path : QStringList{config_paths::dockerConfigFile()} + config_paths::authFiles()) {
            if (searchFile(path, target, take, stop))
                return found;
        }
        return found;
    }

    template <typename Take>
    bool searchFile(const QString &path, const CredentialTarget &target, const Take &take, const std::stop_token &stop)
    {
        const auto file = AuthFile::read(path);
        if (!file)
            return take({}, tl::unexpected(file.error()));
        const auto helper = file->helper(target.registry);
        if (!helper)
            return take({}, tl::unexpected(helper.error()));
        return (!helper->isEmpty() && take(path, askHelper(*helper, credentialServer(target.registry), stop)))
            || take({}, file->find(target.registry, target.repository));
    }

    Answer askHelper(const QString &helper, const QString &server, const std::stop_token &stop)
    {
        const std::pair key(helper, server);
        const auto known = m_answers.find(key);
        if (known != m_answers.end())
            return known->second;
        return m_answers.emplace(key, CredentialHelper(helper).get(server, stop)).first->second;
    }

    const CredentialPlaces m_places;
    std::mutex m_mutex;
    std::condition_variable_any m_freed;
    bool m_isTaken = false; ///< whose turn it is has what follows to itself
    std::map<std::tuple<QString, QString, bool>, Found> m_found; ///< by the target
    std::map<std::pair<QString, QString>, Answer> m_answers; ///< by helper and server
};

} // namespace

std::shared_ptr<CredentialSource> makeCredentialChain(CredentialPlaces places)
{
    return std::make_shared<CredentialChain>(std::move(places));
}

} // namespace stratoscope
