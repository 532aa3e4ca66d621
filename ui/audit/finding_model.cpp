// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/finding_model.h"

#include "ui/audit/finding_texts.h"
#include "ui/common/format.h"

namespace stratoscope::ui {

namespace {

constexpr quintptr kGroupRow = 0; ///< internal id; that of a finding is the number of its group, from 1

} // namespace

void FindingModel::setReport(std::shared_ptr<const AuditReport> report)
{
    beginResetModel();
    m_report = std::move(report);
    arrange();
    endResetModel();
}

void FindingModel::setKind(std::optional<FindingKind> kind)
{
    beginResetModel();
    m_kind = kind;
    arrange();
    endResetModel();
}

void FindingModel::arrange()
{
    m_groups.clear();
    for (std::size_t i = 0; m_report && i < m_report->findings.size(); ++i) { // sorted by severity
        const Finding &finding = m_report->findings[i];
        if (m_kind && finding.kind != *m_kind)
            continue;
        if (m_groups.empty() || m_groups.back().severity != finding.severity)
            m_groups.push_back({finding.severity, {}});
        m_groups.back().findings.push_back(i);
    }
}

const Finding *FindingModel::finding(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == kGroupRow)
        return nullptr;
    return &m_report->findings[m_groups[index.internalId() - 1].findings[std::size_t(index.row())]];
}

FindingSeverity FindingModel::severity(const QModelIndex &index) const
{
    const Finding *const own = finding(index);
    return own ? own->severity : m_groups[std::size_t(index.row())].severity;
}

QModelIndex FindingModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kGroupRow);
}

QModelIndex FindingModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == kGroupRow)
        return {};
    return createIndex(int(index.internalId() - 1), 0, kGroupRow);
}

int FindingModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    if (parent.column() > 0 || parent.internalId() != kGroupRow)
        return 0;
    return int(m_groups[std::size_t(parent.row())].findings.size());
}

QString FindingModel::text(const QModelIndex &index) const
{
    const Finding *const own = finding(index);
    if (!own) {
        const Group &group = m_groups[std::size_t(index.row())];
        return index.column() == Text ? tr("%1 (%2)").arg(severityText(group.severity), countText(group.findings.size()))
                                      : QString();
    }
    switch (index.column()) {
    case Text:
        return describe(*own, SecretDisplay::Masked);
    case Place:
        return placeText(*own);
    default:
        return findingLayerText(*own);
    }
}

QVariant FindingModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_report)
        return {};
    if (role == Qt::DisplayRole || (role == Qt::ToolTipRole && finding(index)))
        return text(index);
    return {};
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Text ? tr("Finding") : section == Place ? tr("Where") : tr("Layer");
}

} // namespace stratoscope::ui
