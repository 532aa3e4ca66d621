// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer_source.h"

namespace stratoscope {

/// The layers of a prebaked directory. Reads its config.json.
Result<std::unique_ptr<LocalSource>> openPrebakedSource(const QString &directory);

} // namespace stratoscope
