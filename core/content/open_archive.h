// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <stop_token>

class KArchive;
class KArchiveDirectory;

namespace stratoscope {

class FileDevice;

/// Opens an archive that KArchive reads from `device`, and returns its root. Errors: see checkReads(); TooLarge if it needs more
/// memory than is available; Malformed. Throws Cancelled.
Result<const KArchiveDirectory *> openArchive(KArchive &archive, const FileDevice &device, const QString &subject,
                                              const std::stop_token &stop);

/// The first error of reading from a device, or TooLarge if the archive made KArchive read more than any regular file needs.
/// KArchive itself reports neither.
Result<void> checkReads(const FileDevice &device, const QString &subject);

} // namespace stratoscope
