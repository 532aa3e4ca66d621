// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "image/layers.h"

/// How an Image is put together, step by step, before anybody else sees it.
namespace stratoscope {

/// Tells each layer which step of the config's history made it.
void takeHistory(Image &image);
/// A layer as the store has it: verified.
void fillFromStore(ImageLayer &layer, LoadedLayer ready);
/// Merges the layers' indexes into the tree.
Result<void> mergeLayers(Image &image);

} // namespace stratoscope
