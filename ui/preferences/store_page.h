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

namespace stratoscope::ui {

class MessageBar;
class Transfers;

/// Folder, size and size limit of the image store.
class StorePage : public SettingsPage
{
    Q_OBJECT

public:
    StorePage(Session &session, Transfers &transfers, QWidget *parent = nullptr);

    QWidget *invalidField() const override;
    void apply() override;

private:
    QWidget *buildSize();
    void browse();
    void check();
    /// Why the folder cannot be used; empty if it can.
    QString problem() const;
    QString directory() const;
    quint64 limit() const;
    void measure();
    void cleanUp();

    Session &m_session;
    Transfers &m_transfers;
    LatestTask m_measuring{this};
    QLineEdit *m_directory;
    QLabel *m_note;
    QLabel *m_problem;
    MessageBar *m_restartNote;
    QLabel *m_size;
    QCheckBox *m_isLimited;
    QDoubleSpinBox *m_limit;
    QDoubleSpinBox *m_cacheLimit;
    QPushButton *m_cleanUp;
    MessageBar *m_result;
};

} // namespace stratoscope::ui
