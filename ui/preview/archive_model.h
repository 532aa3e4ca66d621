// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QAbstractItemModel>

namespace stratoscope::ui {

/// The contents of an archive as a tree. The internalId of an index is its node. For the GUI thread.
class ArchiveModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Modified };
    enum Role { IconRole = Qt::UserRole }; ///< QString: the name of an icon in the resources

    using QAbstractItemModel::QAbstractItemModel;

    void setTree(std::shared_ptr<const MergedTree> tree);
    NodeId node(const QModelIndex &index) const { return index.isValid() ? NodeId(index.internalId()) : kRootNode; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(NodeId node, int column) const;

    std::shared_ptr<const MergedTree> m_tree;
};

} // namespace stratoscope::ui
