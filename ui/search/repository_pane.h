// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/remote_image.h"
#include "oci/platform.h"
#include "oci/reference.h"
#include "ui/common/latest_task.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class MessageBar;
class ReferrerView;
class TagModel;

/// A repository: its tags, all pages as they come; of the chosen one the platforms, to pull, and what refers to it.
class RepositoryPane : public QWidget
{
    Q_OBJECT

public:
    explicit RepositoryPane(Session &session, QWidget *parent = nullptr);

    /// Its tag or digest is chosen at once.
    void show(const Reference &reference);
    using QWidget::show;
    void clear();

    QListView *tagView() const { return m_tagView; }
    QTreeWidget *platformView() const { return m_platformView; }
    QPushButton *pullButton() const { return m_pull; }
    ReferrerView *referrers() const { return m_referrers; }
    /// Whether everything that was asked for is there.
    bool isSettled() const;

Q_SIGNALS:
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// A problem that may be mended there.
    void registryRequested(const QString &registry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildTags();
    QWidget *buildPlatforms();
    void listTags();
    void showCount();
    void chooseTag(const QString &tag);
    void askPlatforms();
    void showPlatforms(const std::vector<RemotePlatform> &platforms);
    void askReferrers();
    void showProblem(const Error &error, const std::function<void()> &again);
    void updatePull();
    void pull();
    std::optional<Platform> chosenPlatform() const;

    Session &m_session;
    Reference m_reference; ///< with what is chosen
    LatestTask m_listing;
    LatestTask m_asking;
    QTimer m_askDelay;
    TagModel *m_tags;
    int m_bestPlatform = -1; ///< the row that this machine would take; -1: none

    QStackedWidget *m_pages;
    QLabel *m_name;
    QLabel *m_description;
    MessageBar *m_problem;
    QLineEdit *m_filter;
    QLabel *m_count;
    QListView *m_tagView;
    QTreeWidget *m_platformView;
    QLabel *m_platformHint;
    QPushButton *m_pull;
    ReferrerView *m_referrers;
};

} // namespace stratoscope::ui
