// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive_files.h"
#include "engine/containerd/containerd_client.h"

namespace stratoscope {

/// The blobs of one of containerd's namespaces, as the files of an OCI image layout without its `index.json`. A blob that is asked
/// for is copied into an unnamed file in `spoolDirectory`, once, unless it has more than `limit` bytes; `progress` receives what is
/// read. Not to be used after the call that the progress and the stop token belong to.
///
/// Errors: NotFound for what containerd does not have; TooLarge; those of GrpcCall; NoSpace. Throws Cancelled.
std::shared_ptr<const ArchiveFiles> containerdFiles(const ContainerdClient &client, const QString &location, const QString &space,
                                                    const QString &spoolDirectory, std::uint64_t limit, ProgressMeter &progress,
                                                    const std::stop_token &stop);

/// An image of containerd. Its layers are read when it is resolved.
std::shared_ptr<const LocalArchive> openContainerdImage(const ContainerdClient &client, const QString &location,
                                                        const ContainerdImage &image, const QString &spoolDirectory,
                                                        ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
