// SPDX-License-Identifier: Apache-2.0
#include "diff/ignore_rules.h"

namespace stratoscope {

Result<IgnoreRules> IgnoreRules::make(Aspects aspects, std::vector<std::string> globs)
{
    IgnoreRules rules;
    rules.m_aspects = aspects;
    for (const std::string &glob : globs) {
        STRATOSCOPE_TRY(NameRegex regex, NameRegex::fromGlob(glob));
        auto &list = glob.find('/') == std::string::npos ? rules.m_nameGlobs : rules.m_pathGlobs;
        list.push_back(std::move(regex));
    }
    rules.m_globs = std::move(globs);
    return rules;
}

} // namespace stratoscope
