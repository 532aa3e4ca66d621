// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/details_view.h"

#include "ui/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QScrollBar>
#include <QTextOption>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Values come from the image: one of megabytes would take seconds to lay out.
constexpr qsizetype kLongestValue = 4000;
constexpr qsizetype kMostDetails = 200;

QString htmlOf(const Detail &detail)
{
    QString value = detail.value;
    if (value.size() > kLongestValue)
        value = value.left(kLongestValue) + u'…';
    value = value.toHtmlEscaped();
    value.replace(u'\n', u"<br>"_s);
    if (detail.fixedWidth) {
        const QString family = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
        value = u"<span style=\"font-family:'%1'\">%2</span>"_s.arg(family, value);
    }
    if (detail.leadsTo)
        value = u"<a href=\"node:%1\">%2</a>"_s.arg(*detail.leadsTo).arg(value);
    return value;
}

} // namespace

DetailsView::DetailsView(QWidget *parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    viewport()->setAcceptDrops(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Properties"));
    document()->setDocumentMargin(6);
    setPlaceholderText(tr("Select something to see its properties"));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { Q_EMIT followed(url.path().toUInt()); });
}

void DetailsView::show(const Details &details)
{
    if (m_details == details)
        return;
    m_details = details;
    render();
    verticalScrollBar()->setValue(0);
}

void DetailsView::render()
{
    const QString muted = tintColor(Tint::Muted, palette()).name();
    QString html = u"<table cellspacing=\"0\" cellpadding=\"3\" width=\"100%\">"_s;
    for (const Detail &detail : m_details.mid(0, kMostDetails)) {
        html += u"<tr><td width=\"26%\" style=\"color:%1\">%2</td><td>%3</td></tr>"_s.arg(
            muted, detail.label.left(200).toHtmlEscaped(), htmlOf(detail));
    }
    setHtml(html + u"</table>"_s);
}

void DetailsView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace stratoscope::ui
