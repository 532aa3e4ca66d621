// SPDX-License-Identifier: Apache-2.0
#include "image/index_entries.h"

#include "oci/image_index.h"
#include "oci/media_type.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

DocumentKind kindOf(const FetchedManifest &document)
{
    const auto object = parseJsonObject(document.bytes, {});
    const DocumentKind kind = object ? documentKind(*object) : DocumentKind::Unknown;
    if (kind != DocumentKind::Unknown)
        return kind;
    return media_type::isIndex(document.mediaType) ? DocumentKind::Index : DocumentKind::Manifest;
}

Result<std::vector<Descriptor>> indexEntries(FetchedManifest index, const FetchIndex &fetch, const QString &name)
{
    constexpr std::size_t kMostEntries = 100; // where there are indexes among them; not counting attestations
    std::vector<Descriptor> entries;
    std::vector<Descriptor> waiting;
    std::set<Digest> seen{index.digest};
    for (;;) {
        STRATOSCOPE_TRY(const ImageIndex parsed, ImageIndex::parse(index.bytes, name + u'@' + index.digest.toString()));
        for (const Descriptor &entry : parsed.manifests) {
            if (!seen.insert(entry.digest).second)
                continue;
            const bool isNested = media_type::isIndex(entry.mediaType) && !isAttestation(entry);
            (isNested ? waiting : entries).push_back(entry);
        }
        if (waiting.empty())
            return entries;
        if (seen.size() - std::size_t(std::ranges::count_if(entries, isAttestation)) > kMostEntries)
            return fail(ErrorKind::TooLarge, name, u"has an index of more than %1 entries"_s.arg(kMostEntries));
        const Descriptor next = std::move(waiting.back());
        waiting.pop_back();
        STRATOSCOPE_TRY(index, fetch(next));
    }
}

} // namespace stratoscope
