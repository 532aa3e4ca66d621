// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer.h"

#include "oci/reference.h"
#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace stratoscope::ui {

namespace {

struct TransferTr {
    Q_DECLARE_TR_FUNCTIONS(Transfer)
};

QString bytesText(qint64 bytes)
{
    return sizeText(std::uint64_t(std::max<qint64>(bytes, 0)));
}

QString withAmount(const QString &said, const Progress &progress)
{
    if (progress.total <= 0)
        return said;
    return TransferTr::tr("%1 at %2 of %3").arg(said, bytesText(progress.current), bytesText(progress.total));
}

QString withReused(const QString &said, const Transfer &transfer)
{
    return transfer.reusedBytes <= 0 ? said : TransferTr::tr("%1 (%2 already present)").arg(said, bytesText(transfer.reusedBytes));
}

QString doneText(const Transfer &transfer)
{
    QString text;
    switch (transfer.kind) {
    case TransferKind::Pull:
        text = transfer.reusedBytes > 0 && transfer.reusedBytes >= transfer.progress.total
            ? TransferTr::tr("Already up to date (%1)").arg(bytesText(transfer.progress.total))
            : withReused(TransferTr::tr("Pulled, %1").arg(bytesText(transfer.progress.total)), transfer);
        break;
    case TransferKind::Open:
        text = TransferTr::tr("Opened");
        break;
    case TransferKind::Verify:
        text = TransferTr::tr("Verified");
        break;
    case TransferKind::Export:
        text = TransferTr::tr("Exported, %1, to %2").arg(bytesText(transfer.progress.total), transfer.target);
        break;
    case TransferKind::Save:
        text = TransferTr::tr("Saved, %1, as %2").arg(bytesText(transfer.progress.total), transfer.target);
        break;
    case TransferKind::Import:
        text = withReused(TransferTr::tr("Imported, %1").arg(bytesText(transfer.progress.total)), transfer);
        break;
    case TransferKind::Copy:
        text = TransferTr::tr("Copied, %1").arg(bytesText(transfer.progress.total));
        break;
    case TransferKind::CleanUp:
        text = TransferTr::tr("Freed %1").arg(bytesText(transfer.progress.total));
        break;
    case TransferKind::Repair:
        text = TransferTr::tr("Repaired");
        break;
    case TransferKind::Load:
        text = TransferTr::tr("Loaded, %1, into %2").arg(bytesText(transfer.progress.total), transfer.target);
        break;
    case TransferKind::Mount:
        text = TransferTr::tr("Mounted");
        break;
    case TransferKind::Push:
        text = withReused(TransferTr::tr("Pushed, %1").arg(bytesText(transfer.progress.total)), transfer) + u'\n' + transfer.target;
        break;
    }
    for (const QString &warning : transfer.warnings)
        text += u'\n' + warning;
    return text;
}

/// Whether the same attempt may succeed later without anybody changing anything.
bool mayPass(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Network:
    case ErrorKind::UnknownHost:
    case ErrorKind::RateLimited:
    case ErrorKind::Truncated:
    case ErrorKind::Busy:
    case ErrorKind::NoSpace:
        return true;
    default:
        return false;
    }
}

QString runningText(const Transfer &transfer)
{
    const Progress &progress = transfer.progress;
    if (transfer.kind == TransferKind::Pull)
        return progress.stage == Stage::Resolve || progress.total <= 0 ? TransferTr::tr("Contacting the registry")
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
    return state == TransferState::Done || state == TransferState::Cancelled || state == TransferState::Failed;
}

bool Transfer::isUnfinished() const
{
    if (state == TransferState::Failed)
        return error && mayPass(error->kind);
    return state == TransferState::Paused || isActive();
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
    const bool hasResult = kind == TransferKind::Pull || kind == TransferKind::Export || kind == TransferKind::Save;
    return (hasResult && state == TransferState::Done) || layersReady > 0;
}

bool Transfer::needsLogin() const
{
    return (kind == TransferKind::Pull || kind == TransferKind::Push) && state == TransferState::Failed && error
        && error->kind == ErrorKind::Unauthorized;
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
        return TransferTr::tr("Pull");
    case TransferKind::Open:
        return TransferTr::tr("Opening");
    case TransferKind::Verify:
        return TransferTr::tr("Verification");
    case TransferKind::Export:
        return TransferTr::tr("Export");
    case TransferKind::Save:
        return TransferTr::tr("Saving a file");
    case TransferKind::Import:
        return TransferTr::tr("Import");
    case TransferKind::Copy:
        return TransferTr::tr("Copying files");
    case TransferKind::CleanUp:
        return TransferTr::tr("Store clean-up");
    case TransferKind::Repair:
        return TransferTr::tr("Repair");
    case TransferKind::Load:
        return TransferTr::tr("Loading into an engine");
    case TransferKind::Mount:
        return TransferTr::tr("Mounting");
    case TransferKind::Push:
        return TransferTr::tr("Push");
    }
    Q_UNREACHABLE();
}

QString transferSummary(const Transfer &transfer)
{
    const int permille = transfer.state == TransferState::Waiting ? -1 : progressPermille(transfer.progress);
    const QString what = TransferTr::tr("%1: %2").arg(transferKindText(transfer.kind), transfer.title());
    return permille < 0 ? what : TransferTr::tr("%1, %2 %").arg(what, QString::number(permille / 10));
}

QString transferText(const Transfer &transfer)
{
    switch (transfer.state) {
    case TransferState::Waiting:
        return TransferTr::tr("Waiting for other pulls");
    case TransferState::Running:
        return runningText(transfer);
    case TransferState::Stopping:
        return TransferTr::tr("Stopping");
    case TransferState::Paused:
        return withAmount(TransferTr::tr("Paused"), transfer.progress);
    case TransferState::Cancelled:
        return withAmount(TransferTr::tr("Cancelled"), transfer.progress);
    case TransferState::Failed:
        return transfer.error ? transfer.error->message() : TransferTr::tr("Failed");
    case TransferState::Done:
        return doneText(transfer);
    }
    Q_UNREACHABLE();
}

QString blobText(const BlobProgress &blob)
{
    switch (blob.state) {
    case BlobState::Waiting:
        return blob.current > 0 ? withAmount(TransferTr::tr("Waiting"), {.current = blob.current, .total = blob.total})
                                : TransferTr::tr("Waiting, %1").arg(bytesText(blob.total));
    case BlobState::Running:
        return progressText({.current = blob.current,
                             .total = blob.total,
                             .bytesPerSecond = blob.bytesPerSecond,
                             .eta = blob.current < blob.total ? blob.eta : -1});
    case BlobState::Retrying:
        return blob.note.isEmpty() ? TransferTr::tr("Retrying") : blob.note;
    case BlobState::Present:
        return TransferTr::tr("Already present, %1").arg(bytesText(blob.total));
    case BlobState::Done:
        return TransferTr::tr("Verified, %1").arg(bytesText(blob.total));
    case BlobState::Failed:
        return blob.note.isEmpty() ? TransferTr::tr("Failed") : blob.note;
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
