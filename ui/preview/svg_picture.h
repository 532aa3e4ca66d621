// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>

namespace stratoscope::ui {

/// Whether a text begins like an SVG document.
bool looksLikeSvg(QByteArrayView head);

/// Draws an SVG document with Qt's renderer. Scripts, and everything that refers to anything outside of the document, are taken out
/// before. Null if it is not valid, or more than a picture needs. `size`: the size that the document gives. Pure; for any thread.
QImage drawSvg(const QByteArray &document, QSize &size);

/// The document as it is drawn; empty if it is not drawn.
QByteArray harmlessSvg(const QByteArray &document);

} // namespace stratoscope::ui
