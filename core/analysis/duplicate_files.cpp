// SPDX-License-Identifier: Apache-2.0
#include "analysis/duplicate_files.h"

#include "base/cancel.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <tuple>

namespace stratoscope {

namespace {

/// Tells apart keys that occur once, in most cases, without sorting: those that share their place in a table with no other.
class KeyCounts
{
public:
    explicit KeyCounts(std::size_t keys)
        : m_shift(64 - std::bit_width(keys * 8 | 0xFF))
        , m_counts(std::size_t(1) << (64 - m_shift), 0)
    {
    }
    void add(std::uint64_t key)
    {
        std::uint8_t &count = m_counts[place(key)];
        count = count < 2 ? count + 1 : count;
    }
    bool mayRepeat(std::uint64_t key) const { return m_counts[place(key)] > 1; }

private:
    std::size_t place(std::uint64_t key) const { return std::size_t(key * 0x9E3779B97F4A7C15 >> m_shift); }

    const int m_shift;
    std::vector<std::uint8_t> m_counts;
};

std::uint64_t keyOf(const Sha256 &digest)
{
    std::uint64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof(key));
    return key;
}

} // namespace

DuplicateFinder::DuplicateFinder(const FinalFiles &files, const std::stop_token &stop)
{
    m_candidates.reserve(files.tree().size());
    std::uint32_t next = 0; // hidden files are in the same order
    files.forEachFile(
        [&](const MergedTree::Origin &file, std::uint64_t size, NodeId node) {
            m_candidates.push_back({size, file, node, node == kNoNode ? next++ : 0});
        },
        stop);
    KeyCounts sizes(m_candidates.size());
    for (const Candidate &candidate : m_candidates)
        sizes.add(candidate.size);
    std::erase_if(m_candidates, [&sizes](const Candidate &candidate) { return !sizes.mayRepeat(candidate.size); });
}

void DuplicateFinder::requestDigests(DigestTable &table) const
{
    for (const Candidate &candidate : m_candidates)
        table.request(candidate.file);
}

DuplicateFinder::Found DuplicateFinder::find(std::span<const HiddenFile> hidden, const DigestTable &digests,
                                             const std::stop_token &stop) const
{
    Found found;
    found.movedTo.resize(hidden.size());
    KeyCounts counts(m_candidates.size());
    for (const Candidate &candidate : m_candidates) {
        if (const Sha256 *const digest = digests.digest(candidate.file))
            counts.add(keyOf(*digest));
    }
    throwIfStopped(stop);
    struct Known {
        std::uint64_t key;
        const Sha256 *digest;
        const Candidate *candidate;
    };
    std::vector<Known> known;
    for (const Candidate &candidate : m_candidates) {
        if (const Sha256 *const digest = digests.digest(candidate.file); digest && counts.mayRepeat(keyOf(*digest)))
            known.push_back({keyOf(*digest), digest, &candidate});
    }
    throwIfStopped(stop);
    // The files of the tree first, in its order.
    std::ranges::sort(known, [](const Known &a, const Known &b) {
        const auto key = [](const Known &known) {
            return std::tie(known.key, *known.digest, known.candidate->size, known.candidate->node, known.candidate->hidden);
        };
        return key(a) < key(b);
    });

    for (std::size_t first = 0, end = 0; first < known.size(); first = end) {
        throwIfStopped(stop);
        const Known &like = known[first];
        std::size_t firstHidden = first;
        for (; end < known.size() && *known[end].digest == *like.digest && known[end].candidate->size == like.candidate->size;
             ++end)
            firstHidden += known[end].candidate->node != kNoNode ? 1 : 0;
        const auto copies = std::span(known).subspan(first, firstHidden - first);
        if (firstHidden < end) {
            std::map<int, MergedTree::Origin> byLayer;
            for (std::size_t i = first; i < end; ++i)
                byLayer.try_emplace(known[i].candidate->file.layer, known[i].candidate->file);
            for (std::size_t i = firstHidden; i < end; ++i) {
                const HiddenFile &one = hidden[known[i].candidate->hidden];
                if (const auto copy = byLayer.find(one.hiddenBy); one.isDeleted && copy != byLayer.end())
                    found.movedTo[known[i].candidate->hidden] = copy->second;
            }
        }
        if (copies.size() < 2)
            continue;
        DuplicateFiles &files = found.duplicates.emplace_back();
        files.size = like.candidate->size;
        files.digest = *like.digest;
        for (const Known &copy : copies)
            files.copies.push_back(copy.candidate->node);
    }
    std::ranges::sort(found.duplicates, [](const DuplicateFiles &a, const DuplicateFiles &b) {
        return std::tuple(b.bytes(), a.copies.front()) < std::tuple(a.bytes(), b.copies.front());
    });
    return found;
}

} // namespace stratoscope
