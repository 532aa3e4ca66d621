// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"

#include <mutex>

namespace stratoscope::cli {

/// Shows progress on standard error: as a line that is redrawn, or as one JSON object per line. Thread-safe.
class ProgressView
{
public:
    enum class Form { None, Line, Json };
    explicit ProgressView(Form form);

    void show(const Progress &progress);
    /// Erases the line, before other output is written.
    void clear();

private:
    const Form m_form;
    std::mutex m_mutex;
    bool m_isDrawn = false;
};

} // namespace stratoscope::cli
