// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/packages/package_table.h"

#include <QAbstractTableModel>

namespace stratoscope::ui {

/// The rows of a PackageTable that are shown. For the GUI thread; they are arranged in other threads.
class PackageModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        ChangeRole = Qt::UserRole, ///< int of Change: Added, Removed, Modified or None
    };

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::shared_ptr<const PackageTable> table, std::vector<std::uint32_t> rows);
    const std::shared_ptr<const PackageTable> &table() const { return m_table; }
    const PackageRow &row(int number) const { return m_table->rows[m_rows[std::size_t(number)]]; }
    /// The first row of the same type, name and architecture; invalid if there is none.
    QModelIndex indexOf(const Package &package) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex & = {}) const override { return kPackageColumnCount; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString toolTip(const PackageRow &row) const;

    std::shared_ptr<const PackageTable> m_table;
    std::vector<std::uint32_t> m_rows; ///< numbers of rows of the table
};

} // namespace stratoscope::ui
