// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/commands.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "base/cancel.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"
#include "query/tree_filter.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// The tree that --layers and --upto select, and how it differs from the layers below.
Result<LayerTree> selectTree(const std::shared_ptr<const Image> &image, const Invocation &invocation, const std::stop_token &stop)
{
    if (!invocation.layers && !invocation.upTo)
        return LayerTree{.fs = image->fs(), .changes = {}, .aspects = {}, .pathSlots = {}};
    STRATOSCOPE_CHECK(requireLayer(*image, invocation.layers ? invocation.layers->second : *invocation.upTo));
    STRATOSCOPE_TRY(const auto history, LayerHistory::make(image, stop));
    if (invocation.layers)
        return history->changes(invocation.layers->first, invocation.layers->second, stop);
    return history->through(*invocation.upTo, stop);
}

} // namespace

Result<void> runFind(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    const auto filter = TreeFilter::parse(context.arguments()[1], ownersIn(image->fs()));
    if (!filter)
        return Failure(filter.error().toError());
    const bool withDigests = invocation.json && invocation.digests;
    const bool comparesLayers = invocation.layers || invocation.upTo;
    if (withDigests || (comparesLayers && invocation.digests))
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));
    STRATOSCOPE_TRY(const LayerTree selected, selectTree(image, invocation, context.stop));

    const MergedTree &tree = *selected.fs.tree;
    const auto found = (*filter)->find(tree, selected.changes.empty() ? nullptr : &selected.changes, context.stop);
    EntryJson json(tree, std::span(image->layers).first(withDigests ? tree.layers().size() : 0));
    const EntryText text(context.output.isTerminal());
    for (const NodeId node : found) {
        throwIfStopped(context.stop);
        const std::string path = tree.path(node);
        std::string &buffer = context.output.buffer();
        if (invocation.json) {
            STRATOSCOPE_CHECK(json.appendLine(buffer, node, path));
        } else {
            text.appendName(buffer, path);
            buffer += '\n';
        }
        STRATOSCOPE_CHECK(context.output.flushIfFull());
    }
    return {};
}

} // namespace stratoscope::cli
