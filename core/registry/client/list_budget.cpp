// SPDX-License-Identifier: Apache-2.0
#include "registry/client/list_budget.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qsizetype kUsualName = 128; ///< the longest tag

Failure leftOut(const QString &subject, const QString &limit)
{
    return fail(ErrorKind::TooLarge, subject, u"its list %1; the rest is left out"_s.arg(limit));
}

} // namespace

Result<void> ListBudget::takePage(const QString &subject)
{
    const auto now = Clock::now();
    if (!m_start)
        m_start = now;
    else if (now - *m_start >= m_limits.time)
        return leftOut(subject,
                       u"was not complete after %1 seconds"_s.arg(std::chrono::ceil<std::chrono::seconds>(m_limits.time).count()));
    if (++m_pages > m_limits.pages)
        return leftOut(subject, u"has more than %1 pages"_s.arg(m_limits.pages));
    return {};
}

Result<void> ListBudget::takeNames(const QString &subject, const QStringList &names)
{
    for (const QString &name : names)
        m_names += 1 + name.size() / kUsualName;
    if (m_names > m_limits.names)
        return leftOut(subject, u"has more than %1 names"_s.arg(m_limits.names));
    return {};
}

} // namespace stratoscope
