// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_format_model.h"

#include "ui/common/format.h"
#include "ui/export/export_presets.h"
#include "ui/export/export_request.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ExportFormatModel::ExportFormatModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    for (const ExportPreset &preset : exportPresets())
        m_formats.push_back(preset.format);
}

void ExportFormatModel::setSelected(const ExportAmount &amount, const ExportOptions &selected, Compression compression)
{
    m_amount = amount;
    m_selected = selected;
    m_compression = compression;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

QModelIndex ExportFormatModel::indexOf(ExportFormat format) const
{
    return index(int(std::ranges::find(m_formats, format) - m_formats.begin()), 0);
}

std::uint64_t ExportFormatModel::size(ExportFormat format) const
{
    return estimatedExportSize(m_amount, format, isCompressedByName(format) && m_compression != Compression::None);
}

QString ExportFormatModel::text(ExportFormat format, int column) const
{
    if (column == Title)
        return exportFormatText(format).title;
    if (column == Purpose)
        return canHold(traitsOf(format), m_selected) ? exportFormatText(format).purpose
            : format == ExportFormat::Layer          ? tr("For the changes of a layer")
                                                     : tr("Not for what is selected");
    const std::uint64_t bytes = size(format);
    if (bytes == 0 || !canHold(traitsOf(format), m_selected))
        return {};
    return m_amount.isAtMost ? tr("at most %1").arg(sizeText(bytes)) : tr("about %1").arg(sizeText(bytes));
}

QVariant ExportFormatModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ExportFormat one = format(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(one, index.column());
    case Qt::ToolTipRole:
        return text(one, Title) + u'\n' + text(one, Purpose);
    case Qt::AccessibleTextRole:
        return index.column() == Title ? listText({text(one, Title), text(one, Purpose), text(one, Size)})
                                       : text(one, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant ExportFormatModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeading | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Title ? tr("Format") : section == Purpose ? tr("Good for") : tr("Size");
}

Qt::ItemFlags ExportFormatModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() && !canHold(traitsOf(format(index)), m_selected) ? usual & ~Qt::ItemFlags(Qt::ItemIsEnabled) : usual;
}

} // namespace stratoscope::ui
