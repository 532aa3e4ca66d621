// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "registry/config/list_limits.h"

#include <QStringList>

#include <optional>

namespace stratoscope {

/// What is left of the limits while lists are read. Errors: TooLarge, which says that the rest of the list is left out.
class ListBudget
{
public:
    explicit ListBudget(const ListLimits &limits)
        : m_limits(limits)
    {
    }

    /// Before another page is requested; the time counts from the first one.
    Result<void> takePage(const QString &subject);
    Result<void> takeNames(const QString &subject, const QStringList &names);

private:
    using Clock = std::chrono::steady_clock;

    ListLimits m_limits;
    std::optional<Clock::time_point> m_start;
    int m_pages = 0;
    qsizetype m_names = 0;
};

} // namespace stratoscope
