// SPDX-License-Identifier: Apache-2.0
#include "app/cli/entry_json.h"

#include "app/cli/entry_text.h"
#include "base/utf8.h"
#include "diff/attribute_differences.h"
#include "layer/time_text.h"

#include <QByteArray>

namespace stratoscope::cli {

namespace {

std::string base64(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), qsizetype(bytes.size())).toBase64().toStdString();
}

} // namespace

EntryJson::EntryJson(const MergedTree &tree, std::span<const ImageLayer> layers)
    : m_tree(tree)
{
    for (const ImageLayer &layer : layers) {
        auto &reader = m_digests.emplace_back();
        if (auto digests = layer.check->fileDigests())
            reader.emplace(std::move(digests), layer.index);
    }
}

Result<void> EntryJson::appendLine(std::string &text, NodeId node, std::string_view path)
{
    m_line.beginObject();
    STRATOSCOPE_CHECK(writeMembers(m_line, node, path));
    m_line.endObject();
    text.append(m_line.take()).push_back('\n');
    return {};
}

Result<void> EntryJson::writeMembers(JsonWriter &json, NodeId node, std::string_view path)
{
    const Entry entry = m_tree.entry(node);
    m_time.clear();
    appendRfc3339(m_time, entry.mtime);
    memberWithBase64(json, "path", path);
    json.member("type", kindName(entry.kind))
        .member("mode", octalMode(entry.mode))
        .member("uid", entry.uid)
        .member("gid", entry.gid)
        .member("size", entry.size)
        .member("mtime", m_time)
        .member("layer", m_tree.layer(node));
    const auto target = linkTarget(m_tree, node);
    if (target)
        memberWithBase64(json, "linkTarget", *target);
    if (isDevice(entry.kind))
        json.member("device", deviceText(entry));
    if (entry.kind == EntryKind::Regular && !m_digests.empty()) {
        const MergedTree::Origin origin = m_tree.origin(node);
        if (auto &reader = m_digests[std::size_t(origin.layer)]) {
            STRATOSCOPE_TRY(const Sha256 digest, reader->digest(origin.record));
            json.member("sha256", toHex(digest));
        }
    }
    if (entry.xattrs) {
        json.key("xattrs").beginObject();
        for (const auto &[name, value] : *entry.xattrs)
            json.member(name, base64(value));
        json.endObject();
    }
    writeWarnings(json, entry.warnings);
    return {};
}

void writeWarnings(JsonWriter &json, EntryWarnings warnings)
{
    if (warnings == 0)
        return;
    json.key("warnings").beginArray();
    for (const EntryWarningName &known : entryWarningNames()) {
        if (warnings & known.warning)
            json.value(known.sentence);
    }
    json.endArray();
}

void memberWithBase64(JsonWriter &json, const std::string &name, std::string_view bytes)
{
    json.member(name, bytes);
    if (!isUtf8(bytes))
        json.member(name + "Base64", base64(bytes));
}

} // namespace stratoscope::cli
