// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit_image.h"

#include <QAbstractItemModel>

#include <memory>

namespace stratoscope::ui {

/// The findings of an audit, grouped by severity, with secrets masked. For the GUI thread.
class FindingModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Text, Place, Layer, Columns };

    using QAbstractItemModel::QAbstractItemModel;

    void setReport(std::shared_ptr<const AuditReport> report);
    /// Shows only findings of this kind; nothing: all.
    void setKind(std::optional<FindingKind> kind);
    /// Null for a group.
    const Finding *finding(const QModelIndex &index) const;
    /// The severity of a group or a finding.
    FindingSeverity severity(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return Columns; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Group {
        FindingSeverity severity = FindingSeverity::High;
        std::vector<std::size_t> findings; ///< indexes in the report
    };
    void arrange();
    QString text(const QModelIndex &index) const;

    std::shared_ptr<const AuditReport> m_report;
    std::optional<FindingKind> m_kind;
    std::vector<Group> m_groups; ///< without empty ones
};

} // namespace stratoscope::ui
