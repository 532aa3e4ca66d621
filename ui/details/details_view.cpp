// SPDX-License-Identifier: Apache-2.0
#include "ui/details/details_view.h"

#include "ui/common/format.h"
#include "ui/common/html_row.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTextOption>
#include <QTextTable>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Values come from the image: laying out megabytes would take seconds.
constexpr qsizetype kMaxValueLength = 4000;
constexpr qsizetype kMaxDetails = 200;
constexpr int kCellPadding = 3;
constexpr int kMaxLabelWidth = 19; ///< in average characters

QString htmlOf(const Detail &detail)
{
    const QString font = detail.fixedWidth ? QFontDatabase::systemFont(QFontDatabase::FixedFont).family() : QString();
    const QString value = htmlText(detail.value, kMaxValueLength, font);
    return detail.leadsTo ? u"<a href=\"node:%1\">%2</a>"_s.arg(*detail.leadsTo).arg(value) : value;
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
    setPlaceholderText(tr("Select an item to see its properties"));
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
    // As wide as the labels are in the current language.
    int width = 0;
    for (const Detail &detail : m_details.mid(0, kMaxDetails))
        width = std::max(width, fontMetrics().horizontalAdvance(detail.label.left(200)) + 2 * kCellPadding + 2);
    m_labelWidth = maxLabelWidth();
    width = std::min(width, m_labelWidth);
    QString html = u"<table cellspacing=\"0\" cellpadding=\"%1\" width=\"100%\">"_s.arg(kCellPadding);
    m_rows.clear();
    for (qsizetype i = 0; i < std::min(kMaxDetails, m_details.size());) {
        m_rows += i;
        const Detail &detail = m_details.at(i);
        QString value = htmlOf(detail);
        for (++i; m_isCompact && i < m_details.size() && m_details.at(i).label.isEmpty(); ++i)
            value = listText({value, htmlOf(m_details.at(i))});
        const QString labelAttributes = u" width=\"%1\" style=\"color:%2\""_s.arg(QString::number(width), muted);
        html += htmlRow({{detail.label.left(200).toHtmlEscaped(), labelAttributes}, {value}}, layoutDirection());
    }
    setHtml(html + u"</table>"_s);
}

/// Depends on the width with the scroll bar, which comes and goes while a text is being set.
int DetailsView::maxLabelWidth() const
{
    return std::min(kMaxLabelWidth * fontMetrics().averageCharWidth(), width() / 2);
}

void DetailsView::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    if (maxLabelWidth() == m_labelWidth)
        return;
    const int position = verticalScrollBar()->value();
    render();
    verticalScrollBar()->setValue(position);
}

void DetailsView::setCompact(bool on)
{
    m_isCompact = on;
    render();
}

QString DetailsView::plainText() const
{
    QStringList lines;
    for (const Detail &detail : m_details)
        lines += detail.label.isEmpty() ? u"    "_s + detail.value : detail.label + u": "_s + detail.value;
    return lines.join(u'\n');
}

Details DetailsView::rowAt(const QPoint &point) const
{
    const QTextCursor cursor = cursorForPosition(point);
    const QTextTable *const table = cursor.currentTable();
    const int row = table ? table->cellAt(cursor).row() : -1;
    if (row < 0 || row >= m_rows.size())
        return {};
    const qsizetype end = row + 1 < m_rows.size() ? m_rows.at(row + 1) : m_details.size();
    return m_details.mid(m_rows.at(row), end - m_rows.at(row));
}

void DetailsView::contextMenuEvent(QContextMenuEvent *event)
{
    const QPoint point = event->reason() == QContextMenuEvent::Mouse ? event->pos() : cursorRect().center();
    const Details row = rowAt(point);
    const auto copy = [](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };
    QMenu menu;
    if (textCursor().hasSelection())
        menu.addAction(icon(u"copy"_s), tr("&Copy"), this, &QTextEdit::copy);
    if (row.size() == 1 && row.first().leadsTo)
        menu.addAction(icon(u"link-arrow"_s), tr("&Go to Entry"), this,
                       [this, node = *row.first().leadsTo] { Q_EMIT followed(node); });
    if (!row.isEmpty()) {
        QStringList values;
        for (const Detail &detail : row)
            values += detail.value;
        menu.addAction(tr("Copy &Value"), this, copy(values.join(u'\n')));
    }
    menu.addAction(tr("Copy &All"), this, copy(plainText()))->setEnabled(!m_details.isEmpty());
    menu.exec(viewport()->mapToGlobal(point));
}

void DetailsView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && !textCursor().hasSelection())
        return QGuiApplication::clipboard()->setText(plainText());
    QTextBrowser::keyPressEvent(event);
}

void DetailsView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace stratoscope::ui
