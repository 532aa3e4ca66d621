// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/storage_locations.h"

#include "base/config_paths.h"
#include "base/file.h"
#include "base/json_reader.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

#include <toml++/toml.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString textOfToml(const toml::node_view<const toml::node> &node)
{
    const std::string text = node.value_or(std::string());
    return QString::fromStdString(text);
}

/// `$HOME`, `$UID` and `$USER` in `rootless_storage_path`.
QString expandedPath(QString path)
{
    path.replace(u"$HOME"_s, QDir::homePath());
    path.replace(u"$UID"_s, QString::number(::getuid()));
    path.replace(u"$USER"_s, qEnvironmentVariable("USER"));
    return path;
}

void addLocations(std::vector<StorageLocation> &locations, const std::vector<StorageLocation> &more)
{
    for (const StorageLocation &location : more) {
        if (!location.directory.isEmpty() && std::ranges::find(locations, location) == locations.end())
            locations.push_back(location);
    }
}

/// Those of the first of these files that exists; nothing if none does.
Result<std::vector<StorageLocation>> ofConfiguration(const QStringList &files, bool isRootless)
{
    for (const QString &file : files) {
        if (file.isEmpty() || !QFileInfo::exists(file))
            continue;
        STRATOSCOPE_TRY(const QByteArray bytes, readAll(file, kMaxDocument));
        return parseStorageConf(bytes, file, isRootless);
    }
    return {};
}

} // namespace

Result<std::vector<StorageLocation>> parseStorageConf(const QByteArray &bytes, const QString &subject, bool isRootless)
{
    try {
        const toml::table table = toml::parse(std::string_view(bytes.constData(), std::size_t(bytes.size())));
        const auto storage = table["storage"];
        const QString driver = textOfToml(storage["driver"]);
        std::vector<StorageLocation> locations;
        const QString rootless = isRootless ? expandedPath(textOfToml(storage["rootless_storage_path"])) : QString();
        addLocations(locations, {{rootless.isEmpty() ? textOfToml(storage["graphroot"]) : rootless, driver}});
        if (const toml::array *const additional = storage["options"]["additionalimagestores"].as_array()) {
            for (const toml::node &node : *additional)
                addLocations(locations, {{QString::fromStdString(node.value_or(std::string())), driver}});
        }
        return locations;
    } catch (const toml::parse_error &error) {
        return fail(ErrorKind::Configuration, subject,
                    u"line %1: %2"_s.arg(QString::number(error.source().begin.line),
                                         QString::fromUtf8(error.description().data(), qsizetype(error.description().size()))));
    }
}

Result<std::vector<StorageLocation>> storageLocations()
{
    const bool isRootless = ::getuid() != 0;
    const QStringList system{u"/etc/containers/storage.conf"_s, u"/usr/share/containers/storage.conf"_s};
    std::vector<StorageLocation> locations;
    if (isRootless) {
        const QStringList own{qEnvironmentVariable("CONTAINERS_STORAGE_CONF"),
                              config_paths::containersDirectory() + u"/storage.conf"_s};
        STRATOSCOPE_TRY(const auto configured, ofConfiguration(own, true));
        addLocations(locations, configured);
        QString data = qEnvironmentVariable("XDG_DATA_HOME");
        if (data.isEmpty())
            data = QDir::homePath() + u"/.local/share"_s;
        if (locations.empty())
            addLocations(locations, {{data + u"/containers/storage"_s, {}}});
    }
    const QString given = isRootless ? QString() : qEnvironmentVariable("CONTAINERS_STORAGE_CONF");
    STRATOSCOPE_TRY(const auto configured, ofConfiguration(QStringList{given} + system, false));
    addLocations(locations, configured);
    if (configured.empty())
        addLocations(locations, {{u"/var/lib/containers/storage"_s, {}}});
    return locations;
}

} // namespace stratoscope
