// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prebaked/ingest_layer.h"
#include "prebaked/prebaked_layer_writer.h"

#include <QJsonObject>
#include <QStringList>

#include <string_view>

/// Prebaked layers: written by the program, and read by an independent reader.
namespace stratoscope::test {

/// Writes the three files of a layer. Returns the summary of the writer, and the index with its offsets.
struct WrittenLayer {
    LayerFacts facts;
    PrebakedLayerWriter::Summary summary;
};
Result<WrittenLayer> writePrebaked(std::string_view tar, const QString &directory, const QString &hex);

/// The output of read_prebaked.py for a layer, or for the directory if `hex` is empty: an object for each line.
Result<std::vector<QJsonObject>> readByOther(const QString &directory, const QString &hex = {});

} // namespace stratoscope::test
