// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "base/utf8.h"
#include "commands.h"
#include "entry_lines.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// What --layer and --upto choose of an image.
struct Part {
    ImageFs fs;
    std::span<const ImageLayer> layers; ///< of the tree
    bool isLayer = false;
};

Result<Part> partOf(const Image &image, const Invocation &invocation)
{
    const int count = int(image.layers.size());
    const int number = invocation.layer.value_or(invocation.upTo.value_or(0));
    if ((invocation.layer || invocation.upTo) && number >= count)
        return fail(ErrorKind::NotFound, image.location,
                    u"has no layer %1; its %2 layers are numbered from 0"_s.arg(number).arg(count));
    const std::span layers(image.layers);
    if (invocation.layer)
        return Part{image.fsOfLayer(number), layers.subspan(std::size_t(number), 1), true};
    if (!invocation.upTo)
        return Part{image.fs(), layers, false};
    auto fs = image.fsUpTo(number);
    if (!fs)
        return Failure(withContext(image.location, std::move(fs).error()));
    return Part{std::move(*fs), layers.first(std::size_t(number) + 1), false};
}

/// An error about a path in an image.
Failure inImage(const Image &image, Error error)
{
    return Failure(withContext(image.location, std::move(error)));
}

/// Calls `visit(node, path)` for what is listed: what a directory holds, all below it with `recursive`; else the entry itself.
template <typename Visit>
Result<void> walk(const MergedTree &tree, NodeId start, bool recursive, bool leaveOutImplied, const Visit &visit)
{
    std::string path = tree.path(start);
    if (!tree.isDirectory(start))
        return visit(start, path);
    if (start == kRootNode)
        path.clear();
    struct Level {
        NodeId next;
        NodeId end;
        std::size_t pathLength; ///< of the directory
    };
    const auto levelOf = [&](NodeId directory) {
        const auto children = tree.children(directory);
        return Level{*children.begin(), *children.end(), path.size()};
    };
    std::vector<Level> levels{levelOf(start)};
    while (!levels.empty()) {
        Level &level = levels.back();
        if (level.next == level.end) {
            levels.pop_back();
            continue;
        }
        const NodeId node = level.next++;
        path.resize(level.pathLength);
        path.append("/").append(tree.name(node));
        if (!leaveOutImplied || !tree.entry(node).implied)
            STRATOSCOPE_CHECK(visit(node, path));
        if (recursive && tree.isDirectory(node))
            levels.push_back(levelOf(node));
    }
    return {};
}

/// Where a path leads; a link to nothing is listed itself.
Result<NodeId> listedNode(const MergedTree &tree, std::string_view path)
{
    auto node = tree.resolve(path);
    if (!node) {
        if (auto link = tree.resolve(path, false))
            return link;
    }
    return node;
}

} // namespace

Result<void> runList(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(const Part part, partOf(*image, invocation));
    const MergedTree &tree = *part.fs.tree;
    const auto start = listedNode(tree, context.arguments().size() > 1 ? context.arguments()[1] : "/");
    if (!start)
        return inImage(*image, start.error());
    const bool withDigests = invocation.json && invocation.digests;
    if (withDigests)
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));

    TreeDigests digests(tree, part.layers);
    EntryJson json(tree, withDigests ? &digests : nullptr);
    EntryText text(tree, context.output.isTerminal());
    const bool leaveOutImplied = part.isLayer && invocation.recursive;
    const auto walkAll = [&](const auto &visit) { return walk(tree, *start, invocation.recursive, leaveOutImplied, visit); };
    if (!invocation.json)
        STRATOSCOPE_CHECK(walkAll([&](NodeId node, std::string_view) -> Result<void> {
            text.measure(node);
            return {};
        }));
    return walkAll([&](NodeId node, std::string_view path) -> Result<void> {
        throwIfStopped(context.stop);
        if (invocation.json)
            STRATOSCOPE_CHECK(json.append(context.output.buffer(), node, path));
        else
            STRATOSCOPE_CHECK(text.append(context.output.buffer(), node, path));
        return context.output.flushIfFull();
    });
}

Result<void> runCat(const Context &context)
{
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(Part part, partOf(*image, context.invocation));
    auto node = part.fs.tree->resolve(context.arguments()[1]);
    if (node && part.fs.tree->kind(*node) == EntryKind::Hardlink) {
        // What it is linked to may be in a layer below.
        const std::string path = part.fs.tree->path(*node);
        STRATOSCOPE_TRY(part.fs, image->fsUpTo(*context.invocation.layer));
        node = part.fs.tree->resolve(path);
    }
    if (!node)
        return inImage(*image, node.error());
    const Entry entry = part.fs.tree->entry(*node);
    if (entry.kind != EntryKind::Regular) {
        const std::string_view kind = kindName(entry.kind);
        return inImage(*image,
                       {ErrorKind::Invalid, printable(part.fs.tree->path(*node)),
                        u"is no file, but of the type %1"_s.arg(QLatin1StringView(kind.data(), qsizetype(kind.size())))});
    }
    std::vector<std::byte> piece(1 << 20);
    for (std::uint64_t position = 0; position < entry.size;) {
        throwIfStopped(context.stop);
        const auto count = part.fs.read(*node, position, piece);
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
    json.beginObject().member("path", path);
    if (!isUtf8(path))
        json.member("pathBase64", QByteArray::fromStdString(path).toBase64().toStdString());
    json.endObject();
    return context.print(json);
}

} // namespace stratoscope::cli
