// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/image_files.h"

namespace stratoscope::test {

/// The tar-split of a tar (not compressed), which names the files as in the tar.
std::string tarSplitOf(std::string_view tar);

/// A containers-storage with these images, whose layers are unpacked as the driver does: for `overlay` each into a directory of its
/// own, for `vfs` with those below. Tars of regular files, directories and links; the first layer of the first image has the
/// ID `1a0-0`, the next one `1a0-1`.
void makeStorage(const QString &directory, const std::vector<TestImage> &images, const QString &driver = QStringLiteral("overlay"));

} // namespace stratoscope::test
