// SPDX-License-Identifier: Apache-2.0
#include "entry_lines.h"

#include "base/utf8.h"
#include "layer/whiteout.h"
#include "time_text.h"

#include <QByteArray>

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

std::string base64(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), qsizetype(bytes.size())).toBase64().toStdString();
}

bool isDevice(const Entry &entry)
{
    return entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
}

std::string deviceText(const Entry &entry)
{
    return std::to_string(entry.deviceMajor) + ':' + std::to_string(entry.deviceMinor);
}

/// Four octal digits.
std::array<char, 4> octal(std::uint16_t mode)
{
    return {char('0' + (mode >> 9 & 7)), char('0' + (mode >> 6 & 7)), char('0' + (mode >> 3 & 7)), char('0' + (mode & 7))};
}

/// Of a symlink as it stands; of a hard link the path that it is a link to. Nothing for others.
std::optional<std::string> linkTarget(const MergedTree &tree, NodeId node, const Entry &entry)
{
    if (entry.kind == EntryKind::Symlink)
        return std::string(entry.linkTarget);
    if (entry.kind == EntryKind::Hardlink)
        return '/' + cleanPath(entry.linkTarget);
    if (auto target = tree.hardlinkTarget(node))
        return '/' + *target;
    return std::nullopt;
}

std::string ownerText(const Entry &entry)
{
    return std::to_string(entry.uid) + ':' + std::to_string(entry.gid);
}

std::string sizeText(const Entry &entry)
{
    return isDevice(entry) ? deviceText(entry) : std::to_string(entry.size);
}

} // namespace

TreeDigests::TreeDigests(const MergedTree &tree, std::span<const ImageLayer> layers)
    : m_tree(tree)
{
    for (const ImageLayer &layer : layers) {
        Layer &added = m_layers.emplace_back();
        if (auto digests = layer.check->fileDigests())
            added.reader.emplace(std::move(digests), layer.index);
    }
}

Result<std::optional<Sha256>> TreeDigests::digest(NodeId node)
{
    const MergedTree::Origin origin = m_tree.origin(node);
    auto &reader = m_layers[std::size_t(origin.layer)].reader;
    if (!reader)
        return std::nullopt;
    return reader->digest(origin.record);
}

EntryJson::EntryJson(const MergedTree &tree, TreeDigests *digests)
    : m_tree(tree)
    , m_digests(digests)
{
}

Result<void> EntryJson::append(std::string &text, NodeId node, std::string_view path)
{
    const Entry entry = m_tree.entry(node);
    const auto mode = octal(entry.mode);
    m_text.clear();
    appendRfc3339(m_text, entry.mtime);
    m_json.beginObject()
        .member("path", path)
        .member("type", kindName(entry.kind))
        .member("mode", std::string_view(mode.data(), mode.size()))
        .member("uid", entry.uid)
        .member("gid", entry.gid)
        .member("size", entry.size)
        .member("mtime", m_text)
        .member("layer", m_tree.layer(node));
    const auto target = linkTarget(m_tree, node, entry);
    if (target)
        m_json.member("linkTarget", *target);
    if (isDevice(entry))
        m_json.member("device", deviceText(entry));
    if (entry.kind == EntryKind::Regular && m_digests) {
        STRATOSCOPE_TRY(const auto digest, m_digests->digest(node));
        if (digest)
            m_json.member("sha256", toHex(*digest));
    }
    if (entry.xattrs) {
        m_json.key("xattrs").beginObject();
        for (const auto &[name, value] : *entry.xattrs)
            m_json.member(name, base64(value));
        m_json.endObject();
    }
    if (!isUtf8(path))
        m_json.member("pathBase64", base64(path));
    if (target && !isUtf8(*target))
        m_json.member("linkTargetBase64", base64(*target));
    m_json.endObject();
    text.append(m_json.take()).push_back('\n');
    return {};
}

EntryText::EntryText(const MergedTree &tree, bool escape)
    : m_tree(tree)
    , m_escape(escape)
{
}

void EntryText::measure(NodeId node)
{
    const Entry entry = m_tree.entry(node);
    m_ownerWidth = std::max(m_ownerWidth, ownerText(entry).size());
    m_sizeWidth = std::max(m_sizeWidth, sizeText(entry).size());
}

Result<void> EntryText::append(std::string &text, NodeId node, std::string_view path)
{
    const Entry entry = m_tree.entry(node);
    const auto mode = modeText(entry.kind, entry.mode);
    text.append(mode.data(), mode.size());
    const std::string owner = ownerText(entry);
    text.append(1, ' ').append(owner).append(m_ownerWidth - owner.size(), ' ');
    const std::string size = sizeText(entry);
    text.append(m_sizeWidth - size.size() + 1, ' ').append(size).append(1, ' ');
    appendDateAndTime(text, entry.mtime);
    text += ' ';
    appendName(text, path);
    if (const auto target = linkTarget(m_tree, node, entry)) {
        text += entry.kind == EntryKind::Symlink ? " -> " : " link to ";
        appendName(text, *target);
    }
    text += '\n';
    return {};
}

void EntryText::appendName(std::string &text, std::string_view name) const
{
    text += m_escape ? printable(name).toStdString() : std::string(name);
}

} // namespace stratoscope::cli
