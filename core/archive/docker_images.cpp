// SPDX-License-Identifier: Apache-2.0
#include "archive/docker_images.h"

#include "oci/reference.h"

#include <algorithm>
#include <set>

namespace stratoscope {

namespace {

bool hasTag(const QString &name)
{
    return name.lastIndexOf(u':') > name.lastIndexOf(u'/') || name.contains(u'@');
}

/// How a name may match an image, the strictest first; the first one with any match is used.
enum class Match { Exact, AnyTag, AnyRegistry, Digest };

bool isMeant(const ArchivedImage &image, const QString &name, Match match)
{
    if (match == Match::Digest)
        return image.config && image.config->matchesPrefix(name);
    const auto wanted = Reference::parse(name);
    return std::ranges::any_of(image.names, [&](const QString &own) {
        if (match == Match::Exact && own == name)
            return true;
        const auto known = Reference::parse(own);
        if (!wanted || !known)
            return false;
        switch (match) {
        case Match::Exact:
            return *wanted == *known;
        case Match::AnyTag:
            return !hasTag(name) && wanted->name() == known->name();
        case Match::AnyRegistry: {
            // "app" is enough for "localhost/app" and "registry.example.org/team/app".
            const QString shortName = name.section(u'@', 0, 0).section(u':', 0, hasTag(name) ? -2 : -1);
            return known->name().endsWith(u'/' + shortName) && (!hasTag(name) || wanted->tag == known->tag);
        }
        case Match::Digest:
            break;
        }
        return false;
    });
}

} // namespace

std::vector<std::size_t> DockerImages::imagesNamed(const QString &name) const
{
    std::vector<std::size_t> found;
    if (name.isEmpty())
        return LocalArchive::imagesNamed(name);
    for (const Match match : {Match::Exact, Match::AnyTag, Match::AnyRegistry, Match::Digest}) {
        for (std::size_t i = 0; i < m_images.size(); ++i) {
            if (isMeant(m_images[i], name, match))
                found.push_back(i);
        }
        if (!found.empty())
            break;
    }
    return found;
}

Result<std::size_t> DockerImages::choose(const QString &name, const std::optional<Platform> &platform) const
{
    const std::vector<std::size_t> found = imagesNamed(name);
    if (found.empty())
        return notFound(name);
    if (found.size() == 1)
        return found.front();

    // Several images with the same tags are one image for several platforms.
    std::vector<Descriptor> entries;
    std::set<QString> platforms;
    for (const std::size_t i : found) {
        const ArchivedImage &image = m_images[i];
        if (image.names != m_images[found.front()].names || image.platforms.size() != 1
            || !platforms.insert(image.platforms.front().normalized().toString()).second)
            return ambiguous(name);
        entries.emplace_back().platform = image.platforms.front();
    }
    STRATOSCOPE_TRY(const std::size_t chosen, selectPlatform(entries, platform.value_or(Platform::host()), path()));
    return found[chosen];
}

Result<ResolvedImage> DockerImages::find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                         const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const std::size_t image, choose(name, platform));
    return read(image, progress, stop);
}

} // namespace stratoscope
