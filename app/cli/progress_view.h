// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"

#include <mutex>

namespace stratoscope::cli {

/// Shows progress on standard error: a line that is drawn anew, or a JSON object a line. Thread-safe.
class ProgressView
{
public:
    enum class Form { None, Line, Json };
    explicit ProgressView(Form form);

    void show(const Progress &progress);
    /// Takes the line away: something else is going to be written.
    void clear();

private:
    void draw(const QString &text);

    const Form m_form;
    std::mutex m_mutex;
    qsizetype m_drawn = 0; ///< columns
};

} // namespace stratoscope::cli
