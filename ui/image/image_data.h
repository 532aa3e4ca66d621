// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/image/image_choices.h"

class QMimeData;

namespace stratoscope::ui {

/// Names an image in what is dragged, for the windows of this program.
void addImage(QMimeData &data, const QString &name, const std::optional<Platform> &platform);
/// The image that is dragged: one that addImage() has named, or a single file or folder; nothing for anything else.
std::optional<ImageChoice> imageIn(const QMimeData &data);
/// Whether it is an image that this program shows or lists, not a file from elsewhere.
bool isOwnImage(const QMimeData &data);

} // namespace stratoscope::ui
