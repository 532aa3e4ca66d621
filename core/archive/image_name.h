// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"

#include <optional>

namespace stratoscope {

/// The name of an image on the command line and in the window, parsed: `docker-archive:PATH[:NAME[:TAG]]`, `oci:DIR[:TAG]`,
/// `oci-archive:PATH[:TAG]`, `dir:DIR`, `prebaked:DIR`, `rootfs:PATH`, `docker-daemon:[@ENGINE/]NAME`, `podman:[@ENGINE/]NAME`,
/// `containerd:[@ENGINE/]NAME`, `containers-storage:[\[DRIVER@DIR\]]NAME`, a path, `docker://REF`, or a reference. A path is `-`,
/// which is standard input, exists, begins with `/`, `./`, `../` or an existing directory, ends like an archive (see
/// isArchiveName()), or has characters that references do not have: mistyped, it must not be looked up in a registry.
struct ImageName {
    std::optional<SourceKind> kind; ///< of the path, if given
    QString path; ///< or the name of an engine's image; empty for a reference
    QString engine; ///< of which engine, or `DRIVER@DIR`; empty for the usual one
    QString selector; ///< which image in the archive; empty: its only one
    QString reference; ///< as given, including `docker://`, which excludes aliases; empty for a path

    bool isLocal() const { return !path.isEmpty(); }
    /// Whether it names a file or directory.
    bool isFile() const { return isLocal() && !(kind && isEngine(*kind)); }
    /// Invalid for an empty name or path.
    static Result<ImageName> parse(const QString &text);
};

/// Whether a text ends in `.tar`, `.tar.gz`, `.tgz` or the like. No reference is taken to do so; `docker://` overrides that.
bool isArchiveName(const QString &text);
/// The name of an archive without that ending; other names as they are.
QString withoutArchiveEnding(const QString &name);

/// The same name with an absolute path, if it has one, for a process with another working directory.
QString absoluteImageName(const QString &text);

} // namespace stratoscope
