// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/ingest_layer.h"
#include "store/prebaked_writer.h"

#include <QJsonObject>
#include <QStringList>

#include <string_view>

/// Prebaked layers: written by the program's own way, and read by a reader that has nothing of this program in it.
namespace stratoscope::test {

/// Writes the three files of a layer. What the writer says, with the index that its offsets stand in.
struct WrittenLayer {
    LayerFacts facts;
    PrebakedLayerWriter::Summary summary;
};
Result<WrittenLayer> writePrebaked(std::string_view tar, const QString &directory, const QString &hex);

/// What read_prebaked.py makes of a layer, or of a whole directory where `hex` is empty; an object for each line that it prints.
Result<std::vector<QJsonObject>> readByOther(const QString &directory, const QString &hex = {});

} // namespace stratoscope::test
