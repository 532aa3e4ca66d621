// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QAbstractListModel>

namespace stratoscope::ui {

/// The savings of an analysis, the largest first. Those that are ticked add up. For the GUI thread.
class SavingModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        BytesRole = Qt::UserRole, ///< qulonglong
        AdviceRole, ///< QString
        ClassRole, ///< int of Waste
    };

    using QAbstractListModel::QAbstractListModel;

    /// Null: none. What is ticked stays ticked if the savings are the same.
    void setAnalysis(std::shared_ptr<const ImageAnalysis> analysis);
    /// The numbers of those that are ticked.
    std::vector<std::size_t> ticked() const;

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() || !m_analysis ? 0 : int(m_analysis->savings.size());
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

private:
    std::shared_ptr<const ImageAnalysis> m_analysis;
    std::vector<bool> m_ticked;
};

} // namespace stratoscope::ui
