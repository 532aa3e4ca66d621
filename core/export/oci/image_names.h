// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

namespace stratoscope {

/// The annotations that give an image its names in an index, one set for each name: the tag as the OCI reference name and, if
/// known, the full reference as the image name that containerd and Docker use. An image without a name gets a single, empty set.
std::vector<Annotations> nameAnnotations(const QStringList &names);

/// The names that `docker load` gives an image, in full, since Podman takes short ones for its own:
/// `docker.io/library/alpine:3.22`. Names that are only a tag, or have none, are left out.
QStringList repoTags(const QStringList &names);

} // namespace stratoscope
