// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/tree/image_page.h"

class QLabel;
class QToolButton;
class QTreeWidget;

namespace stratoscope::ui {

class ContentPane;
class ElidedLabel;
class Transfers;

/// The history of a path in an image: its versions, layer by layer, and below them how two that are selected differ, or one of
/// them and the version before. A version can be saved, or its layer be gone to. Not in the switch of the pages, since it is about
/// an entry.
class VersionsPage : public ImagePage
{
    Q_OBJECT

public:
    VersionsPage(Session &session, Transfers &transfers, QWidget *parent = nullptr);

    /// `hasLayers`: the layers of the image are those that are shown beside the page, so that they can be gone to.
    void show(std::shared_ptr<const Image> image, std::shared_ptr<TreeSnapshots> snapshots, const std::string &path,
              bool hasLayers);
    using QWidget::show;
    /// What is shown stays until another path is.
    void setImage(std::shared_ptr<const Image>) override { }

Q_SIGNALS:
    /// To go back to the files.
    void closeRequested();
    /// To show the path among the changes of a layer.
    void layerRequested(int layer, const std::string &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Version {
        PathVersion step;
        Entry entry; ///< unless the path was removed
        QString digest; ///< empty if unknown or not a file
    };
    static Result<std::vector<Version>> load(const Image &image, TreeSnapshots &snapshots, const std::string &path,
                                             const std::stop_token &stop);
    void buildContent();
    void present(std::vector<Version> versions);
    void selectionChanged();
    void compare(int before, int after);
    void updateButtons();
    void showLayer();
    void save();
    const Version *current() const;

    Session &m_session;
    Transfers &m_transfers;
    std::shared_ptr<const Image> m_image;
    std::shared_ptr<TreeSnapshots> m_snapshots;
    std::string m_path;
    bool m_hasLayers = false;
    std::vector<Version> m_versions;
    LatestTask m_loading{this};
    LatestTask m_comparing{this};

    ElidedLabel *m_title;
    QLabel *m_status;
    QTreeWidget *m_list;
    QWidget *m_below; ///< the list
    QLabel *m_compared; ///< which versions
    ContentPane *m_content = nullptr; ///< made when the page is first shown
    QToolButton *m_layerButton;
    QToolButton *m_saveButton;
};

} // namespace stratoscope::ui
