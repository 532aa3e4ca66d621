// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/keychain.h"

#include <map>

namespace stratoscope::test {

/// A keychain in memory, which can be locked.
class FakeKeychain : public Keychain
{
public:
    bool isLocked = false;
    int asked = 0;
    std::map<QString, Credentials> logins;

    Result<std::optional<Credentials>> read(const QString &registry, const std::stop_token &) override
    {
        STRATOSCOPE_CHECK(unlock());
        const auto login = logins.find(registry);
        return login == logins.end() ? std::nullopt : std::optional(login->second);
    }
    Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &) override
    {
        STRATOSCOPE_CHECK(unlock());
        logins[registry] = credentials;
        return {};
    }
    Result<bool> remove(const QString &registry, const std::stop_token &) override
    {
        STRATOSCOPE_CHECK(unlock());
        return logins.erase(registry) > 0;
    }

private:
    Result<void> unlock()
    {
        ++asked;
        if (isLocked)
            return fail(ErrorKind::Denied, QStringLiteral("the keychain"), QStringLiteral("stays locked"));
        return {};
    }
};

} // namespace stratoscope::test
