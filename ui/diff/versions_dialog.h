// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/tree/tree_snapshot.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace stratoscope::ui {

class ContentPane;
class Transfers;

/// The history of a path in an image: its versions, layer by layer, and beside them how two that are selected differ, or one of
/// them and the version before. A version can be saved, or its layer be gone to.
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
    void selectionChanged();
    void compare(int before, int after);
    void updateButtons();
    void showLayer();
    void save();
    const Version *current() const;

    Session &m_session;
    Transfers &m_transfers;
    const std::shared_ptr<const Image> m_image;
    const std::shared_ptr<TreeSnapshots> m_snapshots;
    const std::string m_path;
    std::vector<Version> m_versions;
    LatestTask m_loading{this};
    LatestTask m_comparing{this};

    QLabel *m_status;
    QTreeWidget *m_list;
    QLabel *m_compared; ///< which versions
    ContentPane *m_content;
    QPushButton *m_layerButton;
    QPushButton *m_saveButton;
};

} // namespace stratoscope::ui
