// SPDX-License-Identifier: Apache-2.0
#include "content/xattr_values.h"

#include "layer/entry.h"

#include <QStringList>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstdint>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

template <typename T>
T littleAt(std::string_view bytes, std::size_t at)
{
    return qFromLittleEndian<T>(bytes.data() + at);
}

QString capabilityName(std::size_t number)
{
    static const QStringList kNames
        = QStringLiteral("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable "
                         "net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio "
                         "sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config "
                         "mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm "
                         "block_suspend audit_read perfmon bpf checkpoint_restore")
              .split(u' ');
    const auto index = qsizetype(number);
    return index < kNames.size() ? u"cap_"_s + kNames[index] : QString::number(number);
}

struct Capabilities {
    std::uint64_t permitted = 0;
    std::uint64_t inheritable = 0;
    bool effective = false;
    std::optional<std::uint32_t> rootId;
};

std::optional<Capabilities> readCapabilities(std::string_view value)
{
    if (value.size() < 4)
        return std::nullopt;
    const auto magic = littleAt<std::uint32_t>(value, 0);
    const std::uint32_t revision = magic >> 24;
    constexpr std::array<std::size_t, 4> kSizes{0, 12, 20, 24};
    if (revision == 0 || revision >= kSizes.size() || value.size() != kSizes[revision])
        return std::nullopt;
    Capabilities capabilities;
    capabilities.effective = magic & 1;
    const int words = revision == 1 ? 1 : 2;
    for (int word = 0; word < words; ++word) {
        const auto at = 4 + 8 * std::size_t(word);
        capabilities.permitted |= std::uint64_t(littleAt<std::uint32_t>(value, at)) << (32 * word);
        capabilities.inheritable |= std::uint64_t(littleAt<std::uint32_t>(value, at + 4)) << (32 * word);
    }
    if (revision == 3)
        capabilities.rootId = littleAt<std::uint32_t>(value, 20);
    return capabilities;
}

/// Whose permissions an entry of an access control list gives.
struct Tag {
    std::uint16_t number;
    QLatin1StringView name;
    bool hasId;
};
constexpr std::array kTags{Tag{0x01, "user"_L1, false}, Tag{0x02, "user"_L1, true},  Tag{0x04, "group"_L1, false},
                           Tag{0x08, "group"_L1, true}, Tag{0x10, "mask"_L1, false}, Tag{0x20, "other"_L1, false}};

} // namespace

std::optional<QString> capabilitiesText(std::string_view value)
{
    const auto capabilities = readCapabilities(value);
    if (!capabilities)
        return std::nullopt;
    QStringList groups;
    constexpr unsigned kInheritable = 1;
    constexpr unsigned kPermitted = 2;
    for (const unsigned wanted : {kPermitted, kInheritable | kPermitted, kInheritable}) {
        QStringList names;
        for (std::size_t number = 0; number < 64; ++number) {
            const unsigned has = (capabilities->inheritable >> number & 1 ? kInheritable : 0)
                | (capabilities->permitted >> number & 1 ? kPermitted : 0);
            if (has == wanted)
                names += capabilityName(number);
        }
        if (names.isEmpty())
            continue;
        groups += names.join(u',') + u'+' + (capabilities->effective ? u"e"_s : QString())
            + (wanted & kInheritable ? u"i"_s : QString()) + (wanted & kPermitted ? u"p"_s : QString());
    }
    if (capabilities->rootId)
        groups += u"[rootid=%1]"_s.arg(*capabilities->rootId);
    return groups.join(u' ');
}

std::optional<QString> accessListText(std::string_view value)
{
    constexpr std::size_t kHeader = 4;
    constexpr std::size_t kEntry = 8;
    constexpr std::size_t kMaxEntries = 1000;
    if (value.size() < kHeader || littleAt<std::uint32_t>(value, 0) != 2 || (value.size() - kHeader) % kEntry != 0
        || (value.size() - kHeader) / kEntry > kMaxEntries)
        return std::nullopt;
    QStringList lines;
    for (std::size_t at = kHeader; at < value.size(); at += kEntry) {
        const auto mode = modeText(EntryKind::Regular, littleAt<std::uint16_t>(value, at + 2));
        const QLatin1StringView permissions(mode.data() + 7, 3);
        const QString id = QString::number(littleAt<std::uint32_t>(value, at + 4));
        const auto tag = std::ranges::find(kTags, littleAt<std::uint16_t>(value, at), &Tag::number);
        if (tag == kTags.end())
            return std::nullopt;
        lines += tag->name + u':' + (tag->hasId ? id : QString()) + u':' + permissions;
    }
    return lines.join(u'\n');
}

} // namespace stratoscope
