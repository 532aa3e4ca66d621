// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/credential_chain.h"

#include "base/cancel.h"
#include "base/config_paths.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/credential_helper.h"

#include <chrono>
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
    explicit CredentialChain(CredentialChainOptions options)
        : m_options(std::move(options))
    {
    }

    FoundCredentials find(const Endpoint &target, const std::stop_token &stop) override
    {
        // One thread at a time, so that a helper is not run twice for the same credentials.
        std::unique_lock lock(m_mutex, std::defer_lock);
        do {
            throwIfStopped(stop);
        } while (!lock.try_lock_for(std::chrono::milliseconds(50)));
        const std::tuple key(target.registry, target.repository, target.isRemapped);
        const auto known = m_found.find(key);
        if (known != m_found.end())
            return known->second;
        return m_found.emplace(key, search(target, stop)).first->second;
    }

private:
    using Answer = Result<std::optional<Credentials>>;

    FoundCredentials search(const Endpoint &target, const std::stop_token &stop)
    {
        FoundCredentials found;
        const auto take = [&found](const QString &source, Answer answer) {
            if (answer)
                found.credentials = std::move(*answer);
            else
                found.problems << (source.isEmpty() ? QString() : source + u": "_s) + answer.error().message();
            return found.credentials.has_value();
        };
        if (m_options.given && !target.isRemapped) {
            found.credentials = m_options.given;
            return found;
        }
        if (m_options.given)
            found.problems << u"the given credentials are not sent to %1, to which registries.conf remaps the registry"_s.arg(
                target.registry);
        if (!m_options.authFile.isEmpty() && searchFile(m_options.authFile, target, take, stop))
            return found;
        if (m_options.keychain && take({}, m_options.keychain->read(target.registry, stop)))
            return found;
        for (const QString &path : QStringList{config_paths::dockerConfigFile()} + config_paths::authFiles()) {
            if (searchFile(path, target, take, stop))
                return found;
        }
        return found;
    }

    template <typename Take>
    bool searchFile(const QString &path, const Endpoint &target, const Take &take, const std::stop_token &stop)
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

    const CredentialChainOptions m_options;
    std::timed_mutex m_mutex; ///< guards the members below; held while helpers run
    std::map<std::tuple<QString, QString, bool>, FoundCredentials> m_found; ///< by the target
    std::map<std::pair<QString, QString>, Answer> m_answers; ///< by helper and server
};

} // namespace

std::shared_ptr<CredentialSource> makeCredentialChain(CredentialChainOptions options)
{
    return std::make_shared<CredentialChain>(std::move(options));
}

} // namespace stratoscope
