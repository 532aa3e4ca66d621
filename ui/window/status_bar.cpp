// SPDX-License-Identifier: Apache-2.0
#include "ui/window/status_bar.h"

#include "ui/common/format.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_model.h"
#include "ui/window/image_tabs.h"
#include "ui/window/transfer_summary.h"

#include <QLabel>
#include <QProgressBar>
#include <QStyle>

namespace stratoscope::ui {

StatusBar::StatusBar(Transfers &transfers, const ImageTabs &tabs, QWidget *parent)
    : QStatusBar(parent)
    , m_tabs(tabs)
    , m_location(new QLabel(this))
    , m_transfers(new TransferSummary(transfers, this))
    , m_verification(new QLabel(this))
    , m_verificationBar(new QProgressBar(this))
{
    m_location->setTextFormat(Qt::PlainText);
    m_location->setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
    m_location->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_location->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_location->setAccessibleName(tr("Location"));
    m_verificationBar->setMaximumSize(140, 12);
    m_verificationBar->setTextVisible(false);
    m_verificationBar->setAccessibleName(tr("Verification"));
    setSizeGripEnabled(false);
    setContentsMargins(6, 0, 6, 0);
    addWidget(m_location, 1);
    // A status bar shows what is added to it, unless it was hidden explicitly.
    for (QWidget *const widget : {static_cast<QWidget *>(m_verification), static_cast<QWidget *>(m_verificationBar)})
        widget->hide();
    addPermanentWidget(m_transfers);
    addPermanentWidget(m_verification);
    addPermanentWidget(m_verificationBar);

    connect(&tabs, &ImageTabs::currentUpdated, this, &StatusBar::refresh);
    connect(m_transfers, &TransferSummary::shownOrHidden, this, &StatusBar::refresh);
    connect(m_transfers, &QToolButton::clicked, this, &StatusBar::transfersClicked);
    refresh();
}

void StatusBar::refresh()
{
    const ImageTab *const tab = m_tabs.currentTab();
    m_location->setText(tab && tab->view() ? tab->view()->statusText() : QString());
    showVerification(tab);
    setVisible(tab || !m_transfers->isHidden());
}

void StatusBar::showVerification(const ImageTab *tab)
{
    const ImageView *const view = tab ? tab->view() : nullptr;
    const auto progress = tab ? tab->verification() : std::nullopt;
    m_verification->setVisible(view);
    m_verificationBar->setVisible(progress.has_value());
    if (progress) {
        const int permille = progressPermille(*progress);
        m_verificationBar->setRange(0, permille < 0 ? 0 : 1000);
        m_verificationBar->setValue(permille);
        m_verification->setText(progress->eta > 0 ? tr("Verifying, %1 left").arg(durationText(progress->eta)) : tr("Verifying"));
    } else if (view) {
        m_verification->setText(verificationText(view->image()->verification()));
    }
}

} // namespace stratoscope::ui
