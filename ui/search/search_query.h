// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/reference.h"

#include <optional>

namespace stratoscope {
class Registries;
}

namespace stratoscope::ui {

/// What somebody means by the text in the search field. Several may be meant at once: `quay.io/org/app` can be pulled, and looked
/// for in that registry.
struct SearchQuery {
    QString path; ///< a file or folder to open, also in the forms `oci:DIR`, …; empty: none
    std::optional<Reference> reference; ///< it names an image in full: with a registry, a tag or a digest, or by an alias
    QString alias; ///< the short name that this is by registries.conf; empty: by none
    QString term; ///< what to search for; empty: nothing
    QString registry; ///< the only one to search, for all that it has where there is no term; empty: the chosen ones

    /// Looks at the disk for what might be a path. Null: there are no aliases.
    static SearchQuery parse(const QString &text, const Registries *registries);
    bool isEmpty() const { return path.isEmpty() && !reference && term.isEmpty() && registry.isEmpty(); }
    /// Words to search for everywhere, whatever else they may mean.
    bool isSearch() const { return !term.isEmpty() && registry.isEmpty(); }
    /// `localhost:5000/`: all that a registry has. Those of the world at large tell only what is searched for.
    bool isCatalog() const;
    bool operator==(const SearchQuery &) const = default;
};

/// A repository as people write it: `alpine` for `docker.io/library/alpine`.
QString familiarName(const QString &name);

} // namespace stratoscope::ui
