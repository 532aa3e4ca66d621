// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"

#include <string_view>

namespace stratoscope {

/// A secret that was recognized in a text.
struct SecretMatch {
    FindingKind kind = FindingKind::Token;
    FindingSeverity severity = FindingSeverity::High;
    QString text; ///< what it is, as in a Finding
    std::size_t begin = 0; ///< where it is in the text: of a key, its first line
    std::size_t size = 0;
    bool hasValue = true; ///< whether its bytes are shown as a value; a key's many lines are not

    Finding toFinding(std::string_view in) const
    {
        Finding finding;
        finding.kind = kind;
        finding.severity = severity;
        finding.text = text;
        if (hasValue)
            finding.secret = in.substr(begin, size);
        return finding;
    }
};

/// Whether a text looks like what documentation and templates have in place of a secret: `EXAMPLE`, `<token>`, `${TOKEN}`, `xxxx`,
/// `1234567890`.
bool isPlaceholder(std::string_view secret);
/// Shannon's entropy of the bytes of a text, in bits per byte.
double entropyOf(std::string_view text);

} // namespace stratoscope
