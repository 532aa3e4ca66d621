// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "session/session.h"

namespace stratoscope::ui {

/// Whether it names an image of the store or of a registry, rather than a file or folder.
bool isReference(const QString &name);

/// What an image is called before it is open: the name of its file, or its reference in short.
QString titleOf(const QString &name);

/// Opens an image: a file or folder, or one of the store, which is NotFound if it is not there. A single image is opened whatever
/// its platform.
std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> openWithoutPulling(Session &session, const QString &name,
                                                                         OpenOptions options);

} // namespace stratoscope::ui
