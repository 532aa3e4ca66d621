// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/progress.h"
#include "oci/platform.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <optional>
#include <vector>

namespace stratoscope::ui {

enum class TransferKind {
    Pull,
    Open,
    Verify,
    Export,
    Save, ///< one file of an image
};

enum class TransferState {
    Waiting, ///< for others to end
    Running,
    Stopping, ///< asked to, not there yet
    Paused,
    Cancelled,
    Failed,
    Done,
};

/// Work that takes a while, whether it runs or not. Only a pull can be paused.
struct Transfer {
    int id = 0; ///< above 0; given by the model
    TransferKind kind = TransferKind::Pull;
    QString name{}; ///< of a pull the canonical reference, else what the image or the file is called
    QString target{}; ///< the path that an export or a file goes to
    std::optional<Platform> platform{}; ///< of a pull; nothing: this machine's
    TransferState state = TransferState::Waiting;
    Progress progress{}; ///< what was told last; bytes never go back, from one try to the next neither
    std::optional<Error> error{}; ///< of a failed one: why
    QStringList warnings{};
    int layersReady = 0; ///< how many can be looked at, from the bottom
    int layerCount = 0; ///< 0: not known yet
    qint64 reusedBytes = 0; ///< of one that is done: what was there before

    bool isActive() const;
    /// Ended by itself or by the user: nothing is left to do but to forget it.
    bool isOver() const;
    bool canPause() const;
    /// Paused, cancelled or failed: it can go on from where it was.
    bool canResume() const;
    /// The image or its first layers, or the folder that was exported to, can be looked at.
    bool canOpen() const;
    /// What people call it.
    QString title() const;
};

/// "Pull", "Export", …
QString transferKindText(TransferKind kind);

/// "Paused at 12 MiB of 30 MiB", "12 MiB of 30 MiB, 2 MiB/s, 9 s left", …
QString transferText(const Transfer &transfer);
/// The same of a blob: "12 MiB of 30 MiB, …", "Was there already", "Tried again in 3 s: …".
QString blobText(const BlobProgress &blob);

/// Transfers, the latest last; below each of them its blobs. It holds what it is told and starts nothing. For the GUI thread.
class TransferModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< int: the transfer's, of a blob the one it belongs to
        IsBlobRole, ///< bool
        StateRole, ///< int of TransferState, of a blob of BlobState
        PermilleRole, ///< int: thousandths that are there; -1: not known
        StatusRole, ///< QString: a line
        KindRole, ///< int of TransferKind, of a blob its transfer's
        NoteRole, ///< QString: what else it is: the platform that was asked for, or the kind of work that is no pull
        ProblemRole, ///< QString: what is wrong, in full; empty: nothing
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// For one that is added later.
    int reserveId() { return ++m_lastId; }
    /// Its number; the one that was reserved for it, if any.
    int add(Transfer transfer);
    /// What is not there is left out.
    void remove(int id);
    void setState(int id, TransferState state, const std::optional<Error> &error = {});
    void setProgress(int id, const Progress &progress);
    void setLayers(int id, int ready, int count);
    /// Of one that is done.
    void setResult(int id, qint64 bytes, qint64 reusedBytes, const QStringList &warnings);

    const std::vector<Transfer> &transfers() const { return m_transfers; }
    /// Null where there is none.
    const Transfer *find(int id) const;
    QModelIndex indexOf(int id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    int rowOf(int id) const;
    void takeBlobs(int row, std::vector<BlobProgress> blobs);
    void tellChanged(int row);
    QVariant transferData(const Transfer &transfer, int role) const;
    QVariant blobData(const Transfer &transfer, const BlobProgress &blob, int role) const;

    std::vector<Transfer> m_transfers;
    int m_lastId = 0;
};

} // namespace stratoscope::ui
