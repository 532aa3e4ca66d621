// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace stratoscope::ui {

class ArchiveView;
class PreviewPane;

/// The files of an archive that is itself a file in an image: listed, previewed and saved. Archives in it are opened in turn.
class ArchiveDialog : public QDialog
{
    Q_OBJECT

public:
    /// `name`: of the archive. `fs`: see openArchiveFs().
    ArchiveDialog(Session &session, const QString &name, const ImageFs &fs, QWidget *parent = nullptr);

    /// Selects the entry at a path, if there is one.
    void select(const std::string &path);

private:
    void showCurrent();
    void save();

    Session &m_session;
    const ImageFs m_fs;
    LatestTask m_sorting{this};
    LatestTask m_saving{this};
    std::string m_wanted; ///< to be selected once the entries are listed

    ArchiveView *m_view;
    PreviewPane *m_preview;
    QLabel *m_status;
    QPushButton *m_save;
};

} // namespace stratoscope::ui
