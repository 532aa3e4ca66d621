// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace stratoscope {

/// The format of a picture by the first bytes of its file: png, jpeg, gif, webp, bmp or ico, as Qt calls them; empty for other
/// files. SVG is not one of them: it is a text, too.
QByteArray pictureFormat(QByteArrayView head);

} // namespace stratoscope
