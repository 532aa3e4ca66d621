// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "grep/content_search.h"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <set>

namespace stratoscope {

/// Brings what several threads find into the order of the groups that they search. A thread that is far ahead waits for the others.
/// Thread-safe.
class OrderedFindings
{
public:
    /// Both must outlive it.
    OrderedFindings(const GrepFiles &files, const GrepSink &sink)
        : m_files(files)
        , m_sink(sink)
    {
    }

    struct Item {
        std::size_t content = 0;
        std::uint32_t firstFile = 0;
        std::uint32_t lastFile = 0; ///< the one after the last
        ContentFinding finding;
    };
    /// Groups are searched in their order, by whichever thread; the items of each arrive in their own order. Errors: those of the
    /// sink. Throws Cancelled.
    Result<void> add(std::size_t group, Item item, const std::stop_token &stop);
    Result<void> finish(std::size_t group, const std::stop_token &stop);

    /// Throws what the sink threw.
    void rethrow() const
    {
        if (m_thrown)
            std::rethrow_exception(m_thrown);
    }

private:
    Result<void> deliver(const Item &item, const std::stop_token &stop);
    static std::size_t cost(const Item &item);

    const GrepFiles &m_files;
    const GrepSink &m_sink;
    std::mutex m_mutex;
    std::condition_variable_any m_moved;
    std::size_t m_head = 0; ///< the group whose items are delivered at once
    std::map<std::size_t, std::vector<Item>> m_held; ///< of the groups after it
    std::size_t m_heldBytes = 0;
    std::set<std::size_t> m_finished; ///< of the groups after it
    std::exception_ptr m_thrown;
};

} // namespace stratoscope
