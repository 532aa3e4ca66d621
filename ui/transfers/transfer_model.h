// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/transfers/transfer.h"

#include <QAbstractItemModel>

#include <functional>
#include <vector>

namespace stratoscope::ui {

/// Transfers, the latest last, each with its blobs as children. Holds what is reported to it and starts nothing. For the GUI
/// thread.
class TransferModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< int: the transfer's ID; for a blob, that of its transfer
        IsBlobRole, ///< bool
        StateRole, ///< int of TransferState; for a blob, of BlobState
        PermilleRole, ///< int: progress in thousandths; -1: not known
        StatusRole, ///< QString: one line
        KindRole, ///< int of TransferKind; for a blob, that of its transfer
        NoteRole, ///< QString: a pull's requested platform, else the kind of transfer
        ProblemRole, ///< QString: the full error message; empty if there is none
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// An ID for a transfer that is added later.
    int reserveId() { return ++m_lastId; }
    /// Returns the transfer's ID: the one it has, else a new one.
    int add(Transfer transfer);
    /// These ignore an unknown ID.
    void remove(int id);
    void setState(int id, TransferState state, const std::optional<Error> &error = {});
    void setProgress(int id, const Progress &progress);
    void setLayers(int id, int ready, int count);
    void setResult(int id, qint64 bytes, qint64 reusedBytes, const QStringList &warnings);
    void setTarget(int id, const QString &target);

    const std::vector<Transfer> &transfers() const { return m_transfers; }
    /// Null if there is none.
    const Transfer *find(int id) const;
    QModelIndex indexOf(int id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return 1; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    int rowOf(int id) const;
    void mergeBlobs(int row, std::vector<BlobProgress> blobs);
    void change(int id, const std::function<void(Transfer &)> &apply);
    QVariant transferData(const Transfer &transfer, int role) const;
    QVariant blobData(const Transfer &transfer, const BlobProgress &blob, int role) const;

    std::vector<Transfer> m_transfers;
    int m_lastId = 0;
};

} // namespace stratoscope::ui
