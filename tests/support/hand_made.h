// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "layer/layer_index.h"
#include "tree/merged_tree.h"

#include <string>
#include <vector>

/// Layers, trees and images made without a tar.
namespace stratoscope::test {

/// A layer of one entry a line: `etc/` a directory, `etc/passwd 120` a file and its size, `bin -> usr/bin` a symlink, `a => etc/b`
/// a hard link,
/// `-etc/shadow` a whiteout, `!etc` an opaque mark. Directories have mode 0755, files 0644, files that end in `.sh` 0755; all are
/// of 2024-05-01.
std::shared_ptr<const LayerIndex> makeLayer(const std::vector<std::string> &lines);

std::shared_ptr<const MergedTree> makeTree(const std::vector<std::vector<std::string>> &layers);

/// An image of these layers, whose files hold `contents` one after another, each from the next multiple of 512 bytes on. Nothing is
/// verified.
std::shared_ptr<Image> makeImage(const std::vector<std::vector<std::string>> &layers, const QByteArray &contents = {});

/// Layers of some `entries` entries in all: folders of many sizes, a few thousand files in one, names as they are found in the
/// wild.
std::shared_ptr<Image> makeLargeImage(std::uint32_t entries, int layers);

} // namespace stratoscope::test
