// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/browse.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "app/cli/walk_tree.h"
#include "base/cancel.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"
#include "query/tree_filter.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// The file system that --layer and --upto select.
struct Selection {
    ImageFs fs;
    std::span<const ImageLayer> layers; ///< of the tree
    bool isLayer = false;
};

Result<Selection> select(const Image &image, const Invocation &invocation, const std::stop_token &stop)
{
    const int number = invocation.layer.value_or(invocation.upTo.value_or(0));
    if (invocation.layer || invocation.upTo)
        STRATOSCOPE_CHECK(requireLayer(image, number));
    const std::span layers(image.layers);
    if (invocation.layer)
        return Selection{image.fsOfLayer(number, stop), layers.subspan(std::size_t(number), 1), true};
    if (!invocation.upTo)
        return Selection{image.fs(), layers, false};
    auto fs = image.fsUpTo(number, stop);
    if (!fs)
        return Failure(withContext(image.location, std::move(fs).error()));
    return Selection{std::move(*fs), layers.first(std::size_t(number) + 1), false};
}

/// The entry that a path leads to; a broken link is listed itself.
Result<NodeId> listedNode(const MergedTree &tree, std::string_view path)
{
    auto node = tree.resolve(path);
    if (!node) {
        if (auto link = tree.resolve(path, false))
            return link;
    }
    return node;
}

/// The tree that --layers and --upto select, and how it differs from the layers below.
Result<LayerTree> selectTree(const std::shared_ptr<const Image> &image, const Invocation &invocation, const std::stop_token &stop)
{
    if (!invocation.layers && !invocation.upTo)
        return LayerTree{image->fs(), {}, {}, {}};
    STRATOSCOPE_CHECK(requireLayer(*image, invocation.layers ? invocation.layers->second : *invocation.upTo));
    STRATOSCOPE_TRY(const auto history, LayerHistory::make(image, stop));
    if (invocation.layers)
        return history->changes(invocation.layers->first, invocation.layers->second, stop);
    return history->through(*invocation.upTo, stop);
}

} // namespace

Result<void> runList(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(const Selection selected, select(*image, invocation, context.stop));
    const MergedTree &tree = *selected.fs.tree;
    const auto start = listedNode(tree, context.arguments().size() > 1 ? context.arguments()[1] : "/");
    if (!start)
        return inImage(*image, start.error());
    const bool withDigests = invocation.json && invocation.digests;
    if (withDigests)
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));

    EntryJson json(tree, withDigests ? selected.layers : std::span<const ImageLayer>());
    EntryText text(context.output.isTerminal());
    const bool skipImplied = selected.isLayer && invocation.recursive;
    const auto walkAll = [&](const auto &visit) { return walkTree(tree, *start, invocation.recursive, skipImplied, visit); };
    if (!invocation.json)
        STRATOSCOPE_CHECK(walkAll([&](NodeId node, std::string_view) -> Result<void> {
            text.measure(tree.entry(node));
            return {};
        }));
    return walkAll([&](NodeId node, std::string_view path) -> Result<void> {
        throwIfStopped(context.stop);
        if (invocation.json)
            STRATOSCOPE_CHECK(json.appendLine(context.output.buffer(), node, path));
        else
            text.append(context.output.buffer(), tree, node, path);
        return context.output.flushIfFull();
    });
}

Result<void> runCat(const Context &context)
{
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(Selection selected, select(*image, context.invocation, context.stop));
    auto node = selected.fs.tree->resolve(context.arguments()[1]);
    if (node && selected.fs.tree->kind(*node) == EntryKind::Hardlink) {
        // The file that it links to may be in a lower layer.
        const std::string path = selected.fs.tree->path(*node);
        STRATOSCOPE_TRY(selected.fs, image->fsUpTo(*context.invocation.layer, context.stop));
        node = selected.fs.tree->resolve(path);
    }
    if (!node)
        return inImage(*image, node.error());
    const Entry entry = selected.fs.tree->entry(*node);
    if (entry.kind != EntryKind::Regular) {
        const std::string_view kind = kindName(entry.kind);
        return inImage(*image,
                       {ErrorKind::Invalid, printable(selected.fs.tree->path(*node)),
                        u"is not a regular file but of type %1"_s.arg(QLatin1StringView(kind.data(), qsizetype(kind.size())))});
    }
    std::vector<std::byte> piece(1 << 20);
    for (std::uint64_t position = 0; position < entry.size;) {
        throwIfStopped(context.stop);
        const auto count = selected.fs.read(*node, position, piece);
        if (!count)
            return inImage(*image, count.error());
        STRATOSCOPE_CHECK(context.output.write(Bytes(piece).first(*count)));
        position += *count;
    }
    return {};
}

Result<void> runResolve(const Context &context)
{
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    const auto node = image->tree->resolve(context.arguments()[1]);
    if (!node)
        return inImage(*image, node.error());
    const std::string path = image->tree->path(*node);
    if (!context.invocation.json) {
        context.output.buffer() += (context.output.isTerminal() ? printable(path).toStdString() : path) + '\n';
        return {};
    }
    JsonWriter json;
    json.beginObject();
    memberWithBase64(json, "path", path);
    json.endObject();
    return context.print(json);
}

Result<void> runFind(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    // Owners are those of the state that is searched.
    const std::optional<int> last = invocation.layers ? std::optional(invocation.layers->second) : invocation.upTo;
    const auto lookUp = [&](const std::string &name, bool isGroup) -> Result<std::uint32_t> {
        if (!last || *last >= int(image->layers.size()))
            return ownersIn(image->fs())(name, isGroup);
        STRATOSCOPE_TRY(const ImageFs fs, image->fsUpTo(*last, context.stop));
        return ownersIn(fs)(name, isGroup);
    };
    const auto filter = TreeFilter::parse(context.arguments()[1], lookUp);
    if (!filter)
        return Failure(filter.error().toError());
    // On its own, `changed:` also means something for a whole image.
    const bool onlyChanges = (*filter)->changeTerm().size() > std::string_view("changed:").size();
    if (!last && onlyChanges)
        return Failure(FilterError{FilterError::Problem::NoChanges, (*filter)->changeTerm()}.toError());
    if (!(*filter)->moveTerm().empty())
        return Failure(FilterError{FilterError::Problem::NoMoves, (*filter)->moveTerm()}.toError());
    if (!invocation.layers && !(*filter)->removalTerm().empty())
        return Failure(FilterError{FilterError::Problem::NoRemovals, (*filter)->removalTerm()}.toError());
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
