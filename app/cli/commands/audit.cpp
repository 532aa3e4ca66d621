// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/audit.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "audit/audit_image.h"
#include "base/cancel.h"

#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

Result<void> printFindingsJson(const Context &context, const AuditReport &report, SecretDisplay display)
{
    JsonWriter json;
    const auto orNothing = [&json](std::string_view name, const auto &number) {
        if (number)
            json.member(name, *number);
        else
            json.member(name, nullptr);
    };
    for (const Finding &finding : report.findings) {
        throwIfStopped(context.stop);
        json.beginObject().member("kind", findingKindName(finding.kind)).member("severity", findingSeverityName(finding.severity));
        if (finding.path.empty())
            json.member("path", nullptr);
        else
            memberWithBase64(json, "path", finding.path);
        if (!finding.member.isEmpty())
            json.member("member", finding.member);
        orNothing("layer", finding.layer);
        orNothing("deletedIn", finding.deletedIn);
        orNothing("line", finding.line);
        json.member("detail", describe(finding, display));
        if (display == SecretDisplay::Shown && !finding.secret.empty())
            memberWithBase64(json, "secret", finding.secret);
        json.endObject();
        STRATOSCOPE_CHECK(context.print(json));
    }
    return {};
}

QString counted(std::uint64_t number, const QString &one, const QString &many)
{
    return number == 1 ? u"1 "_s + one : QLocale(QLocale::English).toString(qulonglong(number)) + u' ' + many;
}

QString summaryOf(const AuditReport &report)
{
    QStringList counts;
    for (const FindingSeverity severity : findingSeverities()) {
        if (const auto count = std::ranges::count(report.findings, severity, &Finding::severity); count > 0)
            counts << u"%1 %2"_s.arg(QString::number(count), printable(findingSeverityName(severity)));
    }
    const QString found = report.findings.empty()
        ? u"nothing found"_s
        : counted(report.findings.size(), u"finding"_s, u"findings"_s) + u": "_s + counts.join(", "_L1);
    return u"%1; searched the configuration and %2 (%3) in %4"_s.arg(found, counted(report.files, u"file"_s, u"files"_s),
                                                                     sizeText(report.bytes),
                                                                     counted(report.layers, u"layer"_s, u"layers"_s));
}

Result<void> printFindings(const Context &context, const AuditReport &report, SecretDisplay display)
{
    for (const Finding &finding : report.findings) {
        throwIfStopped(context.stop);
        const QString layer = layerText(finding);
        STRATOSCOPE_CHECK(
            context.print(u"%1  %2  %3%4: %5"_s.arg(printable(findingSeverityName(finding.severity)).leftJustified(6),
                                                    printable(findingKindName(finding.kind)).leftJustified(14), placeText(finding),
                                                    layer.isEmpty() ? layer : u" (%1)"_s.arg(layer), describe(finding, display))));
    }
    return context.print(summaryOf(report));
}

bool isIn(const std::vector<std::string> &words, const Finding &finding)
{
    return std::ranges::any_of(words, [&finding](const std::string &word) {
        return word == findingKindName(finding.kind) || word == findingSeverityName(finding.severity);
    });
}

} // namespace

Result<void> runAudit(const Context &context)
{
    const Invocation &invocation = context.invocation;
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(const AuditReport report, auditImage(*image, context.progress, context.stop));
    for (const Error &note : report.notes)
        context.warn(withContext(image->location, note).message());
    if (std::ranges::any_of(report.findings, [&invocation](const Finding &finding) { return isIn(invocation.failOn, finding); }))
        context.exitCode = 1;
    const SecretDisplay display = invocation.showSecrets ? SecretDisplay::Shown : SecretDisplay::Masked;
    return invocation.json ? printFindingsJson(context, report, display) : printFindings(context, report, display);
}

} // namespace stratoscope::cli
