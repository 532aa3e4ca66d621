// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QAbstractTableModel>

namespace stratoscope::ui {

/// The files of a saving, the largest first: paths and sizes. For the GUI thread.
class SavingFilesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Path, Size };

    using QAbstractTableModel::QAbstractTableModel;

    /// `saving`: one of the analysis; null: none.
    void setSaving(std::shared_ptr<const ImageAnalysis> analysis, const Saving *saving);
    /// The number of a row's file in ImageAnalysis::files.
    std::size_t file(int row) const { return m_first + std::size_t(row); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_count); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const ImageAnalysis> m_analysis;
    std::size_t m_first = 0;
    std::size_t m_count = 0;
};

} // namespace stratoscope::ui
