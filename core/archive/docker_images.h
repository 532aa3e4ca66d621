// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/oci_layout.h"
#include "oci/docker_archive.h"

namespace stratoscope {

/// What `docker save` and `podman save` write: images told apart by their repository tags.
class DockerImages : public LocalArchive
{
public:
    /// With `manifest.json`. An OCI layout in the same tar, as Docker 25 and later write it, gives digests where it has them.
    static Result<std::shared_ptr<const LocalArchive>> open(std::shared_ptr<const TarFiles> files);
    /// Of Docker before 1.10: `repositories` and a folder for each layer.
    static Result<std::shared_ptr<const LocalArchive>> openLegacy(std::shared_ptr<const TarFiles> files);

protected:
    explicit DockerImages(std::shared_ptr<const TarFiles> files);

    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                               const std::stop_token &stop) const override;
    virtual Result<ResolvedImage> read(std::size_t image, ProgressMeter &progress, const std::stop_token &stop) const = 0;

    const TarFiles &files() const { return *m_files; }

private:
    std::vector<std::size_t> imagesNamed(const QString &name) const;
    Result<std::size_t> choose(const QString &name, const std::optional<Platform> &platform) const;

    std::shared_ptr<const TarFiles> m_files;
};

} // namespace stratoscope
