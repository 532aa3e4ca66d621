// SPDX-License-Identifier: Apache-2.0
#include "packages/sbom/package_url.h"

#include "base/parse_text.h"
#include "base/utf8.h"

#include <algorithm>
#include <map>

namespace stratoscope {

namespace {

/// Percent-encodes everything but what purl leaves as it is.
std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char byte : text) {
        const bool isPlain = (byte >= '0' && byte <= '9') || (asciiLower(byte) >= 'a' && asciiLower(byte) <= 'z')
            || std::string_view("-._~:").find(byte) != std::string_view::npos;
        if (isPlain)
            encoded += byte;
        else
            encoded.append("%").append(1, kHex[std::uint8_t(byte) >> 4]).append(1, kHex[std::uint8_t(byte) & 15]);
    }
    return encoded;
}

std::string encodedPath(std::string_view path)
{
    std::string encoded;
    while (!path.empty()) {
        const std::string_view segment = takeUntil('/', path);
        if (!segment.empty())
            encoded.append(encoded.empty() ? "" : "/").append(percentEncoded(segment));
    }
    return encoded;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), asciiLower);
    return lower;
}

using Qualifiers = std::map<std::string_view, std::string>; // sorted, as purl wants them

std::string joined(std::string_view type, std::string_view path, std::string_view version, const Qualifiers &qualifiers = {})
{
    std::string url = std::string("pkg:").append(type).append("/").append(encodedPath(path));
    if (!version.empty())
        url.append("@").append(percentEncoded(version));
    char separator = '?';
    for (const auto &[key, value] : qualifiers) {
        if (value.empty())
            continue;
        url.append(1, separator).append(key).append("=").append(percentEncoded(value));
        separator = '&';
    }
    return url;
}

std::string distributionUrl(std::string_view type, const Package &package, const Distribution &distribution)
{
    std::string_view version = package.version;
    Qualifiers qualifiers{{"arch", package.arch}};
    if (package.type == PackageType::Rpm && version.find(':') != std::string_view::npos)
        qualifiers["epoch"] = takeUntil(':', version);
    if (package.source != package.name)
        qualifiers["upstream"] = package.source;
    if (!distribution.id.empty())
        qualifiers["distro"] = distribution.id + (distribution.version.empty() ? "" : '-' + distribution.version);
    return joined(type, lowered(distribution.id) + '/' + package.name, version, qualifiers);
}

} // namespace

std::string packageUrl(const Package &package, const Distribution &distribution)
{
    switch (package.type) {
    case PackageType::Deb:
    case PackageType::Apk:
    case PackageType::Rpm:
        return distributionUrl(packageTypeName(package.type), package, distribution);
    case PackageType::Python: {
        std::string name = lowered(package.name);
        std::ranges::replace(name, '_', '-');
        return joined("pypi", name, package.version);
    }
    case PackageType::Npm:
        return joined("npm", package.name, package.version);
    case PackageType::Go:
        return joined("golang", lowered(package.name), package.version == "(devel)" ? std::string_view() : package.version);
    case PackageType::Jar: {
        std::string path = package.name;
        const std::size_t colon = path.find(':');
        if (colon == std::string::npos)
            return joined("generic", path, package.version);
        path[colon] = '/';
        return joined("maven", path, package.version);
    }
    }
    return {};
}

} // namespace stratoscope
