// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"

namespace stratoscope {

/// The package URL of a package (https://github.com/package-url/purl-spec), ASCII only:
/// `pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12`. A jar without a group is `pkg:generic/…`.
std::string packageUrl(const Package &package, const Distribution &distribution);

} // namespace stratoscope
