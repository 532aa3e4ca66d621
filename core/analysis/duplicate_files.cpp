// SPDX-License-Identifier: Apache-2.0
#include "analysis/duplicate_files.h"

#include "base/cancel.h"

#include <algorithm>
#include <tuple>

namespace stratoscope {

DuplicateFinder::DuplicateFinder(const MergedTree &tree, const std::stop_token &stop)
{
    for (NodeId node = 0; node < tree.size(); ++node) {
        if (node % 0x4000 == 0)
            throwIfStopped(stop);
        if (tree.kind(node) != EntryKind::Regular)
            continue;
        const MergedTree::Origin file = tree.origin(node);
        if (const std::uint64_t size = tree.layers()[std::size_t(file.layer)]->fileSize(file.record); size > 0)
            m_candidates.push_back({size, file, node});
    }
    throwIfStopped(stop);
    std::ranges::sort(m_candidates, [](const Candidate &a, const Candidate &b) {
        return std::tie(a.size, a.file.layer, a.file.record, a.node) < std::tie(b.size, b.file.layer, b.file.record, b.node);
    });
    const auto isSameFile = [](const Candidate &a, const Candidate &b) { return a.file == b.file; }; // its names are adjacent
    m_candidates.erase(std::unique(m_candidates.begin(), m_candidates.end(), isSameFile), m_candidates.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const Candidate candidate = m_candidates[i];
        const bool hasEqual = (kept > 0 && m_candidates[kept - 1].size == candidate.size)
            || (i + 1 < m_candidates.size() && m_candidates[i + 1].size == candidate.size);
        if (hasEqual)
            m_candidates[kept++] = candidate;
    }
    m_candidates.erase(m_candidates.begin() + std::ptrdiff_t(kept), m_candidates.end());
}

void DuplicateFinder::requestDigests(DigestTable &table) const
{
    for (const Candidate &candidate : m_candidates)
        table.request(candidate.file);
}

std::vector<DuplicateFiles> DuplicateFinder::find(const DigestTable &digests, const std::stop_token &stop) const
{
    std::vector<DuplicateFiles> found;
    std::vector<std::pair<const Sha256 *, NodeId>> group;
    for (std::size_t first = 0, end = 0; first < m_candidates.size(); first = end) {
        throwIfStopped(stop);
        group.clear();
        for (; end < m_candidates.size() && m_candidates[end].size == m_candidates[first].size; ++end) {
            if (const Sha256 *const digest = digests.digest(m_candidates[end].file))
                group.emplace_back(digest, m_candidates[end].node);
        }
        std::ranges::sort(group,
                          [](const auto &a, const auto &b) { return std::tie(*a.first, a.second) < std::tie(*b.first, b.second); });
        for (std::size_t i = 0, next = 0; i < group.size(); i = next) {
            while (next < group.size() && *group[next].first == *group[i].first)
                ++next;
            if (next - i < 2)
                continue;
            DuplicateFiles &files = found.emplace_back();
            files.size = m_candidates[first].size;
            files.digest = *group[i].first;
            for (std::size_t copy = i; copy < next; ++copy)
                files.copies.push_back(group[copy].second);
        }
    }
    std::ranges::sort(found, [](const DuplicateFiles &a, const DuplicateFiles &b) {
        return std::tuple(b.bytes(), a.copies.front()) < std::tuple(a.bytes(), b.copies.front());
    });
    return found;
}

} // namespace stratoscope
