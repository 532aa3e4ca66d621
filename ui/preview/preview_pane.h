// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/preview/preview.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QFrame;
class QLabel;
class QStackedWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ArchiveView;
class DetailsView;
class FindBar;
class HexView;
class JsonView;
class PictureView;
class TextView;

/// Shows what is in an entry: text, a picture, what an archive holds, or its bytes, which can be asked for with any file; above it
/// what a program says of itself. Reads on the session's threads.
class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    /// How the file is looked at.
    enum Way { Content, Tree, Bytes };

    explicit PreviewPane(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node);
    using QWidget::show;
    void clear();
    /// Stays for the files after this one, as far as they can be looked at like that.
    void choose(Way way);
    /// The field to find something in the text, or to go to an offset.
    void openFindBar();
    /// The type size that the settings want.
    void applySettings();

Q_SIGNALS:
    /// An entry that the file names.
    void followed(stratoscope::NodeId node);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildBar();
    void connectFinding();
    void present(const Preview &preview);
    void showMessage(const QString &text);
    void showWay();
    void fitFacts();
    void goToOffset();

    Session &m_session;
    LatestTask m_reading;
    QTimer m_slow; ///< says that something is being read, once that takes long
    ImageFs m_fs;
    Preview m_preview;
    Way m_way = Content;

    QLabel *m_caption;
    QWidget *m_switch;
    QButtonGroup *m_ways;
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
