// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/cache_limit.h"
#include "ui/settings/setting.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace stratoscope::ui {

enum class Theme { System, Light, Dark };

/// A registry that the user has added, and how to reach it.
struct SavedRegistry {
    QString address{}; ///< as in references
    bool isSearched = true;
    bool plainHttp = false;
    bool insecure = false; ///< certificates are not verified
    QString certDir{}; ///< empty: the system's

    bool operator==(const SavedRegistry &) const = default;
    template <typename Visit>
    void visitFields(const Visit &visit)
    {
        visit("address", address);
        visit("searched", isSearched);
        visit("plainHttp", plainHttp);
        visit("insecure", insecure);
        visit("certDir", certDir);
    }
};

/// Docker Hub, Quay and GitHub's, which offers no search.
QList<SavedRegistry> defaultRegistries();

/// A pull that was unfinished when the program ended.
struct SavedTransfer {
    QString reference{};
    QString platform{}; ///< empty: the host's
    qint64 current = 0; ///< bytes downloaded
    qint64 total = -1; ///< -1: unknown

    bool operator==(const SavedTransfer &) const = default;
    template <typename Visit>
    void visitFields(const Visit &visit)
    {
        visit("reference", reference);
        visit("platform", platform);
        visit("current", current);
        visit("total", total);
    }
};

/// An open tab, restored at the next start.
struct SavedTab {
    QString name{}; ///< as Session::open() takes it
    QString platform{}; ///< empty: none was chosen
    int scope = 0; ///< number of a TreeChoice::Scope
    int layer = 0; ///< the last layer that is shown
    int first = 0; ///< the first one
    QString page{}; ///< the name of an ImagePage; empty: the files
    QString filter{};
    QStringList open{}; ///< the paths of expanded folders, percent-encoded
    QString current{}; ///< the path of the current entry, percent-encoded
    QString other{}; ///< the name of the image that it is compared with; empty: none
    QString otherPlatform{}; ///< empty: none was chosen
    bool isOtherBefore = false; ///< the other image is the side before

    bool operator==(const SavedTab &) const = default;
    template <typename Visit>
    void visitFields(const Visit &visit)
    {
        visit("name", name);
        visit("platform", platform);
        visit("scope", scope);
        visit("layer", layer);
        visit("first", first);
        visit("page", page);
        visit("filter", filter);
        visit("open", open);
        visit("current", current);
        visit("other", other);
        visit("otherPlatform", otherPlatform);
        visit("isOtherBefore", isOtherBefore);
    }
};

/// Whether a window saves its state. Of several windows that are open at the same time, only one does.
enum class Persistence { Enabled, Disabled };

template <>
struct SettingFormat<Theme> {
    static Theme read(QSettings &settings, const QString &key, Theme fallback);
    static void write(QSettings &settings, const QString &key, Theme theme);
};

/// A folder that a file dialog starts in; the home folder if it no longer exists.
class FolderSetting : public Setting<QString>
{
public:
    using Setting::Setting;
    QString operator()() const;
};

