// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace stratoscope {

/// How much memory what is read from an image may take, all its layers together: a small compressed image can expand to any amount
/// of entries and extended attributes. Shared by its MemoryShares; thread-safe.
class MemoryBudget
{
public:
    static constexpr std::uint64_t kOfImage = std::uint64_t(512) << 20;

    explicit MemoryBudget(std::uint64_t limit = kOfImage)
        : m_limit(limit)
    {
    }

    std::uint64_t limit() const { return m_limit; }
    /// False, and nothing is taken, if this many bytes are not left.
    bool take(std::uint64_t bytes)
    {
        std::uint64_t used = m_used;
        do {
            if (bytes > m_limit - used)
                return false;
        } while (!m_used.compare_exchange_weak(used, used + bytes));
        return true;
    }
    void giveBack(std::uint64_t bytes) { m_used -= bytes; }

private:
    const std::uint64_t m_limit;
    std::atomic<std::uint64_t> m_used = 0; ///< never more than m_limit
};

/// What one value takes of a budget, approximately; it is given back with the share. Movable. Without a budget nothing is counted.
/// For one thread.
class MemoryShare
{
public:
    MemoryShare() = default;
    explicit MemoryShare(std::shared_ptr<MemoryBudget> budget)
        : m_budget(std::move(budget))
    {
    }
    MemoryShare(MemoryShare &&other) noexcept
        : m_budget(std::move(other.m_budget))
        , m_used(std::exchange(other.m_used, 0))
        , m_taken(std::exchange(other.m_taken, 0))
    {
    }
    MemoryShare &operator=(MemoryShare &&other) noexcept
    {
        std::swap(m_budget, other.m_budget);
        std::swap(m_used, other.m_used);
        std::swap(m_taken, other.m_taken);
        return *this;
    }
    ~MemoryShare()
    {
        if (m_budget)
            m_budget->giveBack(m_taken);
    }

    /// To be called before the memory is allocated. TooLarge if the budget does not have it.
    Result<void> add(std::uint64_t bytes)
    {
        m_used += bytes;
        if (!m_budget || m_used <= m_taken)
            return {};
        const std::uint64_t more = std::max(m_used - m_taken, kLeast);
        if (!m_budget->take(more))
            return fail(ErrorKind::TooLarge, {},
                        QStringLiteral("the entries and extended attributes of the image need more than %1 MiB of memory")
                            .arg(m_budget->limit() >> 20));
        m_taken += more;
        return {};
    }

private:
    static constexpr std::uint64_t kLeast = 16 * 1024; ///< so that threads seldom meet

    std::shared_ptr<MemoryBudget> m_budget;
    std::uint64_t m_used = 0;
    std::uint64_t m_taken = 0;
};

} // namespace stratoscope
