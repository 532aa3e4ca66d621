// SPDX-License-Identifier: Apache-2.0
#include "ui/common/html_row.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

QString htmlText(const QString &text, qsizetype maxLength, const QString &fixedFont)
{
    QString html = (text.size() > maxLength ? text.left(maxLength) + u'…' : text).toHtmlEscaped();
    html.replace(u'\n', u"<br>"_s);
    return fixedFont.isEmpty() ? html : u"<span style=\"font-family:'%1'\">%2</span>"_s.arg(fixedFont, html);
}

QString htmlAlignment(Qt::LayoutDirection direction)
{
    return direction == Qt::RightToLeft ? u" align=\"right\""_s : QString();
}

QString htmlRow(const QList<HtmlCell> &cells, Qt::LayoutDirection direction)
{
    QString row;
    for (const HtmlCell &cell : cells) {
        const QString html = u"<td%1%2>%3</td>"_s.arg(cell.attributes, htmlAlignment(direction), cell.html);
        row = direction == Qt::RightToLeft ? html + row : row + html;
    }
    return u"<tr>"_s + row + u"</tr>"_s;
}

} // namespace stratoscope::ui
