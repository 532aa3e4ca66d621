// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/comparison_bar.h"

#include "ui/common/error_page.h"
#include "ui/common/page_layout.h"
#include "ui/style/icons.h"

#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ComparisonBar::ComparisonBar(QWidget *parent)
    : QWidget(parent)
    , m_caption(makeMutedLabel(this, tr("Comparing")))
    , m_retry(makeIconButton(icon(u"retry"_s), tr("Try again"), this))
    , m_swap(makeIconButton(icon(u"swap"_s), tr("Swap the sides"), this))
    , m_end(makeIconButton(icon(u"close"_s), tr("End the comparison"), this))
    , m_headline(makeText(this))
    , m_detail(makeNote(this))
{
    m_retry->setObjectName(u"retryComparison"_s);
    m_swap->setObjectName(u"swapSides"_s);
    m_end->setObjectName(u"endComparison"_s);
    m_headline->setObjectName(u"comparisonProblem"_s);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *const bar = makeRow(nullptr, {{m_caption, 1}, m_retry, m_swap, m_end}, {.between = 2});
    makeColumn(this, {bar, m_headline, m_detail}, {.around = {8, 0, 6, 4}, .between = 2});
    connect(m_retry, &QToolButton::clicked, this, &ComparisonBar::retryRequested);
    connect(m_swap, &QToolButton::clicked, this, &ComparisonBar::swapRequested);
    connect(m_end, &QToolButton::clicked, this, &ComparisonBar::endRequested);
    showReady();
}

void ComparisonBar::showReady()
{
    showText({}, {}, false);
    m_swap->show();
}

void ComparisonBar::showOpening(const QString &title, const QString &status)
{
    showText(tr("Opening %1").arg(title), status, false);
    m_swap->hide();
}

void ComparisonBar::showProblem(const QString &title, const Error &error)
{
    showText(tr("%1: %2").arg(title, errorHeadline(error.kind)), error.message(), true);
    m_swap->hide();
}

void ComparisonBar::showText(const QString &headline, const QString &detail, bool isProblem)
{
    QPalette colours = palette();
    if (isProblem)
        colours.setColor(QPalette::WindowText, tintColor(Tint::Bad, colours));
    m_headline->setPalette(colours);
    m_headline->setText(headline);
    m_headline->setVisible(!headline.isEmpty());
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_retry->setVisible(isProblem);
}

} // namespace stratoscope::ui
