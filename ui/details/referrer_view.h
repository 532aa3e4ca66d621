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

namespace stratoscope::ui {

/// Lists the artifacts in a registry that refer to an image: signatures, SBOMs and attestations. A summary line expands to the
/// list.
class ReferrerView : public QWidget
{
    Q_OBJECT

public:
    explicit ReferrerView(Session &session, QWidget *parent = nullptr);

    /// Lists the artifacts of an image, or of its manifest for a platform. Abandons the previous request.
    void ask(const Reference &reference, const std::optional<Platform> &platform);
    void clear();

private:
    void find();
    void showFound(const Result<ReferrerList> &found);
    void showNote(const QString &note, const QString &details = {});
    void setExpanded(bool on);
    void copyDigests() const;

    Session &m_session;
    Reference m_reference;
    std::optional<Platform> m_platform;
    LatestTask m_finding{this};
    QTimer m_delay{this};
    bool m_isExpanded = false;

    QToolButton *m_summary;
    QLabel *m_note;
    QToolButton *m_retry;
    QTreeWidget *m_list;
};

} // namespace stratoscope::ui
