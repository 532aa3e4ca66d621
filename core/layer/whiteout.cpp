// SPDX-License-Identifier: Apache-2.0
#include "layer/whiteout.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kWhiteoutPrefix = ".wh.";
constexpr std::string_view kMetaPrefix = ".wh..wh.";
constexpr std::string_view kOpaqueName = ".wh..wh..opq";

/// Whether components that are no names hide which one is the last.
bool hasDots(std::string_view path)
{
    return path.ends_with("/.") || path.ends_with("/..") || path.find("../") != std::string_view::npos
        || path.find("/./") != std::string_view::npos;
}

} // namespace

Result<MarkedPath> readMark(std::string_view path)
{
    // Nearly every path ends the look here.
    if (path.find(kWhiteoutPrefix) == std::string_view::npos)
        return MarkedPath{Mark::None, std::string(path)};

    std::string_view whole = path;
    while (whole.ends_with('/'))
        whole.remove_suffix(1);
    std::string clean;
    if (hasDots(whole))
        whole = clean = cleanPath(whole);
    const std::size_t slash = whole.rfind('/');
    const std::string_view directory = slash == std::string_view::npos ? std::string_view() : whole.substr(0, slash + 1);
    const std::string_view name = whole.substr(directory.size());

    if (directory.starts_with(kMetaPrefix) || directory.find("/.wh..wh.") != std::string_view::npos)
        return MarkedPath{Mark::Aufs, std::string(path)};
    if (name == kOpaqueName)
        return MarkedPath{Mark::Opaque, std::string(whole)};
    if (name.starts_with(kMetaPrefix))
        return MarkedPath{Mark::Aufs, std::string(path)};
    if (!name.starts_with(kWhiteoutPrefix))
        return MarkedPath{Mark::None, std::string(path)};

    const std::string_view hidden = name.substr(kWhiteoutPrefix.size());
    if (hidden.empty() || hidden == "." || hidden == "..")
        return fail(ErrorKind::Malformed, printable(path), u"is a whiteout that names nothing"_s);
    return MarkedPath{Mark::Whiteout, std::string(directory).append(hidden)};
}

std::string cleanPath(std::string_view path)
{
    std::string clean;
    clean.reserve(path.size());
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view component = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
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

} // namespace stratoscope
