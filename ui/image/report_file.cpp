// SPDX-License-Identifier: Apache-2.0
#include "ui/image/report_file.h"

#include "base/hash.h"
#include "export/staged_file.h"
#include "report/html_report.h"
#include "report/markdown_report.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

Result<void> saveReport(const DiffSide &before, const DiffSide &after, const ComparisonRules &rules, const QString &path,
                        const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ComparisonReport report, ComparisonReport::make(before, after, rules, stop));
    STRATOSCOPE_TRY(const auto file, StagedFile::begin(path, true));
    if (!path.endsWith(".md"_L1, Qt::CaseInsensitive))
        return saveHtmlReport(report, *file, stop);
    STRATOSCOPE_CHECK(file->file().writeAt(0, asBytes(markdownReport(report))));
    return file->commit();
}

} // namespace stratoscope::ui
