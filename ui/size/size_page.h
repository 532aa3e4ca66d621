// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings/settings.h"
#include "ui/size/map/size_map_view.h"
#include "ui/size/waste_items.h"
#include "ui/tree/image_page.h"

class QComboBox;

namespace stratoscope::ui {

class ElidedLabel;
class MapLegend;
class PaneSplitter;
class PathBar;
class SizePanel;

/// Where the bytes of an image went: a map of its files, and beside it numbers and what can be saved.
///
/// The current entry is that of the Files page, if the tree there has it. Selected layers are lit, and the files of the
/// saving that is selected.
class SizePage : public ImagePage
{
    Q_OBJECT

public:
    explicit SizePage(Session &session, QWidget *parent = nullptr);
    ~SizePage() override;

    void setImage(std::shared_ptr<const Image> image) override;
    void setSnapshot(const TreeSnapshot &snapshot) override;
    void setCurrent(NodeId node) override;
    void setHoveredLayer(int layer) override;
    bool followsLayers() const override { return true; }

    SizeMapView *map() const { return m_map; }
    SizePanel *panel() const { return m_panel; }
    /// Whether everything that was requested last is shown.
    bool isSettled() const
    {
        return !m_isStale && !m_reading.isRunning() && !m_analyzing.isRunning() && !m_lighting.isRunning() && m_map->isSettled();
    }

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Sizes {
        std::shared_ptr<const SizeTree> tree;
        std::shared_ptr<const SizeClasses> classes;
        std::shared_ptr<const WasteItems> waste; ///< null until the image is analyzed
    };
    QWidget *buildMapArea();
    QComboBox *makeChoice(const QStringList &texts, const QString &name, Setting<int> &setting);
    void connectMap();
    void read();
    void readIfVisible();
    void present(const Sizes &sizes);
    void analyze();
    void showPath();
    void showDescription();
    void light();
    bool lightSaving();
    void lightFilesOf(std::function<bool(SizeItem)> isLit);
    void selectInTree();
    void showMenu(const QPoint &position);
    void requestEntry();
    void showFile(std::size_t file);
    void requestFile(std::size_t file);

    Session &m_session;
    std::shared_ptr<const Image> m_image;
    bool m_isStale = true;
    std::shared_ptr<const MergedTree> m_shown; ///< the tree of the Files page
    TreeChoice m_choice;
    std::string m_current; ///< the path of the current entry in it; empty: none
    int m_hoveredLayer = -1;
    std::optional<SizeClasses::Class> m_hoveredClass;
    Sizes m_sizes;
    std::shared_ptr<const ImageAnalysis> m_analysis; ///< null until it is known
    bool m_isAnalyzed = false; ///< or being analyzed
    LatestTask m_reading{this};
    LatestTask m_analyzing{this};
    LatestTask m_lighting{this};

    SizeMapView *m_map;
    PathBar *m_path;
    ElidedLabel *m_description;
    MapLegend *m_legend;
    SizePanel *m_panel;
    PaneSplitter *m_columns;
};

} // namespace stratoscope::ui
