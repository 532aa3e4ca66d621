// SPDX-License-Identifier: Apache-2.0
#include "audit/permissions.h"

#include "base/cancel.h"
#include "content/xattr_values.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint16_t kSetUidBit = 04000;
constexpr std::uint16_t kSetGidBit = 02000;
constexpr std::uint16_t kStickyBit = 01000;
constexpr std::uint16_t kWritableByOthers = 0002;
constexpr std::uint16_t kWritableByGroupOrOthers = 0022;
constexpr std::uint16_t kExecutableBits = 0111;

/// With one of these, a program can take any other right.
constexpr std::array<QLatin1StringView, 8> kStrongCapabilities{"cap_sys_admin"_L1,  "cap_setuid"_L1,  "cap_dac_override"_L1,
                                                               "cap_sys_module"_L1, "cap_setfcap"_L1, "cap_sys_ptrace"_L1,
                                                               "cap_sys_rawio"_L1,  "cap_bpf"_L1};

QString octalMode(std::uint16_t mode)
{
    return u"%1"_s.arg(mode, 4, 8, QLatin1Char('0'));
}

class PermissionAudit
{
public:
    explicit PermissionAudit(const MergedTree &tree)
        : m_tree(tree)
        , m_writable(tree.directoryCount(), kNoNode)
        , m_below(tree.directoryCount())
    {
    }

    std::vector<Finding> run(const std::stop_token &stop)
    {
        for (NodeId node = 0; node < m_tree.size(); ++node) { // parents precede their children
            constexpr NodeId kBetweenChecks = 4096;
            if (node % kBetweenChecks == 0)
                throwIfStopped(stop);
            const EntryKind kind = m_tree.kind(node);
            if (kind == EntryKind::Directory || (kind == EntryKind::Regular && !m_tree.isHardlink(node)))
                look(node, m_tree.entry(node));
        }
        for (auto &[directory, finding] : m_directories) {
            if (const std::uint32_t below = m_below[m_tree.directoryNumber(directory)]; below > 0)
                finding.text += u", and %1 below it"_s.arg(below == 1 ? u"1 entry"_s : u"%1 entries"_s.arg(below));
            m_findings.push_back(std::move(finding));
        }
        return std::move(m_findings);
    }

private:
    void look(NodeId node, const Entry &entry)
    {
        const bool isDirectory = entry.kind == EntryKind::Directory;
        const bool isProgram = !isDirectory && (entry.mode & kExecutableBits) != 0;
        const bool canBeReplaced = (entry.mode & kWritableByGroupOrOthers) != 0;
        if (isProgram && (entry.mode & kSetUidBit) != 0)
            m_findings.push_back(findingAt(
                m_tree, node, FindingKind::SetUid, canBeReplaced ? FindingSeverity::High : FindingSeverity::Low,
                u"set-user-ID program, runs as user %1 (mode %2)"_s.arg(QString::number(entry.uid), octalMode(entry.mode))));
        if (isProgram && (entry.mode & kSetGidBit) != 0)
            m_findings.push_back(findingAt(
                m_tree, node, FindingKind::SetGid, canBeReplaced ? FindingSeverity::High : FindingSeverity::Low,
                u"set-group-ID program, runs as group %1 (mode %2)"_s.arg(QString::number(entry.gid), octalMode(entry.mode))));
        if (!isDirectory && entry.xattrs)
            lookAtCapabilities(node, *entry.xattrs);

        const bool isWritable = (entry.mode & kWritableByOthers) != 0 && !(isDirectory && (entry.mode & kStickyBit) != 0);
        const NodeId above = node == kRootNode ? kNoNode : m_writable[m_tree.directoryNumber(m_tree.parent(node))];
        if (isDirectory)
            m_writable[m_tree.directoryNumber(node)] = isWritable ? (above != kNoNode ? above : node) : kNoNode;
        if (!isWritable)
            return;
        if (above != kNoNode)
            ++m_below[m_tree.directoryNumber(above)];
        else if (isDirectory)
            m_directories.emplace_back(
                node,
                findingAt(m_tree, node, FindingKind::WorldWritable, FindingSeverity::Medium,
                          u"directory writable by everybody, without the sticky bit (mode %1)"_s.arg(octalMode(entry.mode))));
        else
            m_findings.push_back(findingAt(m_tree, node, FindingKind::WorldWritable, FindingSeverity::Medium,
                                           u"file writable by everybody (mode %1)"_s.arg(octalMode(entry.mode))));
    }

    void lookAtCapabilities(NodeId node, const Xattrs &xattrs)
    {
        const auto value = xattrs.find("security.capability");
        if (value == xattrs.end())
            return;
        const QString text = capabilitiesText(value->second).value_or(QString());
        if (text.isEmpty())
            return;
        const bool isStrong
            = std::ranges::any_of(kStrongCapabilities, [&text](QLatin1StringView name) { return text.contains(name); });
        m_findings.push_back(findingAt(m_tree, node, FindingKind::Capability,
                                       isStrong ? FindingSeverity::Medium : FindingSeverity::Low,
                                       u"has the capabilities %1"_s.arg(text)));
    }

    const MergedTree &m_tree;
    std::vector<NodeId>
        m_writable; ///< by directory number: the topmost of the directories above, itself included, that are writable without a gap
    std::vector<std::uint32_t> m_below; ///< by directory number
    std::vector<std::pair<NodeId, Finding>> m_directories;
    std::vector<Finding> m_findings;
};

} // namespace

std::vector<Finding> permissionFindings(const MergedTree &tree, const std::stop_token &stop)
{
    return PermissionAudit(tree).run(stop);
}

} // namespace stratoscope
