// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "tree/image_fs.h"

#include <memory>
#include <mutex>
#include <stop_token>

namespace stratoscope::ui {

/// The packages of file systems. What was read lately is kept. Thread-safe.
class PackageLists
{
public:
    /// Blocks, as readPackages(). Throws Cancelled.
    std::shared_ptr<const PackageList> of(const ImageFs &fs, const std::stop_token &stop);

private:
    struct Read {
        std::shared_ptr<const MergedTree> tree;
        std::shared_ptr<const PackageList> list;
    };
    std::mutex m_mutex;
    std::vector<Read> m_recent; ///< the latest first
};

} // namespace stratoscope::ui
