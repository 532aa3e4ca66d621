// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_model.h"

#include "ui/common/format.h"

#include <algorithm>

namespace stratoscope::ui {

namespace {

/// "sha256:0ca1…" as "0ca1…", with as many digits as Docker shows.
QString shortName(const QString &digest)
{
    constexpr int kDigits = 12;
    return digest.mid(digest.indexOf(u':') + 1).left(kDigits);
}

} // namespace

int TransferModel::add(Transfer transfer)
{
    const int row = int(m_transfers.size());
    beginInsertRows({}, row, row);
    if (transfer.id == 0)
        transfer.id = reserveId();
    m_transfers.push_back(std::move(transfer));
    endInsertRows();
    return m_transfers.back().id;
}

void TransferModel::remove(int id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_transfers.erase(m_transfers.begin() + row);
    endRemoveRows();
}

void TransferModel::setState(int id, TransferState state, const std::optional<Error> &error)
{
    change(id, [&](Transfer &transfer) {
        transfer.state = state;
        transfer.error = error;
        if (state == TransferState::Running || state == TransferState::Stopping)
            return;
        transfer.progress.bytesPerSecond = 0;
        transfer.progress.eta = -1;
        for (BlobProgress &blob : transfer.progress.blobs) {
            if (blob.state == BlobState::Running || blob.state == BlobState::Retrying)
                blob.state = BlobState::Waiting;
        }
    });
}

void TransferModel::setProgress(int id, const Progress &progress)
{
    change(id, [&](Transfer &transfer) {
        Progress &known = transfer.progress;
        // A retry contacts the registry first; until that is done, the earlier figures still hold.
        if (progress.blobs.empty() && transfer.kind != TransferKind::Pull)
            known = progress;
        known.stage = progress.stage;
        known.bytesPerSecond = progress.bytesPerSecond;
        known.eta = progress.eta;
        if (progress.blobs.empty())
            return;
        mergeBlobs(rowOf(id), progress.blobs);
        known.current = 0;
        known.total = 0;
        for (const BlobProgress &blob : known.blobs) {
            known.current += blob.current;
            known.total += blob.total;
        }
    });
}

/// Replaces the known blobs with `blobs`, which must not be empty. A blob keeps the progress it had reached in an earlier attempt.
void TransferModel::mergeBlobs(int row, std::vector<BlobProgress> blobs)
{
    std::vector<BlobProgress> &known = m_transfers[std::size_t(row)].progress.blobs;
    for (std::size_t i = 0; i < blobs.size(); ++i) {
        const auto before = i < known.size() && known[i].name == blobs[i].name
            ? known.begin() + std::ptrdiff_t(i)
            : std::ranges::find(known, blobs[i].name, &BlobProgress::name);
        if (before != known.end())
            blobs[i].current = std::max(blobs[i].current, std::min(before->current, blobs[i].total));
    }
    if (std::ranges::equal(known, blobs, {}, &BlobProgress::name, &BlobProgress::name)) {
        known = std::move(blobs);
        return;
    }
    if (!known.empty()) {
        beginRemoveRows(index(row, 0), 0, int(known.size()) - 1);
        known.clear();
        endRemoveRows();
    }
    beginInsertRows(index(row, 0), 0, int(blobs.size()) - 1);
    known = std::move(blobs);
    endInsertRows();
}

void TransferModel::setLayers(int id, int ready, int count)
{
    change(id, [&](Transfer &transfer) {
        transfer.layersReady = ready;
        transfer.layerCount = count;
    });
}

void TransferModel::setResult(int id, qint64 bytes, qint64 reusedBytes, const QStringList &warnings)
{
    change(id, [&](Transfer &transfer) {
        transfer.reusedBytes = reusedBytes;
        transfer.warnings = warnings;
        transfer.progress.current = transfer.progress.total = bytes;
    });
}

void TransferModel::setTarget(int id, const QString &target)
{
    change(id, [&](Transfer &transfer) { transfer.target = target; });
}

const Transfer *TransferModel::find(int id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_transfers[std::size_t(row)];
}

QModelIndex TransferModel::indexOf(int id) const
{
    const int row = rowOf(id);
    return row < 0 ? QModelIndex() : index(row, 0);
}

int TransferModel::rowOf(int id) const
{
    const auto at = std::ranges::find(m_transfers, id, &Transfer::id);
    return at == m_transfers.end() ? -1 : int(at - m_transfers.begin());
}

void TransferModel::change(int id, const std::function<void(Transfer &)> &apply)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    apply(m_transfers[std::size_t(row)]);
    const QModelIndex top = index(row, 0);
    Q_EMIT dataChanged(top, top);
    if (const int blobs = rowCount(top); blobs > 0)
        Q_EMIT dataChanged(index(0, 0, top), index(blobs - 1, 0, top));
}

/// The internal ID of a blob's index is the ID of its transfer, that of a transfer's index is 0.
QModelIndex TransferModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(m_transfers[std::size_t(parent.row())].id) : 0);
}

QModelIndex TransferModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    const int row = rowOf(int(index.internalId()));
    return row < 0 ? QModelIndex() : createIndex(row, 0, quintptr(0));
}

int TransferModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_transfers.size());
    const bool isTransfer = parent.internalId() == 0 && parent.column() == 0;
    return isTransfer ? int(m_transfers[std::size_t(parent.row())].progress.blobs.size()) : 0;
}

QVariant TransferModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == 0)
        return transferData(m_transfers[std::size_t(index.row())], role);
    const Transfer &transfer = m_transfers[std::size_t(index.parent().row())];
    return blobData(transfer, transfer.progress.blobs[std::size_t(index.row())], role);
}

QVariant TransferModel::transferData(const Transfer &transfer, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return transfer.title();
    case Qt::ToolTipRole:
        return QStringList({transfer.name, transferText(transfer)}).join(u'\n');
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3").arg(transfer.title(), transferKindText(transfer.kind), transferText(transfer));
    case IdRole:
        return transfer.id;
    case IsBlobRole:
        return false;
    case StateRole:
        return int(transfer.state);
    case PermilleRole:
        return transfer.state == TransferState::Done ? 1000 : progressPermille(transfer.progress);
    case StatusRole:
        return transferText(transfer);
    case KindRole:
        return int(transfer.kind);
    case NoteRole:
        if (transfer.kind == TransferKind::Push && transfer.state != TransferState::Done) // then the status says it
            return tr("Push to %1").arg(transfer.target);
        if (transfer.kind != TransferKind::Pull)
            return transferKindText(transfer.kind);
        return transfer.platform ? transfer.platform->toString() : QString();
    case ProblemRole:
        return transfer.error ? transfer.error->message() : QString();
    default:
        return {};
    }
}

QVariant TransferModel::blobData(const Transfer &transfer, const BlobProgress &blob, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return shortName(blob.name);
    case Qt::ToolTipRole:
        return QStringList({blob.name, blobText(blob)}).join(u'\n');
    case Qt::AccessibleTextRole:
        return tr("Blob %1, %2").arg(shortName(blob.name), blobText(blob));
    case IdRole:
        return transfer.id;
    case IsBlobRole:
        return true;
    case KindRole:
        return int(transfer.kind);
    case StateRole:
        return int(blob.state);
    case PermilleRole:
        return blob.state == BlobState::Done || blob.state == BlobState::Present
            ? 1000
            : progressPermille({.current = blob.current, .total = blob.total});
    case StatusRole:
        return blobText(blob);
    case ProblemRole:
        return blob.state == BlobState::Retrying || blob.state == BlobState::Failed ? blob.note : QString();
    default:
        return {};
    }
}

} // namespace stratoscope::ui
