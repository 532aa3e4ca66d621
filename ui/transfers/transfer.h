// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/progress.h"
#include "oci/platform.h"

#include <QStringList>

#include <optional>

namespace stratoscope::ui {

/// The numbers are stored in the log: append only.
enum class TransferKind {
    Pull,
    Open,
    Verify,
    Export,
    Save, ///< one file of an image
    Import, ///< of a local image into the store
    Copy, ///< files of an image, for another application
    CleanUp, ///< of the store
    Repair, ///< of an image in the store
    Load, ///< of an image into an engine
    Mount, ///< of an image
    Push,
};

/// The numbers are stored in the log: append only.
enum class TransferState {
    Waiting, ///< for other transfers to end
    Running,
    Stopping, ///< asked to stop, still running
    Paused,
    Cancelled,
    Failed,
    Done,
};

/// A long-running task, running or not. Only a pull can be paused.
struct Transfer {
    int id = 0; ///< above 0; assigned by the model
    TransferKind kind = TransferKind::Pull;
    QString name{}; ///< a pull's canonical reference, else the title of the image or file
    QString target{}; ///< path that an export or a file is written to; name of an engine; reference, when done with its digest
    std::optional<Platform> platform{}; ///< of a pull; none: the host's
    TransferState state = TransferState::Waiting;
    Progress progress{}; ///< as last reported; bytes never decrease, not even when a pull is retried
    std::optional<Error> error{}; ///< set when failed
    QStringList warnings{};
    int layersReady = 0; ///< number of layers that can be shown, from the bottom
    int layerCount = 0; ///< 0: not known yet
    qint64 reusedBytes = 0; ///< when done: bytes that were in the store before

    bool isActive() const;
    /// Done, cancelled or failed: it stays as it is until it is removed from the list or, unless it is done, retried.
    bool isOver() const;
    /// It was interrupted, by the user or by a fault that may pass, such as that of a network, and is to be continued.
    bool isUnfinished() const;
    bool canPause() const;
    /// Paused, cancelled or failed: it continues from where it stopped.
    bool canResume() const;
    /// The image, its first layers, or the folder that was written to can be opened.
    bool canOpen() const;
    /// It has failed for want of a login at a registry.
    bool needsLogin() const;
    /// The reference with the digest that was pushed can be copied.
    bool canCopyReference() const { return kind == TransferKind::Push && state == TransferState::Done; }
    /// The name as shown to the user.
    QString title() const;
};

/// "Pull", "Export", …
QString transferKindText(TransferKind kind);
/// "Pull: alpine, 40 %"; without the percentage if it is not known.
QString transferSummary(const Transfer &transfer);

/// "Paused at 12 MiB of 30 MiB", "12 MiB of 30 MiB, 2 MiB/s, 9 s left", …
QString transferText(const Transfer &transfer);
/// The same for a blob: "12 MiB of 30 MiB, …", "Already present, 2 MiB", "Retrying in 3 s: …".
QString blobText(const BlobProgress &blob);

} // namespace stratoscope::ui
