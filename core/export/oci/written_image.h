// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/oci/export_files.h"
#include "export/oci/image_plan.h"

namespace stratoscope {

/// The documents of an image whose layers have been written.
struct WrittenImage {
    std::vector<Descriptor> layers; ///< bottom first
    QByteArray config;
    Descriptor configDescriptor;
    QByteArray manifest; ///< the original one if it describes exactly this; otherwise a new one of OCI
    Descriptor manifestDescriptor;

    /// Writes the layers, and makes the documents, which remain to be written. Errors as ExportFiles.
    static Result<WrittenImage> write(const ImagePlan &plan, ExportFiles &into, const ExportFiles::NameOf &name);
    /// The same with names that are made of the number of the layer in the result, too.
    using NameOfLayer = std::function<QString(std::size_t number, const PlannedLayer &layer, const Digest &digest)>;
    static Result<WrittenImage> write(const ImagePlan &plan, ExportFiles &into, const NameOfLayer &name);
};

} // namespace stratoscope
