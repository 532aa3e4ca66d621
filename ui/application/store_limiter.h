// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"

#include <QObject>

namespace stratoscope::ui {

class Transfers;

/// Keeps the image store within the size limits from the settings: checks them a while after the start, after each pull, and when
/// a limit changes. For the GUI thread.
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
    LatestTask m_limitingCache;
};

} // namespace stratoscope::ui
