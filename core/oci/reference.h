// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "oci/digest.h"

#include <QString>

#include <optional>

namespace stratoscope {

/// The name of an image in a registry, as `docker pull` takes it: the grammar of the distribution project's reference package.
struct Reference {
    QString registry; ///< host[:port]; `docker.io` where none is given
    QString repository; ///< `library/alpine`
    QString tag; ///< empty: none
    std::optional<Digest> digest;

    /// A leading `docker://` is dropped. `latest` stands only where neither tag nor digest is given.
    /// Invalid, with the part that is wrong and why.
    static Result<Reference> parse(QStringView text);

    /// In full: `docker.io/library/alpine:3.22@sha256:…`; parse() gives the same value again.
    QString canonical() const;
    /// As people write it: `alpine:3.22`; parse() gives the same value again.
    QString familiar() const;
    /// `docker.io/library/alpine`.
    QString name() const;

    bool operator==(const Reference &) const = default;
};

/// A tag by that grammar: a letter, digit or `_`, then up to 127 of those, `.` and `-`.
bool isTag(QStringView text);

} // namespace stratoscope
