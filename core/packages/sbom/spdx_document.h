// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "packages/sbom/sbom_subject.h"

namespace stratoscope {

/// The packages of an image as an SPDX 2.3 document in JSON (https://spdx.github.io/spdx-spec/v2.3/), indented, with a newline at
/// the end. A licence that is not an expression of SPDX is quoted (`LicenseRef-…`). `tree`: that the packages were read from.
std::string spdxDocument(const PackageList &list, const MergedTree &tree, const SbomSubject &subject);

} // namespace stratoscope
