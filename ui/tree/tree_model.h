// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/arrangement.h"

#include <QAbstractItemModel>
#include <QStringList>

namespace stratoscope::ui {

/// Shows a merged tree as it is arranged. There is no object per entry: an index's internalId is its node, a row is a place in the
/// arrangement.
///
/// The root directory is the invalid index. For the GUI thread; the arrangements are made elsewhere.
class TreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of EntryKind
        IconRole, ///< name of the icon in the resources
        MatchRole, ///< QPoint(begin, length): what of the shown name the filter found; invalid where nothing
        ChangeRole, ///< int of Change: against what was there before
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Shows another arrangement. Of the same tree under the same filter it is a change of layout, where indexes move with their
    /// nodes; else a reset.
    void setArrangement(std::shared_ptr<const Arrangement> arrangement);
    const std::shared_ptr<const Arrangement> &arrangement() const { return m_arrangement; }
    /// Said about layer N in tool tips.
    void setLayerCommands(const QStringList &commands) { m_layerCommands = commands; }

    NodeId node(const QModelIndex &index) const { return index.isValid() ? NodeId(index.internalId()) : kRootNode; }
    /// Invalid for the root and for what the filter hides.
    QModelIndex indexOf(NodeId node, int column = 0) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const MergedTree &tree() const { return *m_arrangement->tree(); }
    QString text(NodeId node, TreeColumn column) const;
    QString toolTip(NodeId node, TreeColumn column) const;
    QVariant accessibleText(NodeId node) const;
    QString iconName(NodeId node) const;
    QVariant matchIn(NodeId node) const;
    void moveIndexes();

    std::shared_ptr<const Arrangement> m_arrangement;
    QStringList m_layerCommands;
};

} // namespace stratoscope::ui
