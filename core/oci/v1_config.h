// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <span>

/// Before 1.10, Docker described an image with a JSON document for each of its steps, the topmost being that of the image. Such
/// documents are in archives without a `manifest.json` and in manifests of schema 1.
namespace stratoscope {

/// The entry for a step in the history of an image config.
QJsonObject v1History(const QJsonObject &step);

/// The image config that Docker creates from the topmost step: its members except for those about the layer, with `history` and
/// `diffIds`, lowest layer first.
QByteArray v1ImageConfig(QJsonObject top, const QJsonArray &history, std::span<const DiffId> diffIds);

} // namespace stratoscope
