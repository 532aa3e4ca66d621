// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/tree/tree_snapshot.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// All that stood at one path of an image, layer by layer: to compare, to save, to go and see.
class VersionsDialog : public QDialog
{
    Q_OBJECT

public:
    VersionsDialog(Session &session, std::shared_ptr<const Image> image, std::shared_ptr<TreeSnapshots> snapshots,
                   const std::string &path, QWidget *parent = nullptr);

    QTreeWidget *list() const { return m_list; }

Q_SIGNALS:
    /// To see it among all that the layer changes.
    void layerRequested(int layer, const std::string &path);

private:
    struct Version {
        PathVersion step;
        Entry entry; ///< of what is there
        QString digest; ///< empty: not known, or it has no content
    };
    static Result<std::vector<Version>> load(const Image &image, TreeSnapshots &snapshots, const std::string &path,
                                             const std::stop_token &stop);
    void show(std::vector<Version> versions);
    using QDialog::show;
    void updateButtons();
    void showLayer();
    void save();
    const Version *current() const;

    Session &m_session;
    const std::shared_ptr<const Image> m_image;
    const std::string m_path;
    std::vector<Version> m_versions;
    LatestTask m_loading;
    LatestTask m_saving;

    QLabel *m_status;
    QTreeWidget *m_list;
    QPushButton *m_layerButton;
    QPushButton *m_saveButton;
};

} // namespace stratoscope::ui
