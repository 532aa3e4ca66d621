// SPDX-License-Identifier: Apache-2.0
#include "ui/window/status_bar.h"

#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/layer_model.h"
#include "ui/window/image_tabs.h"
#include "ui/window/transfer_summary.h"

#include <QLabel>
#include <QStyle>

namespace stratoscope::ui {

StatusBar::StatusBar(Transfers &transfers, const ImageTabs &tabs, QWidget *parent)
    : QStatusBar(parent)
    , m_tabs(tabs)
    , m_location(new QLabel(this))
    , m_transfers(new TransferSummary(transfers, this))
    , m_verification(new QLabel(this))
{
    m_location->setTextFormat(Qt::PlainText);
    m_location->setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
    m_location->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_location->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_location->setAccessibleName(tr("Location"));
    setSizeGripEnabled(false);
    setContentsMargins(6, 0, 6, 0);
    addWidget(m_location, 1);
    m_verification->hide(); // or adding it would show it
    addPermanentWidget(m_transfers);
    addPermanentWidget(m_verification);

    connect(&tabs, &ImageTabs::currentUpdated, this, &StatusBar::refresh);
    // Not refresh(): a tab that is destroyed ends its transfers.
    connect(m_transfers, &TransferSummary::shownOrHidden, this, [this] { setVisible(m_hasTab || !m_transfers->isHidden()); });
    connect(m_transfers, &QToolButton::clicked, this, &StatusBar::transfersClicked);
    refresh();
}

void StatusBar::refresh()
{
    const ImageTab *const tab = m_tabs.currentTab();
    const ImageView *const view = tab ? tab->view() : nullptr;
    m_location->setText(view ? view->statusText() : QString());
    m_verification->setText(view ? verificationText(*view->image()) : QString());
    m_verification->setVisible(view);
    m_hasTab = tab;
    setVisible(m_hasTab || !m_transfers->isHidden());
}

} // namespace stratoscope::ui
