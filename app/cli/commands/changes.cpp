// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/changes.h"

#include "app/cli/change_lines.h"
#include "app/cli/context.h"
#include "app/cli/walk_tree.h"
#include "base/cancel.h"
#include "diff/attribute_differences.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// The names of the attributes in which an entry differs.
std::string namesOf(Aspects aspects)
{
    std::string text;
    for (const std::string_view name : aspectNames(aspects))
        text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

EntryJson entriesOf(const Image &image, const MergedTree &tree)
{
    return EntryJson(tree, std::span(image.layers).first(tree.layers().size()));
}

/// Prints what a range of layers changes.
Result<void> printChanges(const Context &context, const Image &image, const LayerHistory &history, int first, int last)
{
    const LayerTree after = history.changes(first, last, context.stop); // with removed entries
    const LayerTree before = first > 0 ? history.through(first - 1, context.stop) : LayerTree{};
    EntryJson afterJson = entriesOf(image, *after.fs.tree);
    auto beforeJson = before.fs.tree ? std::optional(entriesOf(image, *before.fs.tree)) : std::nullopt;
    const EntryText text(context.output.isTerminal());
    const auto appendJson = [&](Change change, NodeId node, const std::string &path) {
        ChangeJson json{.layer = first == last ? std::optional(last) : std::nullopt,
                        .change = change,
                        .what = after.aspects[node],
                        .before = {},
                        .after = {}};
        const auto earlier = change == Change::Modified ? before.fs.tree->find(path) : std::nullopt;
        if (earlier)
            json.before = {&*beforeJson, *earlier, path};
        (change == Change::Removed ? json.before : json.after) = {&afterJson, node, path};
        return json.appendLine(context.output.buffer());
    };
    return walkTree(*after.fs.tree, kRootNode, true, false, [&](NodeId node, const std::string &path) -> Result<void> {
        throwIfStopped(context.stop);
        const Change change = after.changes[node];
        if (change != Change::None && context.invocation.json)
            STRATOSCOPE_CHECK(appendJson(change, node, path));
        else if (change != Change::None)
            appendChangeText(context.output.buffer(), text, change, path, namesOf(after.aspects[node]));
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
