// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/oci_layout.h"
#include "oci/docker_archive.h"

namespace stratoscope {

/// Archives made by `docker save` and `podman save` and the images of engines: what all that have repository tags have in common.
class DockerImages : public LocalArchive
{
public:
    std::vector<std::size_t> imagesNamed(const QString &name) const override;

protected:
    using LocalArchive::LocalArchive;

    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                               const std::stop_token &stop) const override;
    virtual Result<ResolvedImage> read(std::size_t image, ProgressMeter &progress, const std::stop_token &stop) const = 0;

private:
    Result<std::size_t> choose(const QString &name, const std::optional<Platform> &platform) const;
};

} // namespace stratoscope
