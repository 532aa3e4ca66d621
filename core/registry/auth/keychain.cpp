// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/keychain.h"

#include "base/config_paths.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "base/json_writer.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr auto kRegistries = "keychain"_L1;

Result<QStringList> readRegistries()
{
    const QString path = config_paths::loginsFile();
    if (!QFile::exists(path))
        return QStringList();
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(path, kMaxDocument));
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(bytes, path));
    return JsonFields(std::move(object), path).strings(kRegistries);
}

Result<void> writeRegistries(QStringList registries)
{
    const QString path = config_paths::loginsFile();
    registries.sort();
    const std::string text = JsonWriter().value(QJsonObject{{kRegistries, QJsonArray::fromStringList(registries)}}).take() + '\n';
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) < 0 || !file.commit())
        return fail(ErrorKind::Io, path, u"cannot write: %1"_s.arg(file.errorString()));
    return {};
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
        STRATOSCOPE_TRY(const QStringList registries, readRegistries());
        if (!registries.contains(registry))
            return std::nullopt;
        return m_keychain->read(registry, stop);
    }

    Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &stop) override
    {
        STRATOSCOPE_TRY(QStringList registries, readRegistries());
        STRATOSCOPE_CHECK(m_keychain->write(registry, credentials, stop));
        if (registries.contains(registry))
            return {};
        registries << registry;
        return writeRegistries(std::move(registries));
    }

    Result<bool> remove(const QString &registry, const std::stop_token &stop) override
    {
        STRATOSCOPE_TRY(QStringList registries, readRegistries());
        if (!registries.removeOne(registry))
            return false;
        // Whether the keychain answers or not, it must not be asked for this registry again.
        STRATOSCOPE_CHECK(writeRegistries(std::move(registries)));
        STRATOSCOPE_CHECK(m_keychain->remove(registry, stop));
        return true;
    }

private:
    std::shared_ptr<Keychain> m_keychain;
};

} // namespace

std::shared_ptr<Keychain> remembering(std::shared_ptr<Keychain> keychain)
{
    return keychain ? std::make_shared<RememberingKeychain>(std::move(keychain)) : nullptr;
}

} // namespace stratoscope
