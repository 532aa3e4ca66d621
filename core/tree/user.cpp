// SPDX-License-Identifier: Apache-2.0
#include "tree/user.h"

#include "base/parse_text.h"

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMaxDatabase = 1 << 20;
constexpr std::string_view kPasswd = "/etc/passwd";
constexpr std::string_view kGroup = "/etc/group";

/// The first fields of a line of passwd(5) or group(5): name, password and one or two IDs.
using RecordFields = std::array<std::string_view, 4>;

RecordFields fieldsOf(std::string_view line)
{
    RecordFields fields;
    for (std::string_view &field : fields)
        field = takeUntil(':', line);
    return fields;
}

/// The IDs in the first valid line with this name.
std::optional<UserIds> findName(std::string_view database, std::string_view name, bool hasGroup)
{
    while (!database.empty()) {
        const RecordFields fields = fieldsOf(takeUntil('\n', database));
        const auto first = parseNumber<std::uint32_t>(fields[2]);
        const auto second = hasGroup ? parseNumber<std::uint32_t>(fields[3]) : first;
        if (fields[0] == name && first && second)
            return UserIds{*first, *second};
    }
    return std::nullopt;
}

/// The name in the first line with this ID.
std::string findId(std::string_view database, std::uint32_t id)
{
    while (!database.empty()) {
        const RecordFields fields = fieldsOf(takeUntil('\n', database));
        if (!fields[0].empty() && parseNumber<std::uint32_t>(fields[2]) == id)
            return std::string(fields[0]);
    }
    return {};
}

/// One of the image's databases; nothing if it has no such file.
Result<std::optional<QByteArray>> readDatabase(const ImageFs &fs, std::string_view path)
{
    const auto node = fs.tree->resolve(path);
    if (!node || fs.tree->kind(*node) != EntryKind::Regular)
        return std::nullopt;
    STRATOSCOPE_TRY(QByteArray database, fs.readAll(*node, kMaxDatabase));
    return database;
}

/// Looks up a name in one of the image's databases.
Result<UserIds> lookUp(const ImageFs &fs, std::string_view path, const QString &what, std::string_view name)
{
    const QString subject = u"%1 “%2”"_s.arg(what, printable(name));
    const QString file = printable(path);
    STRATOSCOPE_TRY(const auto database, readDatabase(fs, path));
    if (!database)
        return fail(ErrorKind::NotFound, subject, u"cannot be looked up, since the image has no %1"_s.arg(file));
    if (const auto ids = findName(asText(*database), name, path == kPasswd))
        return *ids;
    return fail(ErrorKind::NotFound, subject, u"not found in the image's %1"_s.arg(file));
}

} // namespace

Result<UserIds> resolveUser(const QString &user, const ImageFs &fs)
{
    const std::string text = user.toStdString();
    std::string_view group = text;
    const std::string_view name = takeUntil(':', group);

    UserIds ids;
    if (const auto number = parseNumber<std::uint32_t>(name)) {
        ids = {*number, *number};
    } else if (!name.empty()) {
        STRATOSCOPE_TRY(ids, lookUp(fs, kPasswd, u"user"_s, name));
    }
    if (const auto number = parseNumber<std::uint32_t>(group)) {
        ids.gid = *number;
    } else if (!group.empty()) {
        STRATOSCOPE_TRY(const UserIds found, lookUp(fs, kGroup, u"group"_s, group));
        ids.gid = found.uid;
    }
    return ids;
}

Result<UserNames> namesOf(const UserIds &ids, const ImageFs &fs)
{
    STRATOSCOPE_TRY(const auto users, readDatabase(fs, kPasswd));
    STRATOSCOPE_TRY(const auto groups, readDatabase(fs, kGroup));
    return UserNames{findId(asText(users.value_or(QByteArray())), ids.uid), findId(asText(groups.value_or(QByteArray())), ids.gid)};
}

} // namespace stratoscope
