// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit_image.h"
#include "ui/common/latest_task.h"
#include "ui/tree/image_page.h"

class QComboBox;
class QLabel;
class QModelIndex;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace stratoscope::ui {

class ErrorPage;
class FindingDetails;
class FindingModel;
class ProgressPage;

/// What an audit of an image finds: secrets, permissions, programs that cannot run. The image is audited when the page is first
/// shown, on the session's threads.
class FindingsPage : public ImagePage
{
    Q_OBJECT

public:
    explicit FindingsPage(Session &session, QWidget *parent = nullptr);

    void setImage(std::shared_ptr<const Image> image) override;
    bool followsLayers() const override { return true; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildCancelled();
    QWidget *buildNothing();
    QWidget *buildList();
    void startIfVisible();
    void start();
    void present(const Result<AuditReport> &report);
    void listKinds();
    void chooseKind();
    void showFirst();
    void currentChanged();
    void openCurrent();

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    std::shared_ptr<const AuditReport> m_report; ///< of m_image; null: not known yet
    bool m_isStale = true;
    LatestTask m_auditing{this};

    QStackedWidget *m_stack;
    ProgressPage *m_progress;
    ErrorPage *m_error;
    QWidget *m_cancelled;
    QLabel *m_searched; ///< what was searched, where nothing was found
    QWidget *m_nothing;
    FindingModel *m_model;
    QLabel *m_count;
    QComboBox *m_kinds;
    QLabel *m_notes;
    QTreeView *m_view;
    FindingDetails *m_details;
    QWidget *m_list;
};

} // namespace stratoscope::ui
