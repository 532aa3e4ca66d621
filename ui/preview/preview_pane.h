// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/preview/preview.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace stratoscope::ui {

class ArchiveView;
class DetailsView;
class FindBar;
class HexView;
class JsonView;
class PictureView;
class SegmentBar;
class TextView;

/// Shows the contents of a file: text, a picture, the contents of an archive, or its bytes. Above them are facts about a program
/// or a script. Reads on the session's threads.
class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    enum ViewMode { Content, AsText, Tree, Bytes }; ///< AsText: of what has a picture as its content

    explicit PreviewPane(Session &session, QWidget *parent = nullptr);

    /// `line`: where to scroll to if it is a text, from 1; 0: its beginning.
    void show(const ImageFs &fs, NodeId node, int line = 0);
    using QWidget::show;
    void clear();
    /// Says why there is nothing to show.
    void showAbsence(const QString &text);
    /// Stays in effect for other files that can be viewed like this.
    void setViewMode(ViewMode mode);
    /// To find text, or to go to an offset.
    void openFindBar();
    /// Applies the font size from the settings.
    void applySettings();

Q_SIGNALS:
    /// The user has clicked the name of an entry in the facts.
    void followed(stratoscope::NodeId node);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void connectFinding();
    void present(const Preview &preview);
    void showMessage(const QString &text);
    void updateView();
    void fitFacts();
    void goToOffset();
    void readMore();
    void countMatches();
    void openArchive(const std::string &path);

    Session &m_session;
    LatestTask m_reading{this};
    LatestTask m_readingMore{this};
    LatestTask m_counting{this};
    LatestTask m_opening{this};
    TextQuery m_counted; ///< what was counted, or is being counted
    QTimer m_slow; ///< shows a message when reading takes long
    ImageFs m_fs;
    Preview m_preview;
    ViewMode m_mode = Content;

    QLabel *m_caption;
    QPushButton *m_open; ///< opens an archive
    SegmentBar *m_modes;
    DetailsView *m_facts;
    QFrame *m_rule; ///< below the facts
    QLabel *m_note;
    QStackedWidget *m_stack;
    QLabel *m_message;
    TextView *m_text;
    JsonView *m_json;
    ArchiveView *m_archive;
    PictureView *m_picture;
    HexView *m_hex;
    FindBar *m_find;
};

} // namespace stratoscope::ui
