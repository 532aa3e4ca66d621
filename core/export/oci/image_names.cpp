// SPDX-License-Identifier: Apache-2.0
#include "export/oci/image_names.h"

#include "oci/reference.h"

#include <algorithm>

namespace stratoscope {

namespace {

/// A full name with a tag; nothing for a tag alone, and for a name by digest.
std::optional<Reference> taggedReference(const QString &name)
{
    const bool isWhole = name.contains(u':') || name.contains(u'/');
    auto reference = Reference::parse(name);
    if (!isWhole || !reference || reference->tag.isEmpty())
        return std::nullopt;
    reference->digest.reset();
    return *std::move(reference);
}

} // namespace

std::vector<Annotations> nameAnnotations(const QStringList &names)
{
    std::vector<Annotations> entries;
    const auto add = [&entries](const Annotations &entry) {
        if (std::ranges::find(entries, entry) == entries.end())
            entries.push_back(entry);
    };
    QStringList tags;
    for (const QString &name : names) {
        if (const auto reference = taggedReference(name)) {
            add({{kAnnotationImageName, reference->canonical()}, {kAnnotationRefName, reference->tag}});
            tags << reference->tag;
        }
    }
    for (const QString &name : names) {
        const bool isTagAlone = !name.contains(u'/') && !name.contains(u':') && !name.contains(u'@') && !name.isEmpty();
        if (isTagAlone && !tags.contains(name))
            add({{kAnnotationRefName, name}});
    }
    if (entries.empty())
        entries.emplace_back();
    return entries;
}

QStringList repoTags(const QStringList &names)
{
    QStringList tags;
    for (const QString &name : names) {
        if (const auto reference = taggedReference(name))
            tags << reference->canonical();
    }
    tags.removeDuplicates();
    return tags;
}

} // namespace stratoscope
