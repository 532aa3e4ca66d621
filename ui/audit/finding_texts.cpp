// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/finding_texts.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace stratoscope::ui {

namespace {

struct FindingTr {
    Q_DECLARE_TR_FUNCTIONS(stratoscope::ui::FindingTexts)
};

} // namespace

QString findingKindText(FindingKind kind)
{
    switch (kind) {
    case FindingKind::PrivateKey:
        return FindingTr::tr("Private keys");
    case FindingKind::Token:
        return FindingTr::tr("Tokens and API keys");
    case FindingKind::Password:
        return FindingTr::tr("Passwords");
    case FindingKind::SetUid:
        return FindingTr::tr("Set-user-ID programs");
    case FindingKind::SetGid:
        return FindingTr::tr("Set-group-ID programs");
    case FindingKind::Capability:
        return FindingTr::tr("Capabilities");
    case FindingKind::WorldWritable:
        return FindingTr::tr("Writable by everybody");
    case FindingKind::Entrypoint:
        return FindingTr::tr("Entrypoint");
    case FindingKind::User:
        return FindingTr::tr("User");
    case FindingKind::Interpreter:
        return FindingTr::tr("Missing interpreters");
    case FindingKind::Library:
        return FindingTr::tr("Missing libraries");
    }
    Q_UNREACHABLE();
}

QString severityText(FindingSeverity severity)
{
    switch (severity) {
    case FindingSeverity::High:
        return FindingTr::tr("High");
    case FindingSeverity::Medium:
        return FindingTr::tr("Medium");
    case FindingSeverity::Low:
        return FindingTr::tr("Low");
    case FindingSeverity::Info:
        return FindingTr::tr("Information");
    }
    Q_UNREACHABLE();
}

QString findingLayerText(const Finding &finding)
{
    if (!finding.layer)
        return FindingTr::tr("Configuration");
    if (!finding.deletedIn)
        return QString::number(*finding.layer);
    const QString text = finding.isReplaced ? FindingTr::tr("%1, replaced in %2") : FindingTr::tr("%1, deleted in %2");
    return text.arg(QString::number(*finding.layer), QString::number(*finding.deletedIn));
}

QString whereaboutsText(const Finding &finding)
{
    if (!finding.layer)
        return FindingTr::tr("It is in the configuration of the image, which everybody who has the image can read.");
    const QString layer = QString::number(*finding.layer);
    if (!finding.deletedIn)
        return FindingTr::tr("The file is from layer %1.").arg(layer);
    const QString last = QString::number(*finding.deletedIn);
    if (finding.layer == finding.deletedIn)
        return FindingTr::tr("Layer %1 has another file at this path as well, which replaces it. The layer still carries it, and "
                             "everybody who has the image can read it there.")
            .arg(layer);
    const QString text = finding.isReplaced
        ? FindingTr::tr("The file is still in layer %1. Layer %2 replaces it, but everybody who has the image can read it there.")
        : FindingTr::tr("The file is still in layer %1. Layer %2 deletes it, but everybody who has the image can read it there.");
    return text.arg(layer, last);
}

QString findingCountText(const AuditReport &report)
{
    if (report.findings.empty())
        return FindingTr::tr("Nothing found");
    const QString findings = FindingTr::tr("%Ln finding(s)", nullptr, pluralCount(report.findings.size()));
    const auto high = std::ranges::count(report.findings, FindingSeverity::High, &Finding::severity);
    return high == 0 ? findings : FindingTr::tr("%1, %2 of them high").arg(findings, countText(std::uint64_t(high)));
}

QString searchedText(const AuditReport &report)
{
    return FindingTr::tr("Searched the configuration and %1 (%2) in %3")
        .arg(FindingTr::tr("%Ln file(s)", nullptr, pluralCount(report.files)), sizeText(report.bytes),
             FindingTr::tr("%Ln layer(s)", nullptr, pluralCount(report.layers)));
}

} // namespace stratoscope::ui
