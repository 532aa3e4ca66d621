// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/file_facts.h"
#include "ui/details/details.h"

namespace stratoscope::ui {

/// How a program or a script is run, in words; empty for other files. Files that it names lead to their entries.
Details programDetails(const FileFacts &facts);

/// "64-bit x86-64 executable, position-independent, dynamically linked, stripped"
QString elfSummary(const ElfFacts &facts);

} // namespace stratoscope::ui
