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

std::string idsText(const Entry &entry)
{
    return std::to_string(entry.uid) + ':' + std::to_string(entry.gid);
}

std::string deviceNumberText(const Entry &entry)
{
    return std::to_string(entry.deviceMajor) + ':' + std::to_string(entry.deviceMinor);
}

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
    if (text.ends_with('\0')) // as selinux has it
        text.remove_suffix(1);
    const bool isText = !text.empty() && text.size() <= kMostText && isUtf8(text)
        && std::ranges::all_of(text, [](char byte) { return (byte & 0xE0) != 0 && byte != '\x7F'; });
    return isText ? std::string(text) : std::to_string(value.size()) + " bytes";
}

void addXattrs(std::vector<AttributeDifference> &found, const Entry &before, const Entry &after)
{
    static const Xattrs kNone;
    const Xattrs &old = before.xattrs ? *before.xattrs : kNone;
    const Xattrs &now = after.xattrs ? *after.xattrs : kNone;
    for (const auto &[name, value] : old) {
        const auto kept = now.find(name);
        if (kept == now.end())
            found.push_back({Aspect::Xattrs, name, xattrText(name, value), {}});
        else if (kept->second != value)
            found.push_back({Aspect::Xattrs, name, xattrText(name, value), xattrText(name, kept->second)});
    }
    for (const auto &[name, value] : now) {
        if (!old.contains(name))
            found.push_back({Aspect::Xattrs, name, {}, xattrText(name, value)});
    }
}

} // namespace

std::vector<AttributeDifference> attributeDifferences(const Entry &before, const Entry &after, Aspects aspects)
{
    std::vector<AttributeDifference> found;
    const auto add = [&](Aspect aspect, std::string old, std::string now) {
        if (has(aspects, aspect))
            found.push_back({aspect, {}, std::move(old), std::move(now)});
    };
    add(Aspect::Type, std::string(kindName(before.kind)), std::string(kindName(after.kind)));
    add(Aspect::Mode, octalMode(before.mode), octalMode(after.mode));
    add(Aspect::Owner, idsText(before), idsText(after));
    add(Aspect::Time, timeText(before), timeText(after));
    add(Aspect::Link, std::string(before.linkTarget), std::string(after.linkTarget));
    if (has(aspects, Aspect::Xattrs))
        addXattrs(found, before, after);
    add(Aspect::Device, deviceNumberText(before), deviceNumberText(after));
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
