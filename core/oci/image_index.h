// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

namespace stratoscope {

/// An image index (OCI image-spec, image-index.md), such as the `index.json` of an image layout, or a Docker manifest list.
struct ImageIndex {
    QString mediaType; ///< empty if the document has none
    std::vector<Descriptor> manifests; ///< these may be indexes themselves
    std::optional<Descriptor> subject;
    QString artifactType;
    Annotations annotations;

    /// Errors: Malformed, also for a manifest and for a document that is both.
    static Result<ImageIndex> parse(const QByteArray &bytes, const QString &subject);

    bool operator==(const ImageIndex &) const = default;
};

/// Reads an entry of an index as an index; nothing if it is not one.
using IndexReader = std::function<Result<std::optional<ImageIndex>>(const Descriptor &entry)>;

/// The manifests that an entry leads to: itself, or all entries of its index, with the entries of nested indexes in their place.
/// Each once, in the order of the lists, including attestations. Errors, named by `subject`: TooLarge for more than a hundred
/// indexes; errors of `read`.
Result<std::vector<Descriptor>> manifestsOf(const Descriptor &entry, const IndexReader &read, const QString &subject);

/// Removes the values that do not meet the condition, unless none does.
template <typename T, typename Condition>
void keepAny(std::vector<T> &values, const Condition &condition)
{
    const auto others = std::stable_partition(values.begin(), values.end(), condition);
    if (others != values.begin())
        values.erase(others, values.end());
}

/// The index of the entry that is best for the platform `wanted`, the first if several are equally good; never an attestation, and
/// another artifact only if there are no images. An entry without a platform is selected if it is the only one. Errors:
/// WrongPlatform, listing the available platforms; Ambiguous if several entries have no platform; NotFound if there are none.
Result<std::size_t> selectPlatform(std::span<const Descriptor> entries, const Platform &wanted, const QString &subject);

} // namespace stratoscope
