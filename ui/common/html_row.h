// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace stratoscope::ui {

struct HtmlCell {
    QString html;
    QString attributes{}; ///< of the <td> element
};

/// A text from an image as HTML, in a monospaced font where it asks for it. Longer ones are cut off.
QString htmlText(const QString &text, qsizetype maxLength, const QString &fixedFont = {});

/// A table row for QTextDocument, which does not mirror tables by itself: right to left, the cells are in reverse order.
QString htmlRow(const QList<HtmlCell> &cells, Qt::LayoutDirection direction);

/// ` align="right"` right to left, else empty: aligns an element with the leading edge.
QString htmlAlignment(Qt::LayoutDirection direction);

} // namespace stratoscope::ui
