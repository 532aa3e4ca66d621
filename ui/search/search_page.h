// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "ui/common/latest_task.h"
#include "ui/search/image_search.h"
#include "ui/search/search_query.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QListView;
class QMenu;
class QStackedWidget;
class QVBoxLayout;

namespace stratoscope::ui {

class MessageBar;
class RepositoryPane;
class SearchField;
class SearchModel;

/// Searches the selected registries for the text in its field, offers to pull an image that is named in full, and to open a path.
/// Shows the tags of the selected result.
class SearchPage : public QWidget
{
    Q_OBJECT

public:
    explicit SearchPage(Session &session, QWidget *parent = nullptr);

    void focusField();
    /// Searches as if the text had been typed.
    void setText(const QString &text);
    /// The registries in the settings have changed.
    void refreshRegistries();

Q_SIGNALS:
    /// `platform`: of an image in the store.
    void openRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// To show the settings of a registry; empty: of all registries.
    void registryRequested(const QString &registry);

private:
    void buildUi();
    QWidget *buildResults();
    void textChanged();
    void showText();
    void loadAliases();
    void search();
    void showOffer();
    void acceptOffer();
    void showTags();
    void findDigest();
    void accept();
    void showStatus();
    void addProblem(const QString &registry, const Error &error);
    MessageBar *problemOf(const QString &registry);
    void clearProblem(const QString &registry);
    void clearProblems();
    void selectResult(const QModelIndex &index);
    void fillRegistryMenu();
    QStringList searchedRegistries() const;

    Session &m_session;
    ImageSearch m_search;
    LatestTask m_loading{this};
    std::optional<Registries> m_aliases; ///< empty until loaded: the configuration is not read in this thread
    /// What to do once the aliases have been loaded: they may give the text another meaning.
    enum class Pending { Nothing, ShowTags, Pull };
    Pending m_pending = Pending::Nothing;
    LatestTask m_findingDigest{this};
    SearchModel *m_model;
    SearchQuery m_query;
    QTimer m_delay{this};
    QStringList m_unsearchable; ///< registries that do not support search

    SearchField *m_field;
    QMenu *m_registryMenu;
    MessageBar *m_offer;
    QVBoxLayout *m_problems;
    std::map<QString, MessageBar *> m_problemBars; ///< by registry
    QStringList m_failed; ///< registries that could not be searched
    QStringList m_unreachable; ///< those of them that could not be reached
    QStackedWidget *m_pages;
    QLabel *m_hint;
    QListView *m_results;
    QLabel *m_status;
    QLabel *m_note;
    RepositoryPane *m_repository;
};

} // namespace stratoscope::ui
