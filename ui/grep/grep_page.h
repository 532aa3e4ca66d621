// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/grep/grep_task.h"
#include "ui/tree/image_page.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace stratoscope::ui {

class GrepModel;
class PaneSplitter;
class PreviewPane;
class SearchField;

/// The page "Search": what is in the contents of an image's files. What is found arrives in a list while the search runs on the
/// session's threads; the file of the current row is shown below it.
class GrepPage : public ImagePage
{
    Q_OBJECT

public:
    explicit GrepPage(Session &session, QWidget *parent = nullptr);
    ~GrepPage() override;

    void setImage(std::shared_ptr<const Image> image) override;
    void setSnapshot(const TreeSnapshot &snapshot) override;
    void setSelected(const std::vector<NodeId> &nodes) override;
    bool followsLayers() const override { return true; }

    SearchField *field() const { return m_field; }
    QListView *list() const { return m_list; }
    const GrepModel &model() const { return *m_model; }
    bool isSearching() const { return m_searching.isRunning() || m_delay.isActive(); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectParts();
    void updateScopes();
    void setScopeText(GrepScope::Kind kind, const QString &text);
    GrepScope scope() const;
    std::vector<GrepScope::Part> selectedParts() const;
    void restart();
    void search();
    void add(const GrepBatch &batch);
    void end(const Result<void> &result);
    void stop();
    void showState(const QString &text);
    QString countsText() const;
    void showCurrent();
    TreeChoice stateOf(const QModelIndex &index) const;
    void openCurrent();
    void showMenu(const QPoint &position);
    void copy(const QString &text) const;

    static constexpr std::size_t kMostAtFirst = 5000; ///< lines

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    TreeSnapshot m_snapshot; ///< on the Files page
    std::vector<NodeId> m_selected; ///< in it
    GrepScope m_scope; ///< of the search whose results are listed
    std::size_t m_most = kMostAtFirst;
    std::uint64_t m_matches = 0;
    std::uint64_t m_matchingFiles = 0;
    QTimer m_delay; ///< while somebody is typing
    LatestTask m_searching{this};

    SearchField *m_field;
    QCheckBox *m_isRegex;
    QCheckBox *m_matchesCase;
    QCheckBox *m_hasBinaryFiles;
    QComboBox *m_scopes;
    QLabel *m_state;
    QPushButton *m_stop;
    QPushButton *m_more;
    QLabel *m_problem;
    QStackedWidget *m_stack;
    QLabel *m_hint;
    PaneSplitter *m_panes;
    QListView *m_list;
    GrepModel *m_model;
    PreviewPane *m_preview;
};

} // namespace stratoscope::ui
