// SPDX-License-Identifier: Apache-2.0
#include "packages/sbom/license_expression.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>

namespace stratoscope {

namespace {

constexpr std::array kLicenses = std::to_array<std::string_view>({
    "0BSD",
    "AFL-2.1",
    "AGPL-3.0",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-1.1",
    "Apache-2.0",
    "Artistic-1.0",
    "Artistic-1.0-Perl",
    "Artistic-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-2-Clause-Patent",
    "BSD-3-Clause",
    "BSD-4-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "CDDL-1.0",
    "CDDL-1.1",
    "CPL-1.0",
    "EPL-1.0",
    "EPL-2.0",
    "EUPL-1.2",
    "FSFAP",
    "FTL",
    "GFDL-1.2-or-later",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-1.0-only",
    "GPL-1.0-or-later",
    "GPL-2.0",
    "GPL-2.0+",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0",
    "GPL-3.0+",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "HPND",
    "ICU",
    "IJG",
    "ISC",
    "LGPL-2.0",
    "LGPL-2.0+",
    "LGPL-2.0-only",
    "LGPL-2.0-or-later",
    "LGPL-2.1",
    "LGPL-2.1+",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0",
    "LGPL-3.0+",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "Libpng",
    "MIT",
    "MIT-0",
    "MPL-1.1",
    "MPL-2.0",
    "MPL-2.0-no-copyleft-exception",
    "MS-PL",
    "NCSA",
    "OFL-1.1",
    "OLDAP-2.8",
    "OpenSSL",
    "PHP-3.01",
    "PSF-2.0",
    "PostgreSQL",
    "Python-2.0",
    "Python-2.0.1",
    "Ruby",
    "SMLNJ",
    "Sleepycat",
    "TCL",
    "UPL-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Vim",
    "W3C",
    "WTFPL",
    "X11",
    "ZPL-2.1",
    "Zlib",
    "bzip2-1.0.6",
    "curl",
});

constexpr std::array kExceptions = std::to_array<std::string_view>({
    "Autoconf-exception-2.0",
    "Autoconf-exception-3.0",
    "Bison-exception-2.2",
    "Classpath-exception-2.0",
    "GCC-exception-2.0",
    "GCC-exception-3.1",
    "LLVM-exception",
    "Linux-syscall-note",
    "OCaml-LGPL-linking-exception",
    "openvpn-openssl-exception",
});

/// The name as the list spells it; empty if it is not there.
template <std::size_t Count>
std::string_view inList(const std::array<std::string_view, Count> &list, std::string_view name)
{
    const auto isName = [name](std::string_view listed) { return std::ranges::equal(listed, name, {}, asciiLower, asciiLower); };
    const auto found = std::ranges::find_if(list, isName);
    return found == list.end() ? std::string_view() : *found;
}

std::string_view nextToken(std::string_view &rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const bool isParenthesis = rest.starts_with('(') || rest.starts_with(')');
    const std::string_view token = rest.substr(0, isParenthesis ? 1 : rest.find_first_of(" ()"));
    rest.remove_prefix(token.size());
    return token;
}

} // namespace

std::optional<std::string> licenseExpression(std::string_view license)
{
    enum class After { Operator, Operand, License, Exception } after = After::Operator;
    std::string expression;
    int depth = 0;
    while (true) {
        const std::string_view token = nextToken(license);
        if (token.empty())
            return depth == 0 && after != After::Operator && after != After::Exception ? std::optional(expression) : std::nullopt;
        std::string_view written = token;
        if (token == "(" && after == After::Operator) {
            ++depth;
        } else if (token == ")" && (after == After::Operand || after == After::License) && depth > 0) {
            --depth;
            after = After::Operand;
        } else if ((token == "AND" || token == "OR") && (after == After::Operand || after == After::License)) {
            after = After::Operator;
        } else if (token == "WITH" && after == After::License) {
            after = After::Exception;
        } else if (after == After::Operator || after == After::Exception) {
            const bool isException = after == After::Exception;
            written = isException ? inList(kExceptions, token) : inList(kLicenses, token);
            if (written.empty())
                return std::nullopt;
            after = isException ? After::Operand : After::License;
        } else {
            return std::nullopt;
        }
        if (!expression.empty() && expression.back() != '(' && written != ")")
            expression += ' ';
        expression += written;
    }
}

} // namespace stratoscope
