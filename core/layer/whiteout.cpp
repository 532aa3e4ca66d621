// SPDX-License-Identifier: Apache-2.0
#include "layer/whiteout.h"

#include "base/parse_text.h"

namespace stratoscope {

namespace {

constexpr std::string_view kMetaPrefix = ".wh..wh.";

/// Whether the last component can only be found after cleaning the path.
bool hasDots(std::string_view path)
{
    return path.ends_with("/.") || path.ends_with("/..") || path.find("../") != std::string_view::npos
        || path.find("/./") != std::string_view::npos;
}

} // namespace

MarkedPath readMark(std::string_view path)
{
    // Nearly all paths.
    if (path.find(kWhiteoutPrefix) == std::string_view::npos)
        return MarkedPath{Mark::None, std::string(path)};

    std::string_view trimmed = path;
    while (trimmed.ends_with('/'))
        trimmed.remove_suffix(1);
    std::string clean;
    if (hasDots(trimmed))
        trimmed = clean = cleanPath(trimmed);
    const std::size_t slash = trimmed.rfind('/');
    const std::string_view directory = slash == std::string_view::npos ? std::string_view() : trimmed.substr(0, slash + 1);
    const std::string_view name = trimmed.substr(directory.size());

    if (cleanPath(directory) == kAufsLinks)
        return MarkedPath{Mark::None, std::string(path)};
    if (directory.starts_with(kMetaPrefix) || directory.find("/.wh..wh.") != std::string_view::npos)
        return MarkedPath{Mark::Aufs, std::string(path)};
    if (name == kOpaqueName)
        return MarkedPath{Mark::Opaque, std::string(trimmed)};
    if (name.starts_with(kMetaPrefix))
        return MarkedPath{Mark::Aufs, std::string(path)};
    if (!name.starts_with(kWhiteoutPrefix))
        return MarkedPath{Mark::None, std::string(path)};

    const std::string_view hidden = name.substr(kWhiteoutPrefix.size());
    if (hidden.empty() || hidden == "." || hidden == "..")
        return MarkedPath{Mark::Nameless, std::string(trimmed)};
    return MarkedPath{Mark::Whiteout, std::string(directory).append(hidden)};
}

bool isAufsLink(std::string_view target)
{
    return target.find(kAufsLinks) != std::string_view::npos && cleanPath(target).starts_with(std::string(kAufsLinks) + '/');
}

std::string cleanPath(std::string_view path)
{
    std::string clean;
    clean.reserve(path.size());
    while (!path.empty()) {
        const std::string_view component = takeUntil('/', path);
        if (component.empty() || component == ".")
            continue;
        if (component == "..") {
            const std::size_t last = clean.rfind('/');
            clean.resize(last == std::string::npos ? 0 : last);
            continue;
        }
        if (!clean.empty())
            clean += '/';
        clean += component;
    }
    return clean;
}

bool isCleanPath(std::string_view path)
{
    if (path.empty() || path.front() == '/' || path.front() == '.' || path.back() == '/')
        return false;
    std::uint8_t isDirty = 0; // by bytes and to the end, which compilers vectorize
    for (std::size_t i = 1; i < path.size(); ++i)
        isDirty |= std::uint8_t(path[i - 1] == '/') & (std::uint8_t(path[i] == '/') | std::uint8_t(path[i] == '.'));
    return isDirty == 0;
}

} // namespace stratoscope
