// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/login.h"

#include "base/config_paths.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/credential_helper.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kKeychain = u"the system keychain"_s;

QString filePath(const LoginPlaces &places)
{
    return places.authFile.isEmpty() ? config_paths::dockerConfigFile() : places.authFile;
}

bool usesKeychain(const LoginPlaces &places)
{
    return places.keychain && places.authFile.isEmpty();
}

} // namespace

Result<QString> keepLogin(const QString &registry, const Credentials &credentials, const LoginPlaces &places,
                          const std::stop_token &stop)
{
    STRATOSCOPE_TRY(AuthFile file, AuthFile::read(filePath(places)));
    STRATOSCOPE_TRY(const QString helper, file.helper(registry));
    if (helper.isEmpty() && usesKeychain(places) && places.keychain->write(registry, credentials, stop))
        return kKeychain;
    // A keychain goes before the file: what it may have of this registry would be taken instead. That it may not answer is all the
    // same.
    if (usesKeychain(places))
        static_cast<void>(places.keychain->remove(registry, stop));
    if (helper.isEmpty()) {
        file.set(registry, credentials);
        STRATOSCOPE_CHECK(file.save());
        return file.path();
    }
    STRATOSCOPE_CHECK(CredentialHelper(helper).store(credentialServer(registry), credentials, stop));
    file.setKeptByHelper(registry);
    STRATOSCOPE_CHECK(file.save());
    return u"docker-credential-"_s + helper;
}

Result<QStringList> forgetLogin(const QString &registry, const LoginPlaces &places, const std::stop_token &stop)
{
    QStringList forgotten;
    std::optional<Error> failure;
    const auto note = [&](const QString &place, Result<bool> removed) {
        if (!removed && !failure)
            failure = std::move(removed).error();
        else if (removed && *removed)
            forgotten << place;
    };
    if (usesKeychain(places))
        note(kKeychain, places.keychain->remove(registry, stop));

    STRATOSCOPE_TRY(AuthFile file, AuthFile::read(filePath(places)));
    STRATOSCOPE_TRY(const QString helper, file.helper(registry));
    if (!helper.isEmpty())
        note(u"docker-credential-"_s + helper, CredentialHelper(helper).erase(credentialServer(registry), stop));
    const bool hasSecret = helper.isEmpty() || file.find(registry, {}).value_or(std::nullopt);
    if (file.remove(registry)) {
        STRATOSCOPE_CHECK(file.save());
        if (hasSecret)
            forgotten << file.path();
    }
    if (failure)
        return tl::unexpected(*failure);
    return forgotten;
}

} // namespace stratoscope
