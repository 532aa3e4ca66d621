// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/file_diff.h"
#include "ui/common/latest_task.h"
#include "ui/diff/text_rows.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QToolButton;

namespace stratoscope::ui {

class ChangeListView;
class FindBar;
class HexDiffView;
class PictureDiffView;
class PillBar;
class SegmentBar;
class TextDiffView;

/// Shows how two files differ, according to what they contain: lines, members of a JSON document, entries of an archive, facts
/// about a program, pictures, or bytes; above it what differs in their attributes. Compares on the session's threads.
class DiffView : public QWidget
{
    Q_OBJECT

public:
    enum View { Text, Members, Contents, Facts, Picture, Bytes };

    explicit DiffView(Session &session, QWidget *parent = nullptr);

    /// What is shown, in numbers, and the buttons. To be placed above the view by its owner.
    QWidget *bar() const { return m_bar; }

    /// Either may not exist.
    void show(const FileSide &before, const FileSide &after);
    using QWidget::show;
    void clear();
    /// Stays in effect for other files that can be viewed like this.
    void setView(View view);
    View view() const { return m_shown; }
    /// To the next or previous difference.
    void step(bool backwards);
    /// To find text in a difference of lines.
    void openFindBar();
    /// Applies the font size from the settings.
    void applySettings();

Q_SIGNALS:
    /// To show how a file in two archives differs.
    void openRequested(const stratoscope::FileSide &before, const stratoscope::FileSide &after, const QString &name);

private:
    struct Loaded {
        FileDiff diff;
        TextRows rows; ///< of a text
        QImage before; ///< of a picture
        QImage after;
    };
    static Result<Loaded> load(const FileSide &before, const FileSide &after, TextLayout layout, const QString &spoolDirectory,
                               const std::stop_token &stop);
    void present(Loaded loaded);
    void showMessage(const QString &text);
    bool has(View view) const;
    void updateView();
    void updateState();
    void setArrangement(int arrangement);
    /// The number of differences on the page that is shown, and which of them is current; -1: unknown or none.
    std::pair<int, int> position() const;
    QString captionText() const;
    QString noteText() const;
    void openCurrentEntry();

    Session &m_session;
    LatestTask m_loading{this};
    LatestTask m_arranging{this};
    QTimer m_slow{this}; ///< shows a message when comparing takes long
    FileSide m_before;
    FileSide m_after;
    Loaded m_loaded;
    View m_wanted = Members; ///< or the first one that the files have
    View m_shown = Bytes;

    QWidget *m_bar;
    QLabel *m_caption;
    QLabel *m_state;
    QToolButton *m_previous;
    QToolButton *m_next;
    SegmentBar *m_arrangement;
    SegmentBar *m_views;
    PillBar *m_pills;
    QStackedWidget *m_stack;
    QLabel *m_message;
    TextDiffView *m_text;
    ChangeListView *m_list;
    PictureDiffView *m_picture;
    HexDiffView *m_hex;
    QLabel *m_note;
    FindBar *m_find;
};

} // namespace stratoscope::ui
