// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/package_model.h"

#include "tree/change.h"
#include "ui/common/format.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

bool isFigure(PackageColumn column)
{
    return column == PackageColumn::Difference || column == PackageColumn::Size || column == PackageColumn::Files
        || column == PackageColumn::Layer;
}

Change markOf(const std::optional<PackageDifference> &difference)
{
    if (!difference)
        return Change::None;
    return difference == PackageDifference::Added  ? Change::Added
        : difference == PackageDifference::Removed ? Change::Removed
                                                   : Change::Modified;
}

} // namespace

void PackageModel::show(std::shared_ptr<const PackageTable> table, std::vector<std::uint32_t> rows)
{
    beginResetModel();
    m_table = std::move(table);
    m_rows = std::move(rows);
    endResetModel();
}

QModelIndex PackageModel::indexOf(const Package &package) const
{
    for (int i = 0; i < rowCount(); ++i) {
        const Package &shown = row(i).shown();
        if (shown.type == package.type && shown.name == package.name && shown.arch == package.arch)
            return index(i, 0);
    }
    return {};
}

QVariant PackageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const PackageRow &package = row(index.row());
    const auto column = PackageColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return m_table->text(package, column);
    case Qt::ToolTipRole:
        return toolTip(package);
    case Qt::TextAlignmentRole:
        return isFigure(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole:
        if (column == PackageColumn::Name && package.difference)
            return listText({m_table->text(package, column), packageDifferenceText(package.difference)});
        return {};
    case ChangeRole:
        return int(markOf(package.difference));
    default:
        return {};
    }
}

QString PackageModel::toolTip(const PackageRow &row) const
{
    const Package &package = row.shown();
    const auto &side = row.after ? m_table->packages->after : m_table->packages->before;
    QStringList lines{printable(package.name + ' ' + package.version)};
    const auto add = [&lines](const QString &line, const std::string &value) {
        if (!value.empty())
            lines += line.arg(printable(value));
    };
    add(tr("Source: %1"), package.source);
    add(tr("License: %1"), package.license);
    add(tr("Maintainer: %1"), package.maintainer);
    add(tr("Described by %1"), side.tree->path(package.describedBy));
    add(tr("In %1"), package.inside);
    return lines.join(u'\n');
}

QVariant PackageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = PackageColumn(section);
    if (role == Qt::TextAlignmentRole && isFigure(column))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::InitialSortOrderRole && isFigure(column) && column != PackageColumn::Layer)
        return int(Qt::DescendingOrder);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case PackageColumn::Name:
        return tr("Name");
    case PackageColumn::Before:
        return tr("Before");
    case PackageColumn::After:
        return tr("After");
    case PackageColumn::Change:
        return tr("Change");
    case PackageColumn::Difference:
        return tr("Difference");
    case PackageColumn::Version:
        return tr("Version");
    case PackageColumn::Type:
        return tr("Type");
    case PackageColumn::Arch:
        return tr("Architecture");
    case PackageColumn::Source:
        return tr("Source");
    case PackageColumn::Size:
        return tr("Size");
    case PackageColumn::Files:
        return tr("Files");
    case PackageColumn::Layer:
        return tr("Layer");
    }
    return {};
}

} // namespace stratoscope::ui
