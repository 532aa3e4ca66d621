// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <span>

/// Docker before 1.10 described an image by a JSON document for each of its steps, the topmost of which is the image's own. Such
/// documents are found in archives without a `manifest.json` and in manifests of schema 1.
namespace stratoscope {

/// The entry of an image configuration's history for a step.
QJsonObject v1History(const QJsonObject &step);

/// The image configuration that Docker makes of the topmost step: its own members without those that describe the layer, the
/// history (bottom first) and the diff-ids (bottom first).
QByteArray v1ImageConfig(QJsonObject top, const QJsonArray &history, std::span<const DiffId> diffIds);

} // namespace stratoscope
