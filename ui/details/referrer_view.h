// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/referrers.h"
#include "oci/platform.h"
#include "oci/reference.h"
#include "ui/common/latest_task.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;
class QTreeWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// What a registry has about an image, in a line that unfolds to a list: signatures, SBOMs, attestations.
class ReferrerView : public QWidget
{
    Q_OBJECT

public:
    explicit ReferrerView(Session &session, QWidget *parent = nullptr);

    /// Finds those of an image, of a platform's manifest where one is given. What was asked for before is not waited for.
    void ask(const Reference &reference, const std::optional<Platform> &platform);
    void clear();

    QToolButton *summary() const { return m_summary; }
    QTreeWidget *list() const { return m_list; }
    bool isSettled() const { return !m_finding.isRunning() && !m_delay.isActive(); }

private:
    void find();
    void showFound(const Result<ReferrerList> &found);
    void say(const QString &note, const QString &details = {});
    void unfold(bool on);
    void copyDigests() const;

    Session &m_session;
    Reference m_reference;
    std::optional<Platform> m_platform;
    LatestTask m_finding;
    QTimer m_delay;
    bool m_isUnfolded = false;

    QToolButton *m_summary;
    QLabel *m_note;
    QToolButton *m_again;
    QTreeWidget *m_list;
};

} // namespace stratoscope::ui
