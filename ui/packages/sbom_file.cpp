// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/sbom_file.h"

#include "base/hash.h"
#include "export/staged_file.h"
#include "packages/sbom/cyclonedx_document.h"
#include "packages/sbom/spdx_document.h"

namespace stratoscope::ui {

Result<void> saveSbom(const Image &image, std::optional<int> upTo, const PackageList &packages, const MergedTree &tree,
                      SbomFormat format, const QString &path)
{
    const SbomSubject subject = SbomSubject::of(image, upTo);
    const std::string document
        = format == SbomFormat::Spdx ? spdxDocument(packages, tree, subject) : cycloneDxDocument(packages, tree, subject);
    STRATOSCOPE_TRY(const auto file, StagedFile::begin(path, true));
    STRATOSCOPE_CHECK(file->file().writeAt(0, asBytes(document)));
    return file->commit();
}

} // namespace stratoscope::ui
