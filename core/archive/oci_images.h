// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/oci_layout.h"

namespace stratoscope {

/// The images of an OCI image layout, a directory or a tar.
class OciImages : public LocalArchive
{
public:
    static Result<std::shared_ptr<const LocalArchive>> open(ArchiveKind kind, std::shared_ptr<const ArchiveFiles> files);

protected:
    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                               const std::stop_token &stop) const override;

private:
    OciImages(ArchiveKind kind, OciLayout layout);
    void listImages();
    std::vector<Descriptor> entriesNamed(const QString &name) const;
    Result<Descriptor> choose(const QString &name, const std::optional<Platform> &platform) const;
    std::optional<Descriptor> manifestByDigest(const QString &digest) const;

    OciLayout m_layout;
};

} // namespace stratoscope
