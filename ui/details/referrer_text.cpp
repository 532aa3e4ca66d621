// SPDX-License-Identifier: Apache-2.0
#include "ui/details/referrer_text.h"

#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ReferrersTr {
    Q_DECLARE_TR_FUNCTIONS(Referrers)
};

/// Types come from the registry: made fit for one line.
QString oneLine(const QString &text)
{
    constexpr qsizetype kMaxLength = 200;
    const QString line = printable(text.simplified().left(kMaxLength).toStdString());
    return text.size() > kMaxLength ? line + u'…' : line;
}

} // namespace

QString referrerKindText(const Referrer &referrer)
{
    switch (referrer.kind) {
    case ReferrerKind::Signature:
        return ReferrersTr::tr("Signature");
    case ReferrerKind::Sbom:
        return ReferrersTr::tr("SBOM");
    case ReferrerKind::Attestation:
        return isProvenance(referrer.predicateType) ? ReferrersTr::tr("Provenance") : ReferrersTr::tr("Attestation");
    case ReferrerKind::Other:
        break;
    }
    return ReferrersTr::tr("Other");
}

QString referrerTypeText(const Referrer &referrer)
{
    QString type = oneLine(referrer.predicateType.isEmpty() ? referrer.type : referrer.predicateType);
    constexpr auto kScheme = "https://"_L1;
    return type.startsWith(kScheme) ? type.sliced(kScheme.size()) : type;
}

QString referrerDetails(const Referrer &referrer)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines += ReferrersTr::tr("%1: %2").arg(name, value);
    };
    add(ReferrersTr::tr("Title"), oneLine(referrer.title));
    add(ReferrersTr::tr("Type"), oneLine(referrer.type));
    add(ReferrersTr::tr("Predicate"), oneLine(referrer.predicateType));
    add(ReferrersTr::tr("Digest"), referrer.digest.toString());
    add(ReferrersTr::tr("Size"), sizeText(std::uint64_t(referrer.size)));
    add(ReferrersTr::tr("Created"), oneLine(referrer.created));
    add(ReferrersTr::tr("Platform"), referrer.platform ? oneLine(referrer.platform->toString()) : QString());
    add(ReferrersTr::tr("Subject"), referrer.subject.toString());
    return lines.join(u'\n');
}

QString referrersSummary(const std::vector<Referrer> &referrers)
{
    QStringList kinds;
    for (const Referrer &referrer : referrers)
        kinds += referrer.kind == ReferrerKind::Signature ? ReferrersTr::tr("Signed") : referrerKindText(referrer);
    kinds.removeDuplicates();
    return kinds.join(u" · "_s);
}

} // namespace stratoscope::ui
