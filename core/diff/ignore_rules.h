// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/name_regex.h"
#include "tree/change.h"

#include <vector>

namespace stratoscope {

/// What a comparison leaves out. A value; thread-safe.
class IgnoreRules
{
public:
    IgnoreRules() = default;
    /// `globs`: as in the filter language (see TreeFilter), without regard to case; a matching directory is ignored with everything
    /// in it. Errors: Invalid, naming the glob.
    static Result<IgnoreRules> make(Aspects aspects, std::vector<std::string> globs);

    /// Aspects that do not count as a difference.
    Aspects aspects() const { return m_aspects; }
    const std::vector<std::string> &globs() const { return m_globs; }
    bool hasGlobs() const { return !m_globs.empty(); }
    /// Whether an entry is ignored by its name or path. `path`: returns its path, with a leading slash; called only if needed.
    template <typename Path>
    bool ignores(std::string_view name, const Path &path) const
    {
        for (const NameRegex &glob : m_nameGlobs) {
            if (glob.matches(name))
                return true;
        }
        if (m_pathGlobs.empty())
            return false;
        const std::string whole = path();
        return std::ranges::any_of(m_pathGlobs, [&whole](const NameRegex &glob) { return glob.matches(whole); });
    }

    bool operator==(const IgnoreRules &other) const { return m_aspects == other.m_aspects && m_globs == other.m_globs; }

private:
    Aspects m_aspects = 0;
    std::vector<std::string> m_globs;
    std::vector<NameRegex> m_nameGlobs;
    std::vector<NameRegex> m_pathGlobs;
};

} // namespace stratoscope
