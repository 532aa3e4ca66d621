// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "oci/digest.h"

#include <vector>

/// Digests and diff IDs as members of JSON objects.
namespace stratoscope {

/// Malformed if missing or not a digest, Unsupported for an unknown algorithm.
template <typename AnyDigest>
Result<AnyDigest> parseDigest(const JsonFields &fields, JsonFields::Key key)
{
    STRATOSCOPE_TRY(const QString text, fields.string(key));
    if (text.isEmpty())
        return fields.fail(key, QStringLiteral("is missing"));
    const auto digest = AnyDigest::parse(text);
    if (!digest)
        return fields.fail(key, QStringLiteral("is %1: %2").arg(digest.error().subject, digest.error().detail),
                           digest.error().kind);
    return *digest;
}

/// The same for an array of them; empty if missing.
template <typename AnyDigest>
Result<std::vector<AnyDigest>> parseDigests(const JsonFields &fields, JsonFields::Key key)
{
    STRATOSCOPE_TRY(const QStringList texts, fields.strings(key));
    std::vector<AnyDigest> digests;
    for (const QString &text : texts) {
        const auto digest = AnyDigest::parse(text);
        if (!digest)
            return fields.fail(key, QStringLiteral("contains %1: %2").arg(digest.error().subject, digest.error().detail),
                               digest.error().kind);
        digests.push_back(*digest);
    }
    return digests;
}

} // namespace stratoscope
