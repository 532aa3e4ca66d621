// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/reference.h>

#include "api/conversion.h"
#include "oci/reference.h"

namespace stratoscope::api {

namespace {

stratoscope::Reference toCore(const Reference &reference)
{
    stratoscope::Reference made{
        .registry = toQt(reference.registry), .repository = toQt(reference.repository), .tag = toQt(reference.tag), .digest = {}};
    if (!reference.digest.empty())
        made.digest = valueOf(Digest::parse(toQt(reference.digest)));
    return made;
}

} // namespace

Reference Reference::parse(std::string_view text)
{
    const auto parsed = valueOf(stratoscope::Reference::parse(toQt(text)));
    return {.registry = parsed.registry.toStdString(),
            .repository = parsed.repository.toStdString(),
            .tag = parsed.tag.toStdString(),
            .digest = parsed.digest ? parsed.digest->toString().toStdString() : std::string()};
}

bool Reference::isValid(std::string_view text) noexcept
{
    return stratoscope::Reference::parse(toQt(text)).has_value();
}

std::string Reference::canonical() const
{
    return toCore(*this).canonical().toStdString();
}

std::string Reference::familiar() const
{
    return toCore(*this).familiar().toStdString();
}

} // namespace stratoscope::api
