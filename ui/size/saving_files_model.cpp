// SPDX-License-Identifier: Apache-2.0
#include "ui/size/saving_files_model.h"

#include "ui/common/format.h"

#include <limits>

namespace stratoscope::ui {

void SavingFilesModel::setSaving(std::shared_ptr<const ImageAnalysis> analysis, const Saving *saving)
{
    beginResetModel();
    m_analysis = std::move(analysis);
    m_first = saving ? saving->firstFile : 0;
    m_count = saving ? std::min<std::size_t>(saving->fileCount, std::numeric_limits<int>::max()) : 0;
    endResetModel();
}

QVariant SavingFilesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const WastedFile &wasted = m_analysis->files[file(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Size ? sizeText(wasted.bytes) : printable(m_analysis->path(wasted));
    case Qt::ToolTipRole:
        return wasted.movedTo.record == kNoRecord
            ? printable(m_analysis->path(wasted))
            : tr("%1\nmoved to %2").arg(printable(m_analysis->path(wasted)), printable(m_analysis->newPath(wasted)));
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

} // namespace stratoscope::ui
