// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/export/export_size.h"

#include <QAbstractTableModel>

namespace stratoscope::ui {

/// The formats of exports: what they are called, what they are good for, and about how large they get. Formats that cannot hold
/// what is selected are disabled. For the GUI thread.
class ExportFormatModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Purpose, Size, kColumns };

    explicit ExportFormatModel(QObject *parent = nullptr);

    /// `compression`: of files that can be compressed.
    void setSelected(const ExportAmount &amount, const ExportOptions &selected, Compression compression);

    ExportFormat format(const QModelIndex &index) const { return m_formats[std::size_t(index.row())]; }
    QModelIndex indexOf(ExportFormat format) const;
    std::uint64_t size(ExportFormat format) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_formats.size()); }
    int columnCount(const QModelIndex & = {}) const override { return kColumns; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QString text(ExportFormat format, int column) const;

    std::vector<ExportFormat> m_formats;
    ExportAmount m_amount;
    ExportOptions m_selected;
    Compression m_compression = Compression::None;
};

} // namespace stratoscope::ui
