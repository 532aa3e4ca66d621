// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <QAbstractItemModel>
#include <QStringList>

namespace stratoscope::ui {

/// The item model of TreeRows. There is no object per entry: the internalId of an index is the node.
///
/// The root directory is the invalid index. For the GUI thread; the rows are made in other threads.
class TreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of EntryKind
        IconRole, ///< name of the icon in the resources
        MatchRole, ///< QPoint(begin, length): the part of the displayed name that the filter matched; invalid if none
        ChangeRole, ///< int of Change
        NoteRole, ///< QString: why an entry is listed that differs; may be empty
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Replaces the rows. If only their order differs, this is a change of layout, and persistent indexes follow their nodes;
    /// otherwise the model is reset.
    void setRows(std::shared_ptr<const TreeRows> rows);
    const std::shared_ptr<const TreeRows> &rows() const { return m_rows; }
    /// Of the next rows: both sides of a comparison; null for other trees.
    void setCompared(std::shared_ptr<const ComparedTree> compared) { m_compared = std::move(compared); }
    /// Of the next rows: the packages that they are grouped by; null for other trees.
    void setGroups(std::shared_ptr<const TreeGroups> groups) { m_groups = std::move(groups); }
    /// The commands that made the layers, for tool tips.
    void setLayerCommands(const QStringList &commands) { m_layerCommands = commands; }

    NodeId node(const QModelIndex &index) const { return index.isValid() ? NodeId(index.internalId()) : kRootNode; }
    /// Invalid for the root and for nodes that the filter hides.
    QModelIndex indexOf(NodeId node, int column = 0) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return m_rows && parent.column() <= 0 ? int(m_rows->rowCount(node(parent))) : 0;
    }
    int columnCount(const QModelIndex & = {}) const override { return kTreeColumnCount; }
    bool hasChildren(const QModelIndex &parent = {}) const override { return rowCount(parent) > 0; }
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const MergedTree &tree() const { return *m_rows->tree(); }
    QString text(NodeId node, TreeColumn column) const;
    QString comparedSize(NodeId node, TreeColumn column) const;
    QString toolTip(NodeId node, TreeColumn column) const;
    QString note(NodeId node) const;
    QString path(NodeId node) const;
    QVariant accessibleText(NodeId node) const;
    QString iconName(NodeId node) const;
    QVariant matchIn(NodeId node) const;
    void moveIndexes();

    std::shared_ptr<const TreeRows> m_rows;
    std::shared_ptr<const ComparedTree> m_compared;
    std::shared_ptr<const TreeGroups> m_groups;
    QStringList m_layerCommands;
};

} // namespace stratoscope::ui
