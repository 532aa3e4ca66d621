// SPDX-License-Identifier: Apache-2.0
#include "grep/grep.h"

#include "base/cancel.h"
#include "base/parallel.h"
#include "base/saturating_add.h"
#include "grep/ordered_findings.h"

#include <atomic>

namespace stratoscope {

namespace {

/// A ContentSearch for each thread.
class ContentSearches
{
public:
    using Make = std::function<std::unique_ptr<ContentSearch>()>;
    explicit ContentSearches(Make make)
        : m_make(std::move(make))
    {
    }
    std::unique_ptr<ContentSearch> take()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_idle.empty())
            return m_make();
        auto search = std::move(m_idle.back());
        m_idle.pop_back();
        return search;
    }
    void giveBack(std::unique_ptr<ContentSearch> search)
    {
        const std::scoped_lock lock(m_mutex);
        m_idle.push_back(std::move(search));
    }

private:
    const Make m_make;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<ContentSearch>> m_idle;
};

} // namespace

Result<void> grep(const GrepFiles &files, const GrepPattern &pattern, const GrepOptions &options, const GrepSink &sink,
                  ProgressMeter &progress, const std::stop_token &stop)
{
    progress.begin(Stage::Search, qint64(std::min<std::uint64_t>(files.totalSize(), std::numeric_limits<qint64>::max())));
    std::vector<std::size_t> groups{0};
    while (groups.back() < files.contents().size())
        groups.push_back(ContentSearch::groupEnd(files, groups.back()));

    OrderedFindings ordered(files, sink);
    ContentSearches searches([&] { return std::make_unique<ContentSearch>(files, pattern, options); });
    // By content: nothing was found in it, nor will be in those that are the same.
    std::vector<std::atomic<bool>> isWithout(files.contents().size());
    const auto searchGroup = [&](std::size_t group, const std::stop_token &stopGroup) -> Result<void> {
        auto search = searches.take();
        search->open(groups[group], groups[group + 1]);
        std::uint64_t bytes = 0;
        for (std::size_t number = groups[group]; number < groups[group + 1]; ++number) {
            const GrepFiles::Content &content = files.contents()[number];
            bytes = saturatingAdd(bytes, files.size(content));
            if (isWithout[content.sameAs])
                continue;
            bool isFound = false;
            const auto add = [&](std::uint32_t first, std::uint32_t last, ContentFinding finding) {
                isFound = true;
                return ordered.add(group, {number, first, last, std::move(finding)}, stopGroup);
            };
            STRATOSCOPE_CHECK(search->search(number, add, stopGroup));
            isWithout[number] = !isFound;
        }
        searches.giveBack(std::move(search));
        progress.add(qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max())));
        return ordered.finish(group, stopGroup);
    };
    const Result<void> searched = inParallel(groups.size() - 1, searchGroup, stop);
    ordered.rethrow();
    if (searched)
        progress.finish();
    return searched;
}

} // namespace stratoscope
