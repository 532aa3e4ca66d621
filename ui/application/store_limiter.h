// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"

#include <QObject>

namespace stratoscope::ui {

class Transfers;

/// Keeps the image store within the size limit from the settings: checks it a while after the start, after each pull, and when the
/// limit changes. For the GUI thread.
class StoreLimiter : public QObject
{
    Q_OBJECT

public:
    StoreLimiter(Session &session, Transfers &transfers);

Q_SIGNALS:
    /// Images were removed; a sentence for the user.
    void imagesRemoved(const QString &text);

private:
    void check();

    Session &m_session;
    Transfers &m_transfers;
    LatestTask m_cleaning;
};

} // namespace stratoscope::ui
