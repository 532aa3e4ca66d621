// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comparison_report.h"

namespace stratoscope::ui {

/// Writes a report about a comparison to a file, which is replaced if it exists: in Markdown if its name ends in `.md`, otherwise
/// as one web page. Blocking. Errors: those of comparing, reading and writing. Throws Cancelled.
Result<void> saveReport(const DiffSide &before, const DiffSide &after, const ComparisonRules &rules, const QString &path,
                        const std::stop_token &stop);

} // namespace stratoscope::ui
