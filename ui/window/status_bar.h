// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStatusBar>

class QLabel;

namespace stratoscope::ui {

class ImageTabs;
class TransferSummary;
class Transfers;

/// The window's status bar: the current entry's path, what is running, and whether the image is verified. Hidden when it would be
/// empty.
class StatusBar : public QStatusBar
{
    Q_OBJECT

public:
    StatusBar(Transfers &transfers, const ImageTabs &tabs, QWidget *parent);

Q_SIGNALS:
    /// The summary of what is running was clicked.
    void transfersClicked();

private:
    void refresh();

    const ImageTabs &m_tabs;
    bool m_hasTab = false;
    QLabel *m_location;
    TransferSummary *m_transfers;
    QLabel *m_verification;
};

} // namespace stratoscope::ui
