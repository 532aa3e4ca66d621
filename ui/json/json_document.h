// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"
#include "content/text_encoding.h"

namespace stratoscope::ui {

/// A JSON document with what its views show.
struct JsonDocument {
    QByteArray bytes; ///< as received
    std::shared_ptr<const JsonTree> tree; ///< null if the document is not valid JSON
    DecodedText text; ///< indented if the document is valid JSON
};

/// Slow for large documents.
JsonDocument readJsonDocument(const QByteArray &bytes);

} // namespace stratoscope::ui
