// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "ui/common/latest_task.h"
#include "ui/image/image_layout.h"
#include "ui/layers/layer_pane.h"
#include "ui/settings/settings.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace stratoscope::ui {

class ContentPane;
class DetailsView;
class EntryActions;
class ComparedStates;
class FilterCompleter;
class GrepPage;
class IgnoreButton;
class ImagePage;
class MessageBar;
class PackageLists;
class SearchField;
class Transfers;
class TreeView;
class VersionsPage;
struct PackageRow;

/// An opened image: its layers, its files with their contents and attributes, and the pages about the image; or what differs
/// between it and another image. Trees are merged, compared, sorted and searched on the session's threads; the tree on screen stays
/// until the next one is ready.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    ImageView(Session &session, Transfers &transfers, std::shared_ptr<const Image> image, QWidget *parent = nullptr);
    ~ImageView() override;

    const std::shared_ptr<const Image> &image() const { return m_image; }
    /// The same image with more layers.
    void setImage(std::shared_ptr<const Image> image);
    /// Compares it with another image, as a whole.
    void compareWith(std::shared_ptr<const Image> other, bool isOtherBefore);
    /// Shows the same states with what is added as removed, and the other way round.
    void swapSides();
    void endComparison();
    bool isComparing() const { return m_other != nullptr; }
    /// Null unless two images are compared.
    const std::shared_ptr<const Image> &comparedWith() const { return m_other; }
    /// What differs, as it is on screen: between two images, or two states of one; null if another tree is shown.
    const std::shared_ptr<const ComparedTree> &compared() const { return m_snapshot.compared; }
    /// Compares the files again, whose digests may be known now.
    void compareAgain();
    /// A note about the image, in a bar below it; empty: none.
    void setNote(const QString &headline, const QString &detail = {});
    /// A problem, in a bar over the bottom of the image that the user can dismiss.
    void showProblem(const QString &headline, const QString &detail);
    TreeChoice choice() const { return m_layers->choice(); }
    /// The absolute paths of the selected entries in the tree on screen, as bytes.
    std::vector<std::string> selectedPaths() const;
    /// The current entry's path, or the size of the whole tree.
    QString statusText() const;

    TreeView *treeView() const { return m_tree; }
    LayerPane *layerPane() const { return m_layers; }
    /// Whether the tree that was requested last is shown.
    bool isSettled() const { return !m_building.isRunning() && !m_problemDelay.isActive(); }

    /// Shows the whole image with the entry at this path, if there is one.
    void showPath(const std::string &path) { showState({}, path); }
    void focusFilter();
    /// Shows the page "Search".
    void focusSearch();
    /// Shows the page of this name; the files if there is none.
    void showPage(const QString &name);
    /// The name of the page that is shown; empty: the files.
    QString page() const;
    EntryActions *entryActions() const { return m_actions; }
    /// Call it when a verification has ended.
    void refreshVerification();
    void saveLayout() const { m_layout->save(); }
    /// Fills in what of the image is shown: layers, page, filter, expanded folders and the current entry.
    void saveTo(SavedTab &tab) const;
    /// Shows it again, as far as the image has it.
    void restoreFrom(const SavedTab &tab);

Q_SIGNALS:
    void statusChanged();
    /// What saveTo() saves has changed.
    void stateChanged();
    void exportRequested();
    /// Another tree, order or filter is on screen.
    void shown();

private:
    struct Shown {
        TreeSnapshot snapshot;
        std::shared_ptr<const TreeRows> rows;
    };
    void buildFilter();
    void showComparison();
    void showCounts();
    bool isShownBy(const TreeSnapshot &snapshot, const TreeChoice &wanted) const;
    void connectParts();
    void connectPages();
    void showImage();
    void rebuild();
    void present(Shown shown);
    void showCount();
    void countChanges();
    void countChangesOfOther();
    void findFilterWords();
    void showFilterProblem();
    void entryChanged();
    void tellSelection();
    void showContent();
    void describe();
    void connectActions();
    void showEntryMenu(const QPoint &position);
    void follow(const EntryPlace &target);
    void showState(const TreeChoice &wanted, const std::string &path);
    void showInLayer(int layer, const std::string &path);
    void showVersions(const std::string &path);
    void showFilesOf(const PackageRow &package);
    void whenShown(std::function<void()> run);

    Session &m_session;
    Transfers &m_transfers;
    std::shared_ptr<const Image> m_image;
    std::shared_ptr<TreeSnapshots> m_snapshots; ///< of m_image
    std::shared_ptr<const Image> m_other; ///< that it is compared with; null: none
    std::shared_ptr<TreeSnapshots> m_otherSnapshots;
    bool m_isOtherBefore = false;
    std::shared_ptr<ComparedStates> m_compared; ///< of m_image and m_other, or of m_image alone
    TreeChoice m_uncompared; ///< what was shown before the comparison
    std::vector<ChangeCounts> m_counts; ///< by layer of m_image; empty if not known yet
    std::vector<ChangeCounts> m_otherCounts;
    const std::shared_ptr<PackageLists> m_packages;
    TreeSnapshot m_snapshot; ///< the tree on screen
    ImageFs m_fs; ///< of the snapshot
    EntryPlace m_place; ///< of m_entry; what the details and the preview lead to is in its file system
    std::vector<Shown> m_recent; ///< recently shown trees, to go back to quickly
    NodeId m_entry = kNoNode; ///< shown in the preview
    TreeSort m_sort;
    std::optional<Error> m_filterError; ///< of the text in the filter field
    bool m_ignoresFilter = false; ///< because of the error
    QTimer m_problemDelay{this};
    LatestTask m_building{this};
    LatestTask m_counting{this};
    LatestTask m_countingOther{this};
    LatestTask m_describing{this};
    LatestTask m_findingBefore{this};
    LatestTask m_findingWords{this};

    QObject m_focus; ///< ends the watch over the focus before the widgets are destroyed, which moves it

    MessageBar *m_note;
    MessageBar *m_problem;
    LayerPane *m_layers;
    SearchField *m_filter;
    FilterCompleter *m_completer;
    IgnoreButton *m_ignore;
    QLabel *m_count; ///< of the filter's matches
    QLabel *m_filterProblem; ///< why the filter is not applied
    TreeView *m_tree;
    EntryActions *m_actions;
    ContentPane *m_preview;
    DetailsView *m_details;
    GrepPage *m_search; ///< of m_pages
    VersionsPage *m_versions; ///< of m_pages
    QList<ImagePage *> m_pages;
    ImageLayout *m_layout;
};

} // namespace stratoscope::ui
