// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"
#include "ui/common/latest_task.h"
#include "ui/preferences/settings_page.h"

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class MessageBar;
class Transfers;

/// Where the image store is, how large it is, and how large it may become.
class StorePage : public SettingsPage
{
    Q_OBJECT

public:
    StorePage(Session &session, const Transfers &transfers, QWidget *parent = nullptr);

    QWidget *wrongField() const override;
    void apply() override;
    bool isBusy() const { return m_measuring.isRunning() || m_cleaning.isRunning(); }

private:
    QWidget *buildSize();
    void browse();
    void check();
    /// What is wrong with the folder; empty where it can be used.
    QString problem() const;
    QString directory() const;
    quint64 limit() const;
    void measure();
    void cleanUp();

    Session &m_session;
    const Transfers &m_transfers;
    LatestTask m_measuring;
    LatestTask m_cleaning;
    QLineEdit *m_directory;
    QLabel *m_note;
    QLabel *m_problem;
    MessageBar *m_later;
    QLabel *m_size;
    QCheckBox *m_isLimited;
    QDoubleSpinBox *m_limit;
    QPushButton *m_cleanUp;
    MessageBar *m_result;
};

} // namespace stratoscope::ui
