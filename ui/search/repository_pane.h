// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/remote_image.h"
#include "oci/platform.h"
#include "oci/reference.h"
#include "ui/common/latest_task.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace stratoscope::ui {

class MessageBar;
class ReferrerView;
class SearchField;
class TagModel;

/// Shows a repository: its tags, and the platforms and referrers of the selected tag. Pulls images from it.
class RepositoryPane : public QWidget
{
    Q_OBJECT

public:
    explicit RepositoryPane(Session &session, QWidget *parent = nullptr);

    /// Selects the reference's tag or digest.
    void show(const Reference &reference);
    using QWidget::show;
    void clear();

    QListView *tagView() const { return m_tagView; }

Q_SIGNALS:
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// The settings of the registry may solve a problem.
    void registryRequested(const QString &registry);

private:
    QWidget *buildTags();
    QWidget *buildPlatforms();
    void listTags();
    void selectWithoutLatest();
    void showCount();
    void selectTag(const QString &tag);
    void requestPlatforms();
    void showPlatforms(const std::vector<RemotePlatform> &platforms);
    void requestReferrers();
    void showProblem(const Error &error, const std::function<void()> &retry);
    void updatePull();
    void pull();
    std::optional<Platform> platformToPull() const;

    Session &m_session;
    Reference m_reference; ///< with the selected tag or digest
    LatestTask m_tagRequest{this};
    LatestTask m_platformRequest{this};
    QTimer m_requestDelay{this};
    TagModel *m_tags;
    int m_hostPlatform = -1; ///< the row that is pulled by default on this machine; -1 if none

    QStackedWidget *m_pages;
    QLabel *m_name;
    QLabel *m_description;
    MessageBar *m_problem;
    SearchField *m_filter;
    QLabel *m_count;
    QListView *m_tagView;
    QTreeWidget *m_platformView;
    QLabel *m_platformHint;
    QPushButton *m_pull;
    ReferrerView *m_referrers;
};

} // namespace stratoscope::ui
