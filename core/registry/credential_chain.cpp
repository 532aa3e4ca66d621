// SPDX-License-Identifier: Apache-2.0
#include "registry/credential_chain.h"

#include "registry/auth_file.h"
#include "registry/config_paths.h"
#include "registry/credential_helper.h"

#include <map>
#include <mutex>
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

    Found find(const QString &registry, const QString &repository) override
    {
        // Held while helpers run, so that threads which ask for the same do not start several.
        const std::scoped_lock lock(m_mutex);
        const std::pair key(registry, repository);
        const auto known = m_found.find(key);
        if (known != m_found.end())
            return known->second;
        return m_found.emplace(key, search(registry, repository)).first->second;
    }

private:
    using Answer = Result<std::optional<Credentials>>;

    Found search(const QString &registry, const QString &repository)
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
        if (m_places.given && !m_places.notForGiven.contains(registry)) {
            found.credentials = m_places.given;
            return found;
        }
        if (m_places.given)
            found.warnings
                << u"the credentials given are not sent to %1, which is a detour that registries.conf makes; log in to it"_s.arg(
                       registry);
        if (!m_places.authFile.isEmpty() && searchFile(m_places.authFile, registry, repository, take))
            return found;
        if (m_places.keychain && take({}, m_places.keychain->read(registry)))
            return found;
        for (const QString &path : QStringList{config_paths::dockerConfigFile()} + config_paths::authFiles()) {
            if (searchFile(path, registry, repository, take))
                return found;
        }
        return found;
    }

    template <typename Take>
    bool searchFile(const QString &path, const QString &registry, const QString &repository, const Take &take)
    {
        const auto file = AuthFile::read(path);
        if (!file)
            return take({}, tl::unexpected(file.error()));
        const auto helper = file->helper(registry);
        if (!helper)
            return take({}, tl::unexpected(helper.error()));
        return (!helper->isEmpty() && take(path, askHelper(*helper, credentialServer(registry))))
            || take({}, file->find(registry, repository));
    }

    Answer askHelper(const QString &helper, const QString &server)
    {
        const std::pair key(helper, server);
        const auto known = m_answers.find(key);
        if (known != m_answers.end())
            return known->second;
        return m_answers.emplace(key, CredentialHelper(helper).get(server)).first->second;
    }

    const CredentialPlaces m_places;
    std::mutex m_mutex;
    std::map<std::pair<QString, QString>, Found> m_found; ///< by registry and repository
    std::map<std::pair<QString, QString>, Answer> m_answers; ///< by helper and server
};

} // namespace

std::shared_ptr<CredentialSource> makeCredentialChain(CredentialPlaces places)
{
    return std::make_shared<CredentialChain>(std::move(places));
}

} // namespace stratoscope
