// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

namespace stratoscope {

/// The names of an image as the annotations of its entries in an index, one for each: the tag as OCI's reference name, and the full
/// reference, if it is known, as containerd's and Docker's image name. At least one, which is empty if there are no names.
std::vector<Annotations> nameAnnotations(const QStringList &names);

/// The names that `docker load` gives an image, in full, since Podman takes short ones for its own:
/// `docker.io/library/alpine:3.22`. Names that are only a tag, or have none, are left out.
QStringList repoTags(const QStringList &names);

} // namespace stratoscope
