// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"

#include <optional>

namespace stratoscope {

/// How an image is named on the command line and in the window, taken apart. Forms: `docker-archive:PATH[:NAME[:TAG]]`,
/// `oci:DIR[:TAG]`, `oci-archive:PATH[:TAG]`, `prebaked:DIR`, a path (it begins with `/`, `./` or `../`, or a file of that name
/// exists), `docker://REF`, a reference.
struct ImageName {
    std::optional<ArchiveKind> kind; ///< what a path is said to be
    QString path; ///< empty for a reference
    QString selector; ///< which image of an archive; empty: its only one
    QString reference; ///< as given: with `docker://`, which no alias stands for, where that is there; empty for a path

    bool isLocal() const { return !path.isEmpty(); }
    /// Invalid for an empty name or path.
    static Result<ImageName> parse(const QString &text);
};

/// The same name for a process in another folder: its path, if it has one, is absolute.
QString absoluteImageName(const QString &text);

} // namespace stratoscope