/// All settings, one per line: type, name, key in the configuration file, default.
namespace settings {

inline constexpr int kMaxParallelBlobs = 8;
inline constexpr int kMaxRetries = 20;
inline constexpr int kMaxRecentImages = 10;
inline constexpr int kMaxPushTargets = 20;

// Window
inline Setting<Theme> theme{"window/theme", Theme::System};
inline Setting<QString> language{"window/language"}; ///< for example zh_CN; empty: the system's
inline Setting<bool> notifies{"window/notifies", true}; ///< desktop notifications for tasks that finish in the background
inline Setting<bool> restoresTabs{"window/restoresTabs", true};
inline Setting<QList<SavedTab>> openTabs{"tabs"};
inline Setting<int> currentTab{"window/currentTab"}; ///< index into openTabs
inline Setting<QByteArray> windowGeometry{"window/geometry"};
inline Setting<QByteArray> windowState{"window/state"}; ///< of the docks
inline Setting<QByteArray> windowStateRightToLeft{"window/stateRightToLeft"}; ///< docks are not mirrored when restored

// Layout of an image
inline Setting<bool> showsLayers{"panes/layers", true};
inline Setting<bool> showsPreview{"panes/preview", true};
inline Setting<bool> showsDetails{"panes/details", true};
inline Setting<QByteArray> imageColumns{"layout/columns"};
inline Setting<QByteArray> imageRows{"layout/rows"};
inline Setting<QByteArray> imageBottom{"layout/below"};
inline Setting<QByteArray> sizeColumns{"layout/size"};
inline Setting<QByteArray> treeHeader{"layout/treeHeader"};
inline Setting<QStringList> hiddenColumns{"view/hiddenColumns"}; ///< numbers of TreeColumn
inline Setting<bool> groupsByPackage{"view/groupsByPackage"}; ///< the files
inline Setting<bool> showsSideBySide{"view/sideBySide"}; ///< of the difference of two texts
inline Setting<bool> overlaysPictures{"view/overlaysPictures"}; ///< of the difference of two pictures
inline Setting<int> sizeShape{"size/shape"}; ///< number of a SizeMapRequest::Shape
inline Setting<int> sizeScope{"size/scope"}; ///< number of a SizeTree::Scope
inline Setting<int> sizeColouring{"size/colouring"}; ///< number of a SizeColouring
inline Setting<int> previewFontSize{"view/previewFontSize"}; ///< points; 0: the system's

// Search of contents
inline Setting<bool> searchesRegex{"search/regularExpression"};
inline Setting<bool> searchMatchesCase{"search/matchesCase"};
inline Setting<bool> searchesBinaryFiles{"search/binaryFiles"};

// What comparisons leave out
inline Setting<bool> ignoresTimes{"compare/ignoresTimes"};
inline Setting<bool> ignoresOwners{"compare/ignoresOwners"};
inline Setting<bool> isSemantic{"compare/semantic"}; ///< judge as whether a build is reproducible
inline Setting<QString> ignoredNames{"compare/ignoredNames"}; ///< globs, separated by blanks

// Image store, registries and pulls
inline Setting<QString> storeDirectory{"store/directory"}; ///< empty: Store::defaultDirectory()
inline Setting<quint64> storeLimit{"store/limit"}; ///< bytes; 0: unlimited
inline Setting<quint64> cacheLimit{"store/cacheLimit", kDefaultCacheLimit}; ///< bytes for images that were only opened
inline Setting<int> parallelBlobs{"pulling/parallel", 3}; ///< 1 to kMaxParallelBlobs
inline Setting<int> pullRetries{"pulling/retries", 5}; ///< 0 to kMaxRetries
inline Setting<QString> pullPlatform{"pulling/platform"}; ///< empty: the host's
inline Setting<QList<SavedRegistry>> registries{"registries", defaultRegistries()}; ///< in the user's order
inline Setting<QStringList> pushTargets{"pushing/targets"}; ///< references, latest first
inline Setting<QList<SavedTransfer>> transfers{"transfers"};
inline Setting<QByteArray> transferLog{"transferLog"}; ///< JSON, as TransferLog writes it

// Library
inline Setting<QStringList> recentImages{"recent/images"}; ///< latest first, as Session::open() takes them
inline Setting<QStringList> pinnedImages{"library/pinned"}; ///< files and folders that stay in the library
inline Setting<int> librarySort{"library/sort"}; ///< number of a LibrarySort
inline Setting<bool> isLibraryReversed{"library/reversed"};
inline Setting<QByteArray> libraryLayout{"layout/library"};
inline Setting<bool> wasLibraryShown{"library/known"}; ///< the library opens by itself only once

// Files
inline FolderSetting openDirectory{"recent/openDirectory"};
inline FolderSetting exportDirectory{"recent/exportDirectory"};
inline Setting<QString> exportPreset{"export/preset"}; ///< the ID of the last one; empty: none yet
inline Setting<QString> openWithProgram{"files/openWith"}; ///< last used; may be empty

void addRecentImage(const QString &name);
void addPushTarget(const QString &reference);
void removeRecentImage(const QString &name);

/// Removes the lock of the configuration file if it does not name its owner: a process that is killed as it begins to write leaves
/// such a lock behind, and every later write then waits half a minute. Call it at program start, before anything is written; it
/// takes a moment only if there is such a lock.
void removeBrokenLock();

} // namespace settings

} // namespace stratoscope::ui
