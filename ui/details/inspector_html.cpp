// SPDX-License-Identifier: Apache-2.0
#include "ui/details/inspector_html.h"

#include "ui/common/format.h"
#include "ui/common/html_row.h"
#include "ui/style/theme.h"

#include <QCoreApplication>
#include <QFontDatabase>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr qsizetype kMaxCellLength = 2000;
constexpr qsizetype kMaxRows = 500;

struct InspectorHtmlTr {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

/// The colours and the font of one rendering.
class Writer
{
public:
    Writer(const QPalette &palette, Qt::LayoutDirection direction)
        : m_direction(direction)
        , m_muted(tintColor(Tint::Muted, palette).name())
        , m_line(blend(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.12).name())
        , m_fixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont).family().toHtmlEscaped())
    {
    }

    QString section(const InspectorSection &section) const
    {
        QString html = u"<h3%1>%2</h3><table width=\"100%\" cellspacing=\"0\" cellpadding=\"3\">"_s.arg(
            htmlAlignment(m_direction), section.title.toHtmlEscaped());
        QList<HtmlCell> cells;
        for (qsizetype i = 0; i < section.columns.size(); ++i) {
            const QString attributes = u" width=\"%1%\" style=\"color:%2; border-bottom:1px solid %3\""_s.arg(
                QString::number(section.widths.value(i)), m_muted, m_line);
            cells.append({section.columns.at(i).toHtmlEscaped(), attributes});
        }
        if (!cells.isEmpty())
            html += htmlRow(cells, m_direction);
        for (const auto &row : section.rows.first(std::min(kMaxRows, section.rows.size()))) {
            cells.clear();
            for (qsizetype i = 0; i < row.size(); ++i)
                cells.append(cell(row.at(i), section.widths.value(i), section.columns.isEmpty() && i == 0));
            html += htmlRow(cells, m_direction);
        }
        html += u"</table>"_s;
        if (section.rows.size() > kMaxRows) {
            const QString more
                = InspectorHtmlTr::tr("%1 more rows are not shown.").arg(countText(std::uint64_t(section.rows.size() - kMaxRows)));
            html += u"<p%1 style=\"color:%2\">%3</p>"_s.arg(htmlAlignment(m_direction), m_muted, more);
        }
        return html;
    }

private:
    HtmlCell cell(const InspectorSection::Cell &cell, int width, bool isLabel) const
    {
        const QString text = htmlText(cell.text, kMaxCellLength, cell.fixedWidth ? m_fixedFont : QString());
        const QString style = isLabel || cell.isMuted ? u" style=\"color:%1\""_s.arg(m_muted) : QString();
        return {text, u" width=\"%1%\"%2"_s.arg(QString::number(width), style)};
    }

    const Qt::LayoutDirection m_direction;
    const QString m_muted;
    const QString m_line;
    const QString m_fixedFont;
};

} // namespace

QString inspectorHtml(const QList<InspectorSection> &sections, const QPalette &palette, Qt::LayoutDirection direction)
{
    const Writer writer(palette, direction);
    QString html;
    for (const InspectorSection &section : sections)
        html += writer.section(section);
    return html;
}

} // namespace stratoscope::ui
