// SPDX-License-Identifier: Apache-2.0
#include "app/cli/entry_text.h"

#include "layer/time_text.h"
#include "layer/whiteout.h"

namespace stratoscope::cli {

namespace {

std::string ownerText(const Entry &entry)
{
    return std::to_string(entry.uid) + ':' + std::to_string(entry.gid);
}

std::string entrySizeText(const Entry &entry)
{
    return isDevice(entry.kind) ? deviceText(entry) : std::to_string(entry.size);
}

} // namespace

bool isDevice(EntryKind kind)
{
    return kind == EntryKind::CharacterDevice || kind == EntryKind::BlockDevice;
}

std::string deviceText(const Entry &entry)
{
    return std::to_string(entry.deviceMajor) + ':' + std::to_string(entry.deviceMinor);
}

std::optional<std::string> linkTarget(const MergedTree &tree, NodeId node)
{
    const Entry entry = tree.entry(node);
    if (entry.kind == EntryKind::Symlink)
        return std::string(entry.linkTarget);
    if (entry.kind == EntryKind::Hardlink)
        return '/' + cleanPath(entry.linkTarget);
    if (auto target = tree.hardlinkTarget(node))
        return '/' + *target;
    return std::nullopt;
}

EntryText::EntryText(bool escape)
    : m_escape(escape)
{
}

void EntryText::measure(const Entry &entry)
{
    m_ownerWidth = std::max(m_ownerWidth, ownerText(entry).size());
    m_sizeWidth = std::max(m_sizeWidth, entrySizeText(entry).size());
}

void EntryText::append(std::string &text, const MergedTree &tree, NodeId node, std::string_view path) const
{
    const Entry entry = tree.entry(node);
    const auto mode = modeText(entry.kind, entry.mode);
    text.append(mode.data(), mode.size());
    const std::string owner = ownerText(entry);
    text.append(1, ' ').append(owner).append(m_ownerWidth - owner.size(), ' ');
    const std::string size = entrySizeText(entry);
    text.append(m_sizeWidth - size.size() + 1, ' ').append(size).append(1, ' ');
    appendDateAndTime(text, entry.mtime);
    text += ' ';
    appendName(text, path);
    if (const auto target = linkTarget(tree, node)) {
        text += entry.kind == EntryKind::Symlink ? " -> " : " link to ";
        appendName(text, *target);
    }
    text += '\n';
}

void EntryText::appendName(std::string &text, std::string_view name) const
{
    text += m_escape ? printable(name).toStdString() : std::string(name);
}

} // namespace stratoscope::cli
