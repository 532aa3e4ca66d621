// SPDX-License-Identifier: Apache-2.0
#include "init/account.h"

#include "base/parse_text.h"

#include <array>

namespace stratoscope::init {

namespace {

/// setgroups(2) takes as many.
constexpr std::size_t kMostGroups = 65536;

struct Line {
    std::string_view name;
    std::uint32_t id = 0;
    std::array<std::string_view, 4> rest; ///< the fields from the fourth on
};

/// The next valid line of one of the two files; nothing at the end.
std::optional<Line> nextLine(std::string_view &database)
{
    while (!database.empty()) {
        std::string_view text = takeUntil('\n', database);
        Line line;
        line.name = takeUntil(':', text);
        takeUntil(':', text);
        const auto id = parseNumber<std::uint32_t>(takeUntil(':', text));
        for (std::string_view &field : line.rest)
            field = takeUntil(':', text);
        if (id && !line.name.empty()) {
            line.id = *id;
            return line;
        }
    }
    return std::nullopt;
}

bool isMember(std::string_view members, std::string_view name)
{
    while (!members.empty()) {
        if (takeUntil(',', members) == name)
            return true;
    }
    return false;
}

} // namespace

AccountLookUp findAccount(std::string_view user, std::string_view passwd, std::string_view group)
{
    std::string_view wantedGroup = user;
    const std::string_view wanted = takeUntil(':', wantedGroup);
    Account account;

    const auto uid = wanted.empty() ? std::optional<std::uint32_t>(0) : parseNumber<std::uint32_t>(wanted);
    std::string_view name;
    while (const auto line = nextLine(passwd)) {
        const auto gid = parseNumber<std::uint32_t>(line->rest[0]);
        if ((line->name == wanted || line->id == uid) && gid) {
            name = line->name;
            account = {line->id, *gid, {}, std::string(line->rest[2])};
            break;
        }
    }
    if (name.empty() && !uid)
        return {{}, "the user \"" + std::string(wanted) + "\" is not in /etc/passwd"};
    if (name.empty())
        account.uid = *uid;
    if (account.home.empty())
        account.home = "/";

    const auto gid = parseNumber<std::uint32_t>(wantedGroup);
    bool isFound = wantedGroup.empty();
    while (const auto line = nextLine(group)) {
        if (!wantedGroup.empty() && (line->name == wantedGroup || line->id == gid)) {
            account.gid = line->id;
            isFound = true;
            break;
        }
        if (wantedGroup.empty() && !name.empty() && isMember(line->rest[0], name) && account.groups.size() < kMostGroups)
            account.groups.push_back(line->id);
    }
    if (!isFound && !gid)
        return {{}, "the group \"" + std::string(wantedGroup) + "\" is not in /etc/group"};
    if (!isFound)
        account.gid = *gid;
    return {std::move(account), {}};
}

} // namespace stratoscope::init
