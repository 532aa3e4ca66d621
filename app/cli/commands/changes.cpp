// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/commands.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "app/cli/walk_tree.h"
#include "base/cancel.h"
#include "diff/layer_history.h"
#include "image/verify_image.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

struct AspectName {
    Aspect aspect;
    std::string_view name;
};
constexpr std::array kAspects{
    AspectName{Aspect::Content, "content"}, AspectName{Aspect::Type, "type"},     AspectName{Aspect::Mode, "mode"},
    AspectName{Aspect::Owner, "owner"},     AspectName{Aspect::Time, "mtime"},    AspectName{Aspect::Link, "link"},
    AspectName{Aspect::Xattrs, "xattrs"},   AspectName{Aspect::Device, "device"},
};

std::string_view changeName(Change change)
{
    switch (change) {
    case Change::Added:
        return "added";
    case Change::Removed:
        return "removed";
    case Change::Modified:
        return "modified";
    case Change::None:
        break;
    }
    Q_UNREACHABLE();
}

/// Prints what a range of layers changes.
class ChangePrinter
{
public:
    ChangePrinter(const Context &context, const Image &image, const LayerHistory &history, int first, int last)
        : m_context(context)
        , m_isSingleLayer(first == last)
        , m_layer(last)
        , m_text(context.output.isTerminal())
        , m_after(history.changes(first, last, context.stop))
        , m_afterJson(*m_after.fs.tree, layersOf(image, m_after))
    {
        if (first > 0) {
            m_before = history.through(first - 1, context.stop);
            m_beforeJson.emplace(*m_before.fs.tree, layersOf(image, m_before));
        }
    }

    Result<void> print()
    {
        return walkTree(*m_after.fs.tree, kRootNode, true, false, [this](NodeId node, const std::string &path) -> Result<void> {
            throwIfStopped(m_context.stop);
            const Change change = m_after.changes[node];
            if (change == Change::None)
                return {};
            if (m_context.invocation.json)
                STRATOSCOPE_CHECK(printJson(change, node, path));
            else
                printText(change, node, path);
            return m_context.output.flushIfFull();
        });
    }

private:
    static std::span<const ImageLayer> layersOf(const Image &image, const LayerTree &tree)
    {
        return std::span(image.layers).first(tree.fs.tree->layers().size());
    }

    /// The names of the attributes in which an entry differs.
    std::vector<std::string_view> aspects(NodeId node) const
    {
        std::vector<std::string_view> names;
        for (const auto &[aspect, name] : kAspects) {
            if (has(m_after.aspects[node], aspect))
                names.push_back(name);
        }
        return names;
    }

    Result<void> printJson(Change change, NodeId node, const std::string &path)
    {
        const auto before = change == Change::Modified ? m_before.fs.tree->find(path) : std::nullopt;
        m_json.beginObject();
        if (m_isSingleLayer)
            m_json.member("layer", m_layer);
        m_json.member("change", changeName(change));
        memberWithBase64(m_json, "path", path);
        m_json.key("what").beginArray();
        for (const std::string_view name : aspects(node))
            m_json.value(name);
        m_json.endArray();
        if (change == Change::Removed)
            STRATOSCOPE_CHECK(writeEntry("before", m_afterJson, node, path));
        else if (before)
            STRATOSCOPE_CHECK(writeEntry("before", *m_beforeJson, *before, path));
        else
            m_json.member("before", nullptr);
        if (change == Change::Removed)
            m_json.member("after", nullptr);
        else
            STRATOSCOPE_CHECK(writeEntry("after", m_afterJson, node, path));
        m_json.endObject();
        m_context.output.buffer().append(m_json.take()).push_back('\n');
        return {};
    }

    Result<void> writeEntry(std::string_view name, EntryJson &entries, NodeId node, const std::string &path)
    {
        m_json.key(name).beginObject();
        STRATOSCOPE_CHECK(entries.writeMembers(m_json, node, path));
        m_json.endObject();
        return {};
    }

    void printText(Change change, NodeId node, const std::string &path)
    {
        std::string &text = m_context.output.buffer();
        text += change == Change::Added ? "+ " : change == Change::Removed ? "- " : "~ ";
        m_text.appendName(text, path);
        if (change == Change::Modified) {
            const auto names = aspects(node);
            text += " (";
            for (const std::string_view name : names)
                text.append(name == names.front() ? "" : ", ").append(name);
            text += ')';
        }
        text += '\n';
    }

    const Context &m_context;
    const bool m_isSingleLayer;
    const int m_layer;
    const EntryText m_text;
    LayerTree m_before; ///< without a tree below the lowest layer
    std::optional<EntryJson> m_beforeJson;
    const LayerTree m_after; ///< with removed entries
    EntryJson m_afterJson;
    JsonWriter m_json;
};

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
        return ChangePrinter(context, *image, *history, invocation.layers->first, invocation.layers->second).print();
    for (int layer = 0; layer < int(image->layers.size()); ++layer) {
        if (!invocation.json) {
            const QString createdBy = printable(image->layers[std::size_t(layer)].createdBy.simplified().toStdString());
            context.output.buffer() += u"layer %1  %2"_s.arg(layer).arg(createdBy).trimmed().toStdString() + '\n';
        }
        STRATOSCOPE_CHECK(ChangePrinter(context, *image, *history, layer, layer).print());
    }
    return {};
}

} // namespace stratoscope::cli
