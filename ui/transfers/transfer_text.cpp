// SPDX-License-Identifier: Apache-2.0
//
// What transfers can do, and how they are put into words.
#include "oci/reference.h"
#include "ui/common/format.h"
#include "ui/transfers/transfer_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString bytesText(qint64 bytes)
{
    return sizeText(std::uint64_t(std::max<qint64>(bytes, 0)));
}

QString withAmount(const QString &said, const Progress &progress)
{
    if (progress.total <= 0)
        return said;
    return TransferModel::tr("%1 at %2 of %3").arg(said, bytesText(progress.current), bytesText(progress.total));
}

QString pulledText(const Transfer &transfer)
{
    return transfer.reusedBytes <= 0 ? TransferModel::tr("Pulled, %1").arg(bytesText(transfer.progress.total))
        : transfer.reusedBytes >= transfer.progress.total
        ? TransferModel::tr("Nothing new, %1").arg(bytesText(transfer.progress.total))
        : TransferModel::tr("Pulled, %1, of which %2 were there already")
              .arg(bytesText(transfer.progress.total), bytesText(transfer.reusedBytes));
}

QString doneText(const Transfer &transfer)
{
    QString text;
    switch (transfer.kind) {
    case TransferKind::Pull:
        text = pulledText(transfer);
        break;
    case TransferKind::Open:
        text = TransferModel::tr("Opened");
        break;
    case TransferKind::Verify:
        text = TransferModel::tr("Verified");
        break;
    case TransferKind::Export:
        text = TransferModel::tr("Exported, %1, to %2").arg(bytesText(transfer.progress.total), transfer.target);
        break;
    case TransferKind::Save:
        text = TransferModel::tr("Saved, %1, as %2").arg(bytesText(transfer.progress.total), transfer.target);
        break;
    }
    for (const QString &warning : transfer.warnings)
        text += u'\n' + warning;
    return text;
}

QString runningText(const Transfer &transfer)
{
    const Progress &progress = transfer.progress;
    if (transfer.kind == TransferKind::Pull)
        return progress.stage == Stage::Resolve || progress.total <= 0 ? TransferModel::tr("Asking the registry")
                                                                       : progressText(progress);
    const QString numbers = progressText(progress);
    return numbers.isEmpty() ? stageText(progress.stage) : numbers;
}

} // namespace

bool Transfer::isActive() const
{
    return state == TransferState::Waiting || state == TransferState::Running || state == TransferState::Stopping;
}

bool Transfer::isOver() const
{
    return state == TransferState::Done || state == TransferState::Cancelled;
}

bool Transfer::canPause() const
{
    if (kind != TransferKind::Pull)
        return false;
    return state == TransferState::Waiting || state == TransferState::Running;
}

bool Transfer::canResume() const
{
    return state == TransferState::Paused || state == TransferState::Cancelled || state == TransferState::Failed;
}

bool Transfer::canOpen() const
{
    const bool isSomething = kind == TransferKind::Pull || kind == TransferKind::Export || kind == TransferKind::Save;
    return (isSomething && state == TransferState::Done) || layersReady > 0;
}

QString Transfer::title() const
{
    if (kind != TransferKind::Pull)
        return name;
    const auto reference = Reference::parse(name);
    return reference ? reference->familiar() : name;
}

QString transferKindText(TransferKind kind)
{
    switch (kind) {
    case TransferKind::Pull:
        return TransferModel::tr("Pull");
    case TransferKind::Open:
        return TransferModel::tr("Opening");
    case TransferKind::Verify:
        return TransferModel::tr("Verification");
    case TransferKind::Export:
        return TransferModel::tr("Export");
    case TransferKind::Save:
        return TransferModel::tr("Saving a file");
    }
    Q_UNREACHABLE();
}

QString transferText(const Transfer &transfer)
{
    switch (transfer.state) {
    case TransferState::Waiting:
        return TransferModel::tr("Waiting for other pulls");
    case TransferState::Running:
        return runningText(transfer);
    case TransferState::Stopping:
        return TransferModel::tr("Stopping");
    case TransferState::Paused:
        return withAmount(TransferModel::tr("Paused"), transfer.progress);
    case TransferState::Cancelled:
        return withAmount(TransferModel::tr("Cancelled"), transfer.progress);
    case TransferState::Failed:
        return transfer.error ? transfer.error->message() : TransferModel::tr("Failed");
    case TransferState::Done:
        return doneText(transfer);
    }
    Q_UNREACHABLE();
}

QString blobText(const BlobProgress &blob)
{
    switch (blob.state) {
    case BlobState::Waiting:
        return blob.current > 0 ? withAmount(TransferModel::tr("Waiting"), {.current = blob.current, .total = blob.total})
                                : TransferModel::tr("Waiting, %1").arg(bytesText(blob.total));
    case BlobState::Running:
        return progressText({.current = blob.current,
                             .total = blob.total,
                             .bytesPerSecond = blob.bytesPerSecond,
                             .eta = blob.current < blob.total ? blob.eta : -1});
    case BlobState::Retrying:
        return blob.note.isEmpty() ? TransferModel::tr("Trying again") : blob.note;
    case BlobState::Present:
        return TransferModel::tr("Was there already, %1").arg(bytesText(blob.total));
    case BlobState::Done:
        return TransferModel::tr("Verified, %1").arg(bytesText(blob.total));
    case BlobState::Failed:
        return blob.note.isEmpty() ? TransferModel::tr("Failed") : blob.note;
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
