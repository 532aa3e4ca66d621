// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/archive_model.h"

#include "ui/common/format.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void ArchiveModel::setTree(std::shared_ptr<const MergedTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

QModelIndex ArchiveModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(*m_tree->children(node(parent)).begin() + NodeId(row)));
}

QModelIndex ArchiveModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const NodeId parent = m_tree->parent(node(index));
    if (parent == kRootNode)
        return {};
    return createIndex(int(parent - *m_tree->children(m_tree->parent(parent)).begin()), 0, quintptr(parent));
}

int ArchiveModel::rowCount(const QModelIndex &parent) const
{
    return m_tree && parent.column() <= 0 ? int(m_tree->children(node(parent)).size()) : 0;
}

int ArchiveModel::columnCount(const QModelIndex &) const
{
    return 3;
}

QString ArchiveModel::text(NodeId node, int column) const
{
    const Entry entry = m_tree->entry(node);
    switch (column) {
    case Name:
        return entry.linkTarget.empty() ? printable(m_tree->name(node))
                                        : printable(m_tree->name(node)) + u" → "_s + printable(entry.linkTarget);
    case Size:
        return entry.kind == EntryKind::Regular ? sizeText(entry.size) : QString();
    default:
        return entry.implied || entry.mtime == Timestamp() ? QString() : timeText(entry.mtime);
    }
}

QVariant ArchiveModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_tree)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(node(index), index.column());
    case Qt::ToolTipRole:
        return index.column() == Name ? printable(m_tree->path(node(index))) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case IconRole:
        if (index.column() != Name)
            return {};
        switch (m_tree->kind(node(index))) {
        case EntryKind::Directory:
            return u"folder"_s;
        case EntryKind::Symlink:
            return u"symlink"_s;
        case EntryKind::Hardlink:
            return u"hardlink"_s;
        default:
            return u"file"_s;
        }
    default:
        return {};
    }
}

QVariant ArchiveModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : section == Size ? tr("Size") : tr("Modified");
}

} // namespace stratoscope::ui
