// SPDX-License-Identifier: Apache-2.0
#include "packages/package.h"

#include "packages/versions/apk_version.h"
#include "packages/versions/debian_version.h"
#include "packages/versions/python_version.h"
#include "packages/versions/rpm_version.h"
#include "packages/versions/semantic_version.h"

#include <array>

namespace stratoscope {

std::string_view packageTypeName(PackageType type)
{
    constexpr std::array<std::string_view, 7> kNames{"deb", "apk", "rpm", "python", "npm", "go", "jar"};
    return kNames[std::size_t(type)];
}

std::optional<std::strong_ordering> compareVersions(PackageType type, std::string_view a, std::string_view b)
{
    switch (type) {
    case PackageType::Deb:
        return compareDebianVersions(a, b);
    case PackageType::Apk:
        return compareApkVersions(a, b);
    case PackageType::Rpm:
        return compareRpmVersions(a, b);
    case PackageType::Python:
        return comparePythonVersions(a, b);
    case PackageType::Npm:
    case PackageType::Go:
        return compareSemanticVersions(a, b);
    case PackageType::Jar:
        return compareDottedNumbers(a, b);
    }
    return std::nullopt;
}

} // namespace stratoscope
