// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/login.h"

#include "base/config_paths.h"
#include "registry/auth/auth_file.h"
#include "registry/auth/credential_helper.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kKeychain = u"the system keychain"_s;

QString filePath(const LoginStorage &storage)
{
    return storage.authFile.isEmpty() ? config_paths::dockerConfigFile() : storage.authFile;
}

bool usesKeychain(const LoginStorage &storage)
{
    return storage.keychain && storage.authFile.isEmpty();
}

} // namespace

QStringList registriesWithLogin()
{
    QStringList found = rememberedRegistries().value_or(QStringList());
    for (const QString &path : QStringList{config_paths::dockerConfigFile()} + config_paths::authFiles()) {
        if (const auto file = AuthFile::read(path))
            found << file->registries();
    }
    found.sort();
    found.removeDuplicates();
    return found;
}

Result<QString> storeLogin(const QString &registry, const Credentials &credentials, const LoginStorage &storage,
                           const std::stop_token &stop)
{
    const QString path = filePath(storage);
    STRATOSCOPE_TRY(const QString helper,
                    AuthFile::read(path).and_then([&](const AuthFile &file) { return file.helper(registry); }));
    if (helper.isEmpty() && usesKeychain(storage) && storage.keychain->write(registry, credentials, stop))
        return kKeychain;
    // The keychain takes precedence over the file: an older login in it would be used instead. It may fail to answer.
    if (usesKeychain(storage))
        static_cast<void>(storage.keychain->remove(registry, stop));
    if (!helper.isEmpty())
        STRATOSCOPE_CHECK(CredentialHelper(helper).store(credentialServer(registry), credentials, stop));
    STRATOSCOPE_CHECK(AuthFile::update(path, [&](AuthFile &file) {
        if (helper.isEmpty())
            file.set(registry, credentials);
        else
            file.setStoredByHelper(registry);
        return true;
    }));
    return helper.isEmpty() ? path : u"docker-credential-"_s + helper;
}

Result<QStringList> removeLogin(const QString &registry, const LoginStorage &storage, const std::stop_token &stop)
{
    QStringList forgotten;
    std::optional<Error> failure;
    const auto note = [&](const QString &place, Result<bool> removed) {
        if (!removed && !failure)
            failure = std::move(removed).error();
        else if (removed && *removed)
            forgotten << place;
    };
    if (usesKeychain(storage))
        note(kKeychain, storage.keychain->remove(registry, stop));

    const QString path = filePath(storage);
    STRATOSCOPE_TRY(const QString helper,
                    AuthFile::read(path).and_then([&](const AuthFile &file) { return file.helper(registry); }));
    if (!helper.isEmpty())
        note(u"docker-credential-"_s + helper, CredentialHelper(helper).erase(credentialServer(registry), stop));
    bool isForgotten = false;
    STRATOSCOPE_CHECK(AuthFile::update(path, [&](AuthFile &file) {
        const bool hasSecret = helper.isEmpty() || file.find(registry, {}).value_or(std::nullopt);
        const bool isRemoved = file.remove(registry);
        isForgotten = isRemoved && hasSecret;
        return isRemoved;
    }));
    if (isForgotten)
        forgotten << path;
    if (failure)
        return tl::unexpected(*failure);
    return forgotten;
}

} // namespace stratoscope
