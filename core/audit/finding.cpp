// SPDX-License-Identifier: Apache-2.0
#include "audit/finding.h"

#include "base/error.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::array kKinds{FindingKind::PrivateKey, FindingKind::Token,       FindingKind::Password,      FindingKind::SetUid,
                            FindingKind::SetGid,     FindingKind::Capability,  FindingKind::WorldWritable, FindingKind::Entrypoint,
                            FindingKind::User,       FindingKind::Interpreter, FindingKind::Library};
constexpr std::array<std::string_view, kKinds.size()> kKindNames{"private-key", "token",       "password",       "setuid",
                                                                 "setgid",      "capability",  "world-writable", "entrypoint",
                                                                 "user",        "interpreter", "library"};
constexpr std::array kSeverities{FindingSeverity::High, FindingSeverity::Medium, FindingSeverity::Low, FindingSeverity::Info};
constexpr std::array<std::string_view, kSeverities.size()> kSeverityNames{"high", "medium", "low", "info"};

template <typename Value, std::size_t Count>
std::optional<Value> valueNamed(const std::array<std::string_view, Count> &names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional(Value(found - names.begin()));
}

} // namespace

std::span<const FindingKind> findingKinds()
{
    return kKinds;
}

std::string_view findingKindName(FindingKind kind)
{
    return kKindNames[std::size_t(kind)];
}

std::optional<FindingKind> parseFindingKind(std::string_view name)
{
    return valueNamed<FindingKind>(kKindNames, name);
}

std::span<const FindingSeverity> findingSeverities()
{
    return kSeverities;
}

std::string_view findingSeverityName(FindingSeverity severity)
{
    return kSeverityNames[std::size_t(severity)];
}

std::optional<FindingSeverity> parseFindingSeverity(std::string_view name)
{
    return valueNamed<FindingSeverity>(kSeverityNames, name);
}

Finding findingAt(const MergedTree &tree, NodeId node, FindingKind kind, FindingSeverity severity, QString text)
{
    Finding finding;
    finding.kind = kind;
    finding.severity = severity;
    finding.path = tree.path(node);
    finding.layer = tree.layer(node);
    finding.text = std::move(text);
    return finding;
}

QString maskedSecret(std::string_view secret)
{
    // Of a short secret, the first characters would give away too much.
    const std::size_t shown = secret.size() >= 16 ? 4 : secret.size() >= 8 ? 1 : 0;
    return u"%1… (%2 characters)"_s.arg(printable(secret.substr(0, shown)), QString::number(secret.size()));
}

QString describe(const Finding &finding, SecretDisplay display)
{
    if (finding.secret.empty())
        return finding.text;
    return finding.text + u' ' + (display == SecretDisplay::Shown ? printable(finding.secret) : maskedSecret(finding.secret));
}

QString layerText(const Finding &finding)
{
    if (!finding.layer)
        return {};
    const QString layer = u"layer %1"_s.arg(*finding.layer);
    if (!finding.deletedIn)
        return layer;
    return u"%1, %2 in layer %3"_s.arg(layer, finding.isReplaced ? u"replaced"_s : u"deleted"_s,
                                       QString::number(*finding.deletedIn));
}

QString placeText(const Finding &finding)
{
    if (finding.path.empty())
        return finding.member;
    const QString path = printable(finding.path);
    return finding.line ? u"%1:%2"_s.arg(path, QString::number(*finding.line)) : path;
}

} // namespace stratoscope
