// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "oci/digest.h"

#include <QString>

#include <optional>

namespace stratoscope {

/// An image reference, as accepted by `docker pull`: the grammar of the reference package of the distribution project.
struct Reference {
    QString registry; ///< host[:port]; `docker.io` by default
    QString repository; ///< `library/alpine`
    QString tag; ///< empty if there is none
    std::optional<Digest> digest;

    /// Accepts a leading `docker://`. The tag is `latest` if there is neither a tag nor a digest. Errors: Invalid, with the reason.
    static Result<Reference> parse(QStringView text);

    /// The full form: `docker.io/library/alpine:3.22@sha256:…`. parse() returns the same value.
    QString canonical() const;
    /// The short form: `alpine:3.22`. parse() returns the same value.
    QString familiar() const;
    /// `docker.io/library/alpine`.
    QString name() const { return registry + u'/' + repository; }

    bool operator==(const Reference &) const = default;
};

/// Whether it is a valid tag: a letter, digit or `_`, followed by up to 127 of these, `.` and `-`.
bool isTag(QStringView text);

} // namespace stratoscope
