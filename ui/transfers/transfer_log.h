// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/transfers/transfer_model.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace stratoscope::ui {

/// Work that has ended.
struct TransferLogEntry {
    QDateTime ended{};
    TransferKind kind = TransferKind::Pull;
    QString name{}; ///< as people call it
    TransferState how = TransferState::Done; ///< or Failed, or Cancelled
    QString detail{}; ///< how it ended, in words
    qint64 milliseconds = 0; ///< that it was worked on
    qint64 bytes = 0;

    bool operator==(const TransferLogEntry &) const = default;
};

/// The log of what ended, the latest first, as a table. It holds so many entries at most. For the GUI thread.
class TransferLog : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int kMostEntries = 200;
    enum Column { Ended, What, Name, How, Took, Bytes, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    /// The latest first.
    void set(const QList<TransferLogEntry> &entries);
    void add(const TransferLogEntry &entry);
    void clear();
    const QList<TransferLogEntry> &entries() const { return m_entries; }
    /// These rows as lines of text, fields between tabs.
    QString text(const QList<int> &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString field(const TransferLogEntry &entry, int column) const;

    QList<TransferLogEntry> m_entries;
};

} // namespace stratoscope::ui
