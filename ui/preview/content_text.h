// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/archive_listing.h"
#include "content/file_facts.h"
#include "ui/details/details.h"

/// What is in a file, in words. Pure functions.
namespace stratoscope::ui {

/// How a program or a script is run, in words; empty for other files. Files that it names lead to their entries.
Details programDetails(const FileFacts &facts);

/// "64-bit x86-64 executable, position-independent, dynamically linked, stripped"
QString elfSummary(const ElfFacts &facts);

/// "ZIP", "tar, gzip", "Debian package", …
QString archiveFormatText(const ArchiveListing &listing);
/// What the listing lacks: a sentence, or empty if it is complete.
QString archiveMissingText(const ArchiveListing &listing);

} // namespace stratoscope::ui
