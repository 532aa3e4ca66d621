// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/keychain.h"

#include "base/config_paths.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "registry/auth/update_file.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr auto kRegistries = "keychain"_L1;

Result<QStringList> parseRegistries(const QByteArray &content)
{
    if (content.isEmpty())
        return QStringList();
    const QString path = config_paths::loginsFile();
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(content, path));
    return JsonFields(std::move(object), path).strings(kRegistries);
}

/// Lists a registry or removes it from the list; whether that changed anything.
Result<bool> setListed(const QString &registry, bool isListed)
{
    bool isChanged = false;
    STRATOSCOPE_CHECK(updateFile(config_paths::loginsFile(), [&](const QByteArray &content) -> Result<std::optional<QByteArray>> {
        STRATOSCOPE_TRY(QStringList registries, parseRegistries(content));
        isChanged = registries.contains(registry) != isListed;
        if (!isChanged)
            return std::nullopt;
        if (isListed)
            registries << registry;
        else
            registries.removeAll(registry);
        registries.sort();
        return QByteArray::fromStdString(
                   JsonWriter().value(QJsonObject{{kRegistries, QJsonArray::fromStringList(registries)}}).take())
            + '\n';
    }));
    return isChanged;
}

class RememberingKeychain final : public Keychain
{
public:
    explicit RememberingKeychain(std::shared_ptr<Keychain> keychain)
        : m_keychain(std::move(keychain))
    {
    }

    Result<std::optional<Credentials>> read(const QString &registry, const std::stop_token &stop) override
    {
        STRATOSCOPE_TRY(const QStringList registries, rememberedRegistries());
        if (!registries.contains(registry))
            return std::nullopt;
        return m_keychain->read(registry, stop);
    }

    Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &stop) override
    {
        STRATOSCOPE_CHECK(rememberedRegistries()); // before anything is stored that could not be found again
        STRATOSCOPE_CHECK(m_keychain->write(registry, credentials, stop));
        STRATOSCOPE_CHECK(setListed(registry, true));
        return {};
    }

    Result<bool> remove(const QString &registry, const std::stop_token &stop) override
    {
        // Whether the keychain answers or not, it must not be asked for this registry again.
        STRATOSCOPE_TRY(const bool wasListed, setListed(registry, false));
        if (!wasListed)
            return false;
        STRATOSCOPE_CHECK(m_keychain->remove(registry, stop));
        return true;
    }

private:
    std::shared_ptr<Keychain> m_keychain;
};

} // namespace

Result<QStringList> rememberedRegistries()
{
    const QString path = config_paths::loginsFile();
    return QFile::exists(path) ? readAll(path, kMaxDocument).and_then(parseRegistries) : QStringList();
}

std::shared_ptr<Keychain> remembering(std::shared_ptr<Keychain> keychain)
{
    return keychain ? std::make_shared<RememberingKeychain>(std::move(keychain)) : nullptr;
}

} // namespace stratoscope
