// SPDX-License-Identifier: Apache-2.0
#include "diff/attribute_differences.h"

#include "base/utf8.h"
#include "content/xattr_values.h"
#include "layer/time_text.h"

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace stratoscope {

namespace {

constexpr std::array kAspectNames{
    std::pair(Aspect::Content, "content"sv), std::pair(Aspect::Type, "type"sv),     std::pair(Aspect::Mode, "mode"sv),
    std::pair(Aspect::Owner, "owner"sv),     std::pair(Aspect::Time, "mtime"sv),    std::pair(Aspect::Link, "link"sv),
    std::pair(Aspect::Xattrs, "xattrs"sv),   std::pair(Aspect::Device, "device"sv),
};

std::string timeText(const Entry &entry)
{
    std::string text;
    appendRfc3339(text, entry.mtime);
    return text;
}

std::string xattrText(const std::string &name, const std::string &value)
{
    constexpr std::size_t kMostText = 40;
    if (name == "security.capability"sv) {
        if (const auto text = capabilitiesText(value); text && !text->isEmpty())
            return text->toStdString();
    }
    std::string_view text = value;
    if (text.ends_with('\0')) // as in security.selinux
        text.remove_suffix(1);
    const bool isText = !text.empty() && text.size() <= kMostText && isUtf8(text)
        && std::ranges::all_of(text, [](char byte) { return (byte & 0xE0) != 0 && byte != '\x7F'; });
    return isText ? std::string(text) : std::to_string(value.size()) + " bytes";
}

} // namespace

std::vector<XattrDifference> xattrDifferences(const Entry &before, const Entry &after)
{
    static const Xattrs kNone;
    const Xattrs &old = before.xattrs ? *before.xattrs : kNone;
    const Xattrs &now = after.xattrs ? *after.xattrs : kNone;
    std::vector<XattrDifference> found;
    for (const auto &[name, value] : old) {
        const auto kept = now.find(name);
        if (kept == now.end())
            found.push_back({name, &value, nullptr});
        else if (kept->second != value)
            found.push_back({name, &value, &kept->second});
    }
    for (const auto &[name, value] : now) {
        if (!old.contains(name))
            found.push_back({name, nullptr, &value});
    }
    return found;
}

std::string ownerIds(const Entry &entry)
{
    return std::to_string(entry.uid) + ':' + std::to_string(entry.gid);
}

std::string deviceNumber(const Entry &entry)
{
    return std::to_string(entry.deviceMajor) + ':' + std::to_string(entry.deviceMinor);
}

std::vector<AttributeDifference> attributeDifferences(const Entry &before, const Entry &after, Aspects aspects)
{
    std::vector<AttributeDifference> found;
    const auto add = [&](Aspect aspect, std::string old, std::string now) {
        if (has(aspects, aspect))
            found.push_back({aspect, {}, std::move(old), std::move(now)});
    };
    add(Aspect::Type, std::string(kindName(before.kind)), std::string(kindName(after.kind)));
    add(Aspect::Mode, octalMode(before.mode), octalMode(after.mode));
    add(Aspect::Owner, ownerIds(before), ownerIds(after));
    add(Aspect::Time, timeText(before), timeText(after));
    add(Aspect::Link, std::string(before.linkTarget), std::string(after.linkTarget));
    if (has(aspects, Aspect::Xattrs)) {
        const auto text
            = [](const std::string &name, const std::string *value) { return value ? xattrText(name, *value) : std::string(); };
        for (const XattrDifference &one : xattrDifferences(before, after))
            found.push_back({Aspect::Xattrs, one.name, text(one.name, one.before), text(one.name, one.after)});
    }
    add(Aspect::Device, deviceNumber(before), deviceNumber(after));
    return found;
}

std::vector<std::string_view> aspectNames(Aspects aspects)
{
    std::vector<std::string_view> names;
    for (const auto &[aspect, name] : kAspectNames) {
        if (has(aspects, aspect))
            names.push_back(name);
    }
    return names;
}

std::string octalMode(std::uint16_t mode)
{
    return {char('0' + (mode >> 9 & 7)), char('0' + (mode >> 6 & 7)), char('0' + (mode >> 3 & 7)), char('0' + (mode & 7))};
}

} // namespace stratoscope
