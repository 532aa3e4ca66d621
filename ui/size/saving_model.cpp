// SPDX-License-Identifier: Apache-2.0
#include "ui/size/saving_model.h"

#include "oci/command_text.h"
#include "ui/common/format.h"
#include "ui/size/saving_text.h"
#include "ui/size/waste_items.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void SavingModel::setAnalysis(std::shared_ptr<const ImageAnalysis> analysis)
{
    const auto isSame = [](const Saving &a, const Saving &b) {
        return a.cause == b.cause && a.bytes == b.bytes && a.layer == b.layer && a.writtenBy == b.writtenBy;
    };
    if (m_analysis && analysis && std::ranges::equal(m_analysis->savings, analysis->savings, isSame)) {
        m_analysis = std::move(analysis);
        return;
    }
    beginResetModel();
    m_analysis = std::move(analysis);
    m_ticked.assign(m_analysis ? m_analysis->savings.size() : 0, false);
    endResetModel();
}

std::vector<std::size_t> SavingModel::ticked() const
{
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < m_ticked.size(); ++i) {
        if (m_ticked[i])
            numbers.push_back(i);
    }
    return numbers;
}

Qt::ItemFlags SavingModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::NoItemFlags;
}

QVariant SavingModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Saving &saving = m_analysis->savings[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return savingText(saving);
    case Qt::CheckStateRole:
        return m_ticked[std::size_t(index.row())] ? Qt::Checked : Qt::Unchecked;
    case Qt::AccessibleTextRole:
        return u"%1: %2. %3"_s.arg(sizeText(saving.bytes), savingText(saving), savingAdvice(saving));
    case Qt::ToolTipRole:
        return commandText(m_analysis->layer(saving.layer).createdBy).toHtmlEscaped();
    case BytesRole:
        return qulonglong{saving.bytes};
    case AdviceRole:
        return savingAdvice(saving);
    case ClassRole:
        return int(wasteOf(saving.cause));
    default:
        return {};
    }
}

bool SavingModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole)
        return false;
    m_ticked[std::size_t(index.row())] = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    return true;
}

} // namespace stratoscope::ui
