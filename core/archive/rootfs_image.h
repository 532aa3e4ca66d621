// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"

namespace stratoscope {

/// A root file system as an image of one layer, without a name, a platform or a manifest: the tar of `docker export` or of a single
/// layer, or a directory. Its config is made up of nothing but the layer's diff ID, which resolve() computes.
class RootfsImage final : public LocalArchive
{
public:
    /// `tar` is not compressed. `warnings`: see ImageDocuments.
    RootfsImage(QString path, FileRegion tar, QStringList warnings = {});

protected:
    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                               const std::stop_token &stop) const override;

private:
    FileRegion m_tar;
    QStringList m_warnings;
};

} // namespace stratoscope
