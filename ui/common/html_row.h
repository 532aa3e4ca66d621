// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace stratoscope::ui {

struct HtmlCell {
    QString html;
    QString attributes{}; ///< of its element
};

/// A row of a table for a QTextDocument, which does not mirror tables by itself: from right to left the first cell is the last one.
/// What a cell says is read as it is written, wherever it stands.
QString htmlRow(const QList<HtmlCell> &cells, Qt::LayoutDirection direction);

/// ` align="right"`, for an element that begins where reading does; empty from left to right.
QString htmlAlignment(Qt::LayoutDirection direction);

} // namespace stratoscope::ui
