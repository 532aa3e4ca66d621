// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_model.h"

#include "ui/common/format.h"

#include <QPoint>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Whether a column has numbers, which are aligned at their ends.
bool isNumeric(TreeColumn column)
{
    return column != TreeColumn::Name && column != TreeColumn::Mode && column != TreeColumn::Owner
        && column != TreeColumn::Modified;
}

bool isMark(EntryKind kind)
{
    return kind == EntryKind::Whiteout || kind == EntryKind::Opaque;
}

} // namespace

void TreeModel::setRows(std::shared_ptr<const TreeRows> rows)
{
    if (!m_rows || !rows || !m_rows->hasSameRows(*rows)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    m_rows = std::move(rows);
    moveIndexes();
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void TreeModel::moveIndexes()
{
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &index : from)
        to.append(createIndex(int(m_rows->row(node(index))), index.column(), index.internalId()));
    changePersistentIndexList(from, to);
}

QModelIndex TreeModel::indexOf(NodeId node, int column) const
{
    if (!m_rows || node == kRootNode || node >= tree().size() || !m_rows->isShown(node))
        return {};
    return createIndex(int(m_rows->row(node)), column, quintptr(node));
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!m_rows || row < 0 || column < 0 || column >= kTreeColumnCount || parent.column() > 0)
        return {};
    const NodeId directory = node(parent);
    if (std::uint32_t(row) >= m_rows->rowCount(directory))
        return {};
    return createIndex(row, column, quintptr(m_rows->child(directory, std::uint32_t(row))));
}

QModelIndex TreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(tree().parent(node(index))) : QModelIndex();
}

Qt::ItemFlags TreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
    return tree().isDirectory(node(index)) ? flags : flags | Qt::ItemNeverHasChildren;
}

QVariant TreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const NodeId entry = node(index);
    const auto column = TreeColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        return toolTip(entry, column);
    case Qt::TextAlignmentRole:
        return isNumeric(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole:
        return column == TreeColumn::Name ? accessibleText(entry) : QVariant();
    case KindRole:
        return int(tree().kind(entry));
    case IconRole:
        return iconName(entry);
    case MatchRole:
        return column == TreeColumn::Name ? matchIn(entry) : QVariant();
    case NoteRole:
        return note(entry);
    case ChangeRole:
        return int(isMark(tree().kind(entry)) ? Change::Removed : m_rows->change(entry));
    default:
        return {};
    }
}

QVariant TreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumeric(TreeColumn(section)))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::InitialSortOrderRole && isNumeric(TreeColumn(section)) && TreeColumn(section) != TreeColumn::Layer)
        return int(Qt::DescendingOrder);
    if (role != Qt::DisplayRole)
        return {};
    switch (TreeColumn(section)) {
    case TreeColumn::Name:
        return tr("Name");
    case TreeColumn::Size:
        return tr("Size");
    case TreeColumn::Mode:
        return tr("Mode");
    case TreeColumn::Owner:
        return tr("Owner");
    case TreeColumn::Modified:
        return tr("Modified");
    case TreeColumn::Layer:
        return tr("Layer");
    case TreeColumn::Before:
        return tr("Before");
    case TreeColumn::After:
        return tr("After");
    case TreeColumn::Difference:
        return tr("Difference");
    }
    return {};
}

QString TreeModel::text(NodeId node, TreeColumn column) const
{
    const EntryKind kind = tree().kind(node);
    switch (column) {
    case TreeColumn::Name:
        return kind == EntryKind::Opaque ? tr("(all contents of the lower layers)") : printable(tree().name(node));
    case TreeColumn::Size:
        if (kind == EntryKind::Regular || kind == EntryKind::Directory)
            return sizeText(tree().totalSize(node));
        return {};
    case TreeColumn::Layer:
        return tree().layer(node) < 0 ? QString() : QString::number(m_compared ? m_compared->layer(node) : tree().layer(node));
    case TreeColumn::Before:
    case TreeColumn::After:
    case TreeColumn::Difference:
        return comparedSize(node, column);
    case TreeColumn::Mode:
    case TreeColumn::Owner:
    case TreeColumn::Modified:
        break;
    }
    const Entry entry = tree().entry(node);
    if (isMark(kind) || entry.implied)
        return {};
    if (column == TreeColumn::Mode)
        return modeText(entry);
    if (column == TreeColumn::Owner)
        return u"%1:%2"_s.arg(entry.uid).arg(entry.gid);
    return timeText(entry.mtime);
}

/// In the image.
QString TreeModel::path(NodeId node) const
{
    return printable(m_groups ? m_groups->tree->whole->path(m_groups->tree->nodes[node]) : tree().path(node));
}

