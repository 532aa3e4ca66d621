// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/versions.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"
#include "layer/whiteout.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

/// One version of a path.
struct Version {
    int layer = 0;
    std::string_view change;
    QString createdBy;
    LayerTree tree; ///< through that layer
    std::optional<NodeId> node; ///< nothing if the layer removed it
};

/// Follows symbolic links in the directories of a path, as far as the image has them.
std::string actualPath(const MergedTree &tree, const std::string &path)
{
    const auto node = tree.resolve(path, false);
    return node ? tree.path(*node) : '/' + cleanPath(path);
}

Result<std::vector<Version>> findVersions(const std::shared_ptr<const Image> &image, const std::string &path,
                                          const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto history, LayerHistory::make(image, stop));
    std::vector<Version> versions;
    for (const PathVersion &state : history->versions(path)) {
        const bool existed = !versions.empty() && versions.back().node;
        Version version{.layer = state.layer,
                        .change = !state.origin ? "removed"
                            : existed           ? "modified"
                                                : "added",
                        .createdBy = image->layers[std::size_t(state.layer)].createdBy,
                        .tree = history->through(state.layer, stop),
                        .node = {}};
        version.node = version.tree.fs.tree->find(path);
        versions.push_back(std::move(version));
    }
    return versions;
}

Result<void> printJson(const Context &context, const Image &image, const Version &version, const std::string &path)
{
    const MergedTree &tree = *version.tree.fs.tree;
    JsonWriter json;
    json.beginObject().member("change", version.change).member("createdBy", version.createdBy);
    if (version.node) {
        const auto layers = std::span(image.layers).first(context.invocation.digests ? tree.layers().size() : 0);
        STRATOSCOPE_CHECK(EntryJson(tree, layers).writeMembers(json, *version.node, path));
    } else {
        memberWithBase64(json, "path", path);
        json.member("layer", version.layer);
    }
    json.endObject();
    return context.print(json);
}

void appendText(std::string &text, const EntryText &entries, const Version &version, const std::string &path)
{
    text += u"layer %1  %2  "_s.arg(QString::number(version.layer), printable(version.change).leftJustified(8)).toStdString();
    if (version.node) {
        entries.append(text, *version.tree.fs.tree, *version.node, path);
    } else {
        entries.appendName(text, path);
        text += '\n';
    }
    if (!version.createdBy.isEmpty())
        text.append("  ").append(printable(version.createdBy.simplified().toStdString()).toStdString()).append("\n");
}

} // namespace

Result<void> runVersions(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    if (invocation.json && invocation.digests)
        STRATOSCOPE_CHECK(verifyImage(*image, store, context.progress, context.stop));
    const std::string path = actualPath(*image->tree, context.arguments()[1]);
    STRATOSCOPE_TRY(const auto versions, findVersions(image, path, context.stop));
    if (versions.empty())
        return inImage(*image, {ErrorKind::NotFound, printable(path), u"not found in any layer"_s});

    EntryText text(context.output.isTerminal());
    for (const Version &version : versions) {
        if (version.node)
            text.measure(version.tree.fs.tree->entry(*version.node));
    }
    for (const Version &version : versions) {
        if (invocation.json)
            STRATOSCOPE_CHECK(printJson(context, *image, version, path));
        else
            appendText(context.output.buffer(), text, version, path);
    }
    return {};
}

} // namespace stratoscope::cli
