// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/archive_listing.h"

/// An archive's listing in words. Pure functions.
namespace stratoscope::ui {

/// "ZIP", "tar, gzip", "Debian package", …
QString archiveFormatText(const ArchiveListing &listing);
/// What the listing lacks: a sentence, or empty if it is complete.
QString archiveMissingText(const ArchiveListing &listing);

} // namespace stratoscope::ui
