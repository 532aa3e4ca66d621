// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/file_side.h"

#include <QList>
#include <QString>

namespace stratoscope::ui {

/// A difference in the attributes of two entries, in few words: "0755 → 4755", "+cap_net_bind_service".
struct AttributeChange {
    QString text;
    QString meaning; ///< "Mode", …
    QString explanation{}; ///< the values in full; may be empty
    bool isAdded = false; ///< something that the entry before does not have
    bool isRemoved = false; ///< something that the entry after does not have
    bool operator==(const AttributeChange &) const = default;
};

/// How the attributes of two entries that both exist differ; empty if one does not.
QList<AttributeChange> attributeChanges(const FileSide &before, const FileSide &after);

} // namespace stratoscope::ui
