// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/file_side.h"

#include <QWidget>

class QBoxLayout;
class QShortcut;
class QStackedWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class DiffView;
class PreviewPane;
class SegmentBar;

/// Shows the content of an entry or, if it was changed, what differs, with a switch to the whole content before and after.
class ContentPane : public QWidget
{
    Q_OBJECT

public:
    enum View { Difference, Before, After };

    explicit ContentPane(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node);
    using QWidget::show;
    /// Either may not exist.
    void showDifference(const FileSide &before, const FileSide &after);
    void clear();
    /// Stays in effect for other entries of which the difference is shown.
    void setView(View view);
    /// To find text, or to go to an offset, in a content.
    void openFindBar();
    /// Applies the font size from the settings.
    void applySettings();
    PreviewPane *preview() const { return m_preview; }
    DiffView *difference() const { return m_diff; }

Q_SIGNALS:
    /// The user has clicked the name of an entry in the facts about a content, in its file system.
    void followed(const stratoscope::FileSide &entry);

protected:
    bool event(QEvent *event) override;

private:
    void arrangeBars();
    void updateView();
    void openDifference(const FileSide &before, const FileSide &after, const QString &name);

    Session &m_session;
    bool m_isCompared = false;
    FileSide m_before; ///< or the only one
    FileSide m_after;
    View m_view = Difference;
    FileSide m_previewed;

    QWidget *m_top;
    QBoxLayout *m_bars; ///< of m_top
    SegmentBar *m_switch;
    QStackedWidget *m_stack;
    DiffView *m_diff;
    PreviewPane *m_preview;
    QList<QShortcut *> m_steps;
};

} // namespace stratoscope::ui
