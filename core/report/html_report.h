// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/staged_file.h"
#include "report/comparison_report.h"
#include "stream/byte_sink.h"

namespace stratoscope {

/// What is left out of a report so that browsers open it at once; the report says so where something is.
inline constexpr NodeId kMostReportedEntries = 20'000;
inline constexpr std::uint64_t kMostReportedText = 256 * 1024; ///< bytes of a file whose lines are compared
inline constexpr std::uint64_t kMostReportedTexts = 4 * 1024 * 1024; ///< bytes of all of these differences together

/// Writes a report as one web page that needs nothing else: no scripts, and nothing is loaded, which its content security policy
/// enforces. Whatever comes from the images is escaped, and what cannot be seen is shown as `\xNN`. The same images and rules give
/// the same bytes.
///
/// Text files of which the content differs are shown line by line, read from the layers. Blocks. Errors: those of reading and of
/// the sink, which is finished. Throws Cancelled.
Result<void> writeHtmlReport(const ComparisonReport &report, ByteSink &into, const std::stop_token &stop);

/// Writes the report to a file, which then appears.
Result<void> saveHtmlReport(const ComparisonReport &report, StagedFile &file, const std::stop_token &stop);

} // namespace stratoscope
