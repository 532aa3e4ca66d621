// SPDX-License-Identifier: Apache-2.0
#include "grep/ordered_findings.h"

#include "base/cancel.h"

namespace stratoscope {

namespace {

constexpr std::size_t kMostHeld = 16 << 20;

} // namespace

std::size_t OrderedFindings::cost(const Item &item)
{
    std::size_t bytes = sizeof(Item);
    for (const GrepLine &line : item.finding.lines)
        bytes += sizeof(GrepLine) + line.text.size();
    return bytes;
}

Result<void> OrderedFindings::add(std::size_t group, Item item, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_moved.wait(lock, stop, [&] { return group == m_head || m_heldBytes < kMostHeld; }))
        throw Cancelled{};
    if (group == m_head)
        return deliver(item, stop);
    m_heldBytes += cost(item);
    m_held[group].push_back(std::move(item));
    return {};
}

Result<void> OrderedFindings::finish(std::size_t group, const std::stop_token &stop)
{
    const std::scoped_lock lock(m_mutex);
    m_finished.insert(group);
    while (m_finished.erase(m_head) > 0) {
        const auto held = m_held.extract(++m_head);
        if (held.empty())
            continue;
        for (const Item &item : held.mapped()) {
            m_heldBytes -= cost(item);
            STRATOSCOPE_CHECK(deliver(item, stop));
        }
    }
    m_moved.notify_all();
    return {};
}

Result<void> OrderedFindings::deliver(const Item &item, const std::stop_token &stop)
{
    throwIfStopped(stop);
    try {
        const GrepFiles::Content &content = m_files.contents()[item.content];
        for (std::uint32_t file = item.firstFile; file < item.lastFile; ++file) {
            STRATOSCOPE_CHECK(m_sink({.file = m_files.file(content, file),
                                      .lines = item.finding.lines,
                                      .problem = item.finding.problem ? &*item.finding.problem : nullptr}));
        }
        return {};
    } catch (...) {
        m_thrown = std::current_exception();
        return Failure(errorOfException()); // ends the search
    }
}

} // namespace stratoscope
