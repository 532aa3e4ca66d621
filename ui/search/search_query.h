// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/reference.h"

#include <optional>

namespace stratoscope {
class Registries;
}

namespace stratoscope::ui {

/// The meaning of the text in the search field. A text can have several: `quay.io/org/app` can be pulled, and searched for in that
/// registry.
struct SearchQuery {
    QString path; ///< a file or folder to open, also in forms such as `oci:DIR`; empty if none
    std::optional<Reference> reference; ///< of an image named in full: with a registry, a tag or a digest, or by an alias
    std::optional<Reference> plainName; ///< of an image that a text to search for may name, on Docker Hub
    std::optional<Digest> digest; ///< a digest without a name, of an image that may be in the store
    QString alias; ///< the alias from registries.conf that gave the reference; empty if none
    QString term; ///< to search for; empty if none
    QString registry; ///< the only registry to search, for all its repositories if there is no term; empty: the selected ones

    /// Takes commands and addresses of web pages as well, see referenceIn(). Checks on disk whether the text is a path. Without
    /// `registries`, there are no aliases.
    static SearchQuery parse(const QString &text, const Registries *registries);
    bool isEmpty() const { return path.isEmpty() && !reference && !digest && term.isEmpty() && registry.isEmpty(); }
    /// The image to be pulled, named in full or not.
    std::optional<Reference> image() const { return reference ? reference : plainName; }
    /// Whether to search the selected registries, whatever else the text may mean.
    bool isSearch() const { return !term.isEmpty() && registry.isEmpty(); }
    /// `localhost:5000/`: whether to list all repositories of a registry. The large public registries do not support this.
    bool isCatalog() const;
    bool operator==(const SearchQuery &) const = default;
};

/// The short form of a repository's name: `alpine` for `docker.io/library/alpine`.
QString familiarName(const QString &name);

} // namespace stratoscope::ui
