// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/transfers/transfer.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace stratoscope::ui {

/// A task that has ended.
struct TransferLogEntry {
    QDateTime ended{};
    TransferKind kind = TransferKind::Pull;
    QString name{}; ///< as shown to the user
    TransferState result = TransferState::Done; ///< or Failed, or Cancelled
    QString detail{}; ///< the result in words
    qint64 milliseconds = 0; ///< duration of the last attempt
    qint64 bytes = 0;

    bool operator==(const TransferLogEntry &) const = default;
};

/// The log of ended tasks as a table, the latest first. Holds the last kMaxEntries. For the GUI thread.
class TransferLog : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int kMaxEntries = 200;
    enum Column { Ended, Kind, Name, Result, Duration, Bytes, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void add(const TransferLogEntry &entry);
    void clear() { reset({}); }
    const QList<TransferLogEntry> &entries() const { return m_entries; }
    /// As compact JSON, for the settings.
    QByteArray toJson() const;
    /// Replaces all entries with those of toJson().
    void setJson(const QByteArray &json);
    /// These rows as lines of tab-separated fields.
    QString text(const QList<int> &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_entries.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(kColumns); }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void reset(QList<TransferLogEntry> entries);
    QString field(const TransferLogEntry &entry, int column) const;

    QList<TransferLogEntry> m_entries;
};

} // namespace stratoscope::ui
