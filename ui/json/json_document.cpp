// SPDX-License-Identifier: Apache-2.0
#include "ui/json/json_document.h"

namespace stratoscope::ui {

JsonDocument readJsonDocument(const QByteArray &bytes)
{
    JsonDocument document{bytes, JsonTree::parse(bytes, {}).value_or(nullptr), {}};
    document.text = decodeText(document.tree ? document.tree->json().toUtf8() : bytes, TextEncoding::Utf8);
    return document;
}

} // namespace stratoscope::ui
