// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <optional>
#include <stop_token>

namespace stratoscope {

enum class Copied {
    Reflink, ///< shares the blocks on the disk until one of the two is written to
    HardLink, ///< is the same file: its mode, too
    Copy,
};

/// Creates the file `destination` with the content of `source`, which is not written to any more: as a reflink if the file system
/// supports it, else as a hard link, else as a copy that keeps holes. Exists, NoSpace, …, naming the file. Throws Cancelled.
Result<Copied> linkOrCopy(const QString &source, const QString &destination, std::stop_token stop = {});

/// The same without a copy: nothing if neither kind of link is possible.
Result<std::optional<Copied>> tryToLink(const QString &source, const QString &destination);

} // namespace stratoscope
