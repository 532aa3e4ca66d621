// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

#include <string_view>

/// What goes into a store, made from a few bytes.
namespace stratoscope::test {

/// A layer of one file whose name and content come from `seed`, as an uncompressed tar; larger by `padding` bytes.
std::string seededTar(int seed, std::size_t padding = 0);

/// Puts the layer of a tar into the store, as opening an image does.
Result<StoredLayer> putLayer(const Store &store, std::string_view tar);

/// Puts in an image of these layers, with a manifest, a config and the layers' blobs.
Result<StoredImage> putImage(const Store &store, const QString &reference, const std::vector<std::string> &tars,
                             const QString &platform = QStringLiteral("linux/amd64"));

/// Reads every layer and blob through, whether an image has it or not. An error where something is not as it should be, or an image
/// lacks something.
Result<void> checkStore(const Store &store);
/// What is not finished, by name: of `tmp` and of `downloads`.
QStringList unfinishedFiles(const Store &store);

/// All files below a store but for its lock, by name; without those of `tmp`.
QStringList storeFiles(const Store &store);

} // namespace stratoscope::test
