// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "packages/sbom/sbom_subject.h"

namespace stratoscope {

/// The packages of an image as a CycloneDX 1.5 document in JSON (ECMA-424, https://cyclonedx.org/docs/1.5/json/), indented, with a
/// newline at the end. `tree`: that the packages were read from.
std::string cycloneDxDocument(const PackageList &list, const MergedTree &tree, const SbomSubject &subject);

} // namespace stratoscope
