// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/tree/tree_snapshot.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace stratoscope::ui {

class Transfers;

/// Lists the versions of a path in an image, layer by layer: to compare them, to save one, or to go to its layer.
class VersionsDialog : public QDialog
{
    Q_OBJECT

public:
    VersionsDialog(Session &session, Transfers &transfers, std::shared_ptr<const Image> image,
                   std::shared_ptr<TreeSnapshots> snapshots, const std::string &path, QWidget *parent = nullptr);

Q_SIGNALS:
    /// To show the path among the changes of a layer.
    void layerRequested(int layer, const std::string &path);

private:
    struct Version {
        PathVersion step;
        Entry entry; ///< unless the path was removed
        QString digest; ///< empty if unknown or not a file
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
    Transfers &m_transfers;
    const std::shared_ptr<const Image> m_image;
    const std::string m_path;
    std::vector<Version> m_versions;
    LatestTask m_loading{this};

    QLabel *m_status;
    QTreeWidget *m_list;
    QPushButton *m_layerButton;
    QPushButton *m_saveButton;
};

} // namespace stratoscope::ui
