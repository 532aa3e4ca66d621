// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comparison_report.h"

namespace stratoscope {

/// GitHub and GitLab accept no longer comments, in characters.
inline constexpr std::size_t kMostMarkdown = 65'536;

/// A report in GitHub Flavored Markdown for a merge request, in UTF-8: a summary, the largest differences, config and history, and
/// a list of all differences that is folded. Shorter than kMostMarkdown bytes; says what it leaves out. Names from the images are
/// shown literally: they are neither markup nor mentions, and what cannot be seen in them is shown as `\xNN`. The same images and
/// rules give the same bytes.
std::string markdownReport(const ComparisonReport &report);

} // namespace stratoscope
