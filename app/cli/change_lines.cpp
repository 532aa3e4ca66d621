// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_lines.h"

#include "diff/attribute_differences.h"

#include <array>

using namespace std::string_view_literals;

namespace stratoscope::cli {

namespace {

struct ChangeWords {
    std::string_view name;
    std::string_view sign;
};
/// By Change.
constexpr std::array kChangeWords{
    ChangeWords{},
    ChangeWords{"added", "+ "},
    ChangeWords{"removed", "- "},
    ChangeWords{"modified", "~ "},
    ChangeWords{"moved", "\u2192 "}, // →
    ChangeWords{"copied", "\u21D2 "}, // ⇒
};

Result<void> writeSide(JsonWriter &json, std::string_view name, const ChangeJson::Side &side)
{
    if (!side.entries) {
        json.member(name, nullptr);
        return {};
    }
    json.key(name).beginObject();
    STRATOSCOPE_CHECK(side.entries->writeMembers(json, side.node, side.path));
    json.endObject();
    return {};
}

} // namespace

void appendChangeText(std::string &text, const EntryText &names, Change change, std::string_view path, std::string_view details)
{
    text += kChangeWords[std::size_t(change)].sign;
    names.appendName(text, path);
    if (!details.empty()) {
        text += " (";
        names.appendName(text, details);
        text += ')';
    }
    text += '\n';
}

std::string_view changeName(Change change)
{
    return kChangeWords[std::size_t(change)].name;
}

Result<void> ChangeJson::appendLine(std::string &text) const
{
    const Side &place = change == Change::Removed ? before : after;
    JsonWriter json;
    json.beginObject();
    if (layer)
        json.member("layer", *layer);
    json.member("change", changeName(change));
    memberWithBase64(json, "path", place.path);
    if (change == Change::Moved || change == Change::Copied)
        memberWithBase64(json, "from", before.path);
    json.key("what").beginArray();
    for (const std::string_view name : aspectNames(what))
        json.value(name);
    json.endArray();
    STRATOSCOPE_CHECK(writeSide(json, "before", before));
    STRATOSCOPE_CHECK(writeSide(json, "after", after));
    text.append(json.endObject().take()).push_back('\n');
    return {};
}

} // namespace stratoscope::cli