QString TreeModel::note(NodeId node) const
{
    if (m_groups && m_groups->isGroup(node)) {
        QStringList parts{m_groups->notes[m_groups->tree->groupOf(node)]};
        if (m_compared)
            parts += differenceText(*m_compared, node);
        parts.removeAll({});
        return listText(parts);
    }
    return m_compared ? differenceText(*m_compared, node) : QString();
}

QString TreeModel::comparedSize(NodeId node, TreeColumn column) const
{
    const EntryKind kind = tree().kind(node);
    if (!m_compared || (kind != EntryKind::Regular && kind != EntryKind::Directory))
        return {};
    const ComparedSizes sizes = m_compared->sizes(node);
    if (column == TreeColumn::Before)
        return m_compared->existsBefore(node) ? sizeText(sizes.before) : QString();
    if (column == TreeColumn::After)
        return m_compared->existsAfter(node) ? sizeText(sizes.after) : QString();
    if (sizes.before == sizes.after)
        return {};
    return sizes.after > sizes.before ? u'+' + sizeText(sizes.after - sizes.before)
                                      : u'\u2212' + sizeText(sizes.before - sizes.after);
}

QVariant TreeModel::accessibleText(NodeId node) const
{
    QString name = text(node, TreeColumn::Name);
    if (const QString reason = note(node); !reason.isEmpty())
        name = listText({name, reason});
    switch (isMark(tree().kind(node)) ? Change::Removed : m_rows->change(node)) {
    case Change::None:
        return {};
    case Change::Added:
        return tr("%1, added").arg(name);
    case Change::Removed:
        return tr("%1, removed").arg(name);
    case Change::Modified:
        return tr("%1, changed").arg(name);
    case Change::Moved:
    case Change::Copied:
        return name; // the note says it
    }
    Q_UNREACHABLE();
}

QString TreeModel::toolTip(NodeId node, TreeColumn column) const
{
    const int layer = m_compared ? m_compared->layer(node) : tree().layer(node);
    if (column == TreeColumn::Layer && layer >= 0 && layer < m_layerCommands.size())
        return tr("Layer %1: %2").arg(layer).arg(m_layerCommands.at(layer));
    if (column == TreeColumn::Size && tree().isDirectory(node))
        return entriesText(tree().totalEntries(node));
    if (column != TreeColumn::Name)
        return {};
    if (m_groups && m_groups->isGroup(node)) {
        const QString versions = note(node);
        return versions.isEmpty() ? text(node, column) : text(node, column) + u'\n' + versions;
    }
    const EntryKind kind = tree().kind(node);
    if (kind == EntryKind::Whiteout)
        return tr("%1\nThis layer removes this path of the lower layers.").arg(path(node));
    if (kind == EntryKind::Opaque)
        return tr("This layer hides this folder's contents in the lower layers.");
    const QString place = path(node);
    if (const QString reason = note(node); !reason.isEmpty())
        return place + u'\n' + reason;
    if (m_rows->change(node) == Change::Removed)
        return tr("%1\nRemoved; shown as it was before.").arg(place);
    const Entry entry = tree().entry(node);
    return entry.linkTarget.empty() ? place : place + u" → "_s + printable(entry.linkTarget);
}

QString TreeModel::iconName(NodeId node) const
{
    if (m_groups && m_groups->isGroup(node) && m_groups->package(node))
        return u"package"_s;
    switch (tree().kind(node)) {
    case EntryKind::Directory:
        return u"folder"_s;
    case EntryKind::Symlink:
        return u"symlink"_s;
    case EntryKind::Hardlink:
        return u"hardlink"_s;
    case EntryKind::CharacterDevice:
    case EntryKind::BlockDevice:
        return u"device"_s;
    case EntryKind::Fifo:
    case EntryKind::Socket:
        return u"fifo"_s;
    case EntryKind::Whiteout:
        return u"whiteout"_s;
    case EntryKind::Opaque:
        return u"opaque"_s;
    case EntryKind::Regular:
        break;
    }
    return tree().entry(node).mode & 0111 ? u"executable"_s : u"file"_s;
}

QVariant TreeModel::matchIn(NodeId node) const
{
    if (!m_rows->isFiltered())
        return {};
    const std::string_view name = tree().name(node);
    const auto [begin, length] = m_rows->filter().matchInName(name);
    if (length == 0)
        return {};
    // The displayed text may be longer or shorter than the bytes of the name.
    return QPoint(int(printable(name.substr(0, begin)).size()), int(printable(name.substr(begin, length)).size()));
}

} // namespace stratoscope::ui
