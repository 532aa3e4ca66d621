// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "ui/search/image_search.h"
#include "ui/search/search_query.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QStackedWidget;
class QVBoxLayout;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class MessageBar;
class RepositoryPane;
class SearchModel;

/// The search field for everything: what is typed is looked for in the chosen registries, an image named in full is offered to be
/// pulled, a path to be opened. What is chosen among the results shows its tags.
class SearchPage : public QWidget
{
    Q_OBJECT

public:
    explicit SearchPage(Session &session, QWidget *parent = nullptr);

    /// The keyboard goes to the field.
    void focusField();
    /// As if it had been typed.
    void setText(const QString &text);
    /// The user's registries are others now.
    void refreshRegistries();

    QLineEdit *field() const { return m_field; }
    QListView *resultView() const { return m_results; }
    RepositoryPane *repository() const { return m_repository; }
    /// Whether everything that was asked for is there.
    bool isSettled() const { return !m_delay.isActive() && !m_search.isRunning(); }

Q_SIGNALS:
    void openRequested(const QString &path);
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// Settings of registries: of this one, or of all where it is empty.
    void registryRequested(const QString &registry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildUi();
    QWidget *buildResults();
    void textChanged();
    void search();
    void offer();
    void acceptOffer();
    void showStatus();
    void showWait(const QString &registry, const Error &reason, int seconds);
    void addProblem(const QString &registry, const Error &error);
    MessageBar *problemOf(const QString &registry);
    void clearProblem(const QString &registry);
    void clearProblems();
    void chooseResult(const QModelIndex &index);
    void fillRegistryMenu();
    QStringList searchedRegistries() const;

    Session &m_session;
    ImageSearch m_search;
    SearchModel *m_model;
    SearchQuery m_query;
    QTimer m_delay;
    QStringList m_unsearchable; ///< of this search: registries that have no search

    QLineEdit *m_field;
    QMenu *m_registries;
    MessageBar *m_offer;
    QVBoxLayout *m_problems;
    std::map<QString, MessageBar *> m_problemBars; ///< by registry
    QStackedWidget *m_pages;
    QLabel *m_hint;
    QListView *m_results;
    QLabel *m_status;
    QLabel *m_note;
    RepositoryPane *m_repository;
};

} // namespace stratoscope::ui
