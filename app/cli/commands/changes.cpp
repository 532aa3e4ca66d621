// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/changes.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "app/cli/walk_tree.h"
#include "base/cancel.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

namespace stratoscope::cli {

namespace {

constexpr std::array kAspects{
    std::pair(Aspect::Content, "content"sv), std::pair(Aspect::Type, "type"sv),     std::pair(Aspect::Mode, "mode"sv),
    std::pair(Aspect::Owner, "owner"sv),     std::pair(Aspect::Time, "mtime"sv),    std::pair(Aspect::Link, "link"sv),
    std::pair(Aspect::Xattrs, "xattrs"sv),   std::pair(Aspect::Device, "device"sv),
};

struct ChangeText {
    std::string_view name;
    std::string_view sign;
};
/// By Change.
constexpr std::array kChanges{ChangeText{}, ChangeText{"added", "+ "}, ChangeText{"removed", "- "}, ChangeText{"modified", "~ "}};

/// The names of the attributes in which an entry differs.
std::vector<std::string_view> aspectNames(Aspects aspects)
{
    std::vector<std::string_view> names;
    for (const auto &[aspect, name] : kAspects) {
        if (has(aspects, aspect))
            names.push_back(name);
    }
    return names;
}

void appendChange(std::string &text, const EntryText &entries, Change change, Aspects aspects, const std::string &path)
{
    text += kChanges[std::size_t(change)].sign;
    entries.appendName(text, path);
    if (change == Change::Modified) {
        const auto names = aspectNames(aspects);
        text += " (";
        for (const std::string_view name : names)
            text.append(name == names.front() ? "" : ", ").append(name);
        text += ')';
    }
    text += '\n';
}

EntryJson entriesOf(const Image &image, const MergedTree &tree)
{
    return EntryJson(tree, std::span(image.layers).first(tree.layers().size()));
}

Result<void> writeEntry(JsonWriter &json, std::string_view name, EntryJson &entries, NodeId node, const std::string &path)
{
    json.key(name).beginObject();
    STRATOSCOPE_CHECK(entries.writeMembers(json, node, path));
    json.endObject();
    return {};
}

/// Prints what a range of layers changes.
Result<void> printChanges(const Context &context, const Image &image, const LayerHistory &history, int first, int last)
{
    const LayerTree after = history.changes(first, last, context.stop); // with removed entries
    const LayerTree before = first > 0 ? history.through(first - 1, context.stop)
                                       : LayerTree{.fs = {}, .changes = {}, .aspects = {}, .pathSlots = {}, .counts = {}};
    EntryJson afterJson = entriesOf(image, *after.fs.tree);
    auto beforeJson = before.fs.tree ? std::optional(entriesOf(image, *before.fs.tree)) : std::nullopt;
    const EntryText text(context.output.isTerminal());
    JsonWriter json;
    const auto writeChange = [&](Change change, NodeId node, const std::string &path) -> Result<void> {
        const auto earlier = change == Change::Modified ? before.fs.tree->find(path) : std::nullopt;
        json.beginObject();
        if (first == last)
            json.member("layer", last);
        json.member("change", kChanges[std::size_t(change)].name);
        memberWithBase64(json, "path", path);
        json.key("what").beginArray();
        for (const std::string_view name : aspectNames(after.aspects[node]))
            json.value(name);
        json.endArray();
        if (change == Change::Removed)
            STRATOSCOPE_CHECK(writeEntry(json, "before", afterJson, node, path));
        else if (earlier)
            STRATOSCOPE_CHECK(writeEntry(json, "before", *beforeJson, *earlier, path));
        else
            json.member("before", nullptr);
        if (change == Change::Removed)
            json.member("after", nullptr);
        else
            STRATOSCOPE_CHECK(writeEntry(json, "after", afterJson, node, path));
        context.output.buffer().append(json.endObject().take()).push_back('\n');
        return {};
    };
    return walkTree(*after.fs.tree, kRootNode, true, false, [&](NodeId node, const std::string &path) -> Result<void> {
        throwIfStopped(context.stop);
        const Change change = after.changes[node];
        if (change != Change::None && context.invocation.json)
            STRATOSCOPE_CHECK(writeChange(change, node, path));
        else if (change != Change::None)
            appendChange(context.output.buffer(), text, change, after.aspects[node], path);
        return context.output.flushIfFull();
    });
}

} // namespace

Result<void> runChanges(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    if (invocation.layers)
        STRATOSCOPE_CHECK(requireLayer(*image, invocation.layers->second));
    if (invocation.digests)
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));
    STRATOSCOPE_TRY(const auto history, LayerHistory::make(image, context.stop));
    if (invocation.layers)
        return printChanges(context, *image, *history, invocation.layers->first, invocation.layers->second);
    for (int layer = 0; layer < int(image->layers.size()); ++layer) {
        if (!invocation.json) {
            const QString createdBy = printable(image->layers[std::size_t(layer)].createdBy.simplified().toStdString());
            context.output.buffer() += u"layer %1  %2"_s.arg(QString::number(layer), createdBy).trimmed().toStdString() + '\n';
        }
        STRATOSCOPE_CHECK(printChanges(context, *image, *history, layer, layer));
    }
    return {};
}

} // namespace stratoscope::cli
