// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/transfers/transfer_log.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace stratoscope::ui {

enum class Theme { System, Light, Dark };

/// A registry that the user knows, and what they have said about it.
struct RegistryChoice {
    QString address{}; ///< as references have it
    bool isSearched = true;
    bool plainHttp = false;
    bool insecure = false; ///< any certificate is taken
    QString certDir{}; ///< empty: the machine's

    bool operator==(const RegistryChoice &) const = default;
};

/// A pull that had not ended when the program did.
struct KeptTransfer {
    QString reference{};
    QString platform{}; ///< empty: this machine's
    qint64 current = 0; ///< bytes that were there
    qint64 total = -1;

    bool operator==(const KeptTransfer &) const = default;
};

/// An open tab, as it comes back at the next start.
struct KeptTab {
    QString name{}; ///< as Session::open() takes it
    QString platform{}; ///< empty: none was chosen

    bool operator==(const KeptTab &) const = default;
};

struct KeptTabs {
    QList<KeptTab> tabs{};
    int current = 0;

    bool operator==(const KeptTabs &) const = default;
};

/// Whether a window remembers what it is doing; of several that are open at a time, one does.
enum class Memory { Kept, None };

/// What the window remembers from one run to the next. The one place that knows where. For the GUI thread.
namespace settings {

QByteArray windowGeometry();
void setWindowGeometry(const QByteArray &geometry);
/// Of its docks; one for each direction of reading.
QByteArray windowState();
void setWindowState(const QByteArray &state);

/// The state of a splitter or a header, by its object's name.
QByteArray layout(const QString &name);
void setLayout(const QString &name, const QByteArray &state);

/// In their order.
KeptTabs openTabs();
void setOpenTabs(const KeptTabs &tabs);
/// Whether they are opened at the start.
bool restoresTabs();
void setRestoresTabs(bool on);

/// Of an opened image: `layers`, `preview`, `details`.
bool isPaneShown(const QString &pane);
void setPaneShown(const QString &pane, bool on);
/// Columns of the tree that are not shown, by their number.
QList<int> hiddenColumns();
void setHiddenColumns(const QList<int> &columns);
/// In points, of what is previewed as text or bytes; 0: the system's.
int previewFontSize();
void setPreviewFontSize(int points);

/// Of the window's texts: `zh_CN`; empty: the desktop's.
QString language();
void setLanguage(const QString &code);
/// Whether the desktop tells of work that has ended.
bool notifies();
void setNotifies(bool on);

/// The folder of the image store; empty: the usual one.
QString storeDirectory();
void setStoreDirectory(const QString &directory);
/// How large it may become, in bytes; 0: as large as it gets.
quint64 storeLimit();
void setStoreLimit(quint64 bytes);

/// Of a pull: how many blobs at a time, how often a failed request is tried again, which platform where none was chosen (empty:
/// this machine's).
inline constexpr int kMostParallelBlobs = 8;
inline constexpr int kMostRetries = 20;
int parallelBlobs();
void setParallelBlobs(int count);
int pullRetries();
void setPullRetries(int count);
QString pullPlatform();
void setPullPlatform(const QString &platform);

Theme theme();
void setTheme(Theme theme);

/// Images opened lately, the latest first, as Session::open() takes them.
QStringList recentImages();
void addRecentImage(const QString &name);
void removeRecentImage(const QString &name);
void clearRecentImages();

/// Files and folders of images that stay in the library.
QStringList pinnedImages();
void setPinnedImages(const QStringList &names);

/// How the library is sorted: the number of a LibrarySort, and whether from the other end.
int librarySort();
bool isLibraryReversed();
void setLibrarySort(int sort, bool isReversed);

/// Whether the library has been shown by itself: that is done once.
bool isLibraryKnown();
void setLibraryKnown();

/// Where the last image was opened, and where the last export went.
QString openDirectory();
void setOpenDirectory(const QString &directory);
QString exportDirectory();
void setExportDirectory(const QString &directory);

/// With which files of images were opened last; may be empty.
QString openWithProgram();
void setOpenWithProgram(const QString &program);

/// In the user's order; Docker Hub, Quay and GitHub's until set.
QList<RegistryChoice> registries();
void setRegistries(const QList<RegistryChoice> &registries);

QList<KeptTransfer> transfers();
void setTransfers(const QList<KeptTransfer> &transfers);

/// The latest first.
QList<TransferLogEntry> transferLog();
void setTransferLog(const QList<TransferLogEntry> &entries);

/// A process that is killed while it begins to write leaves a lock behind that does not say whose it is: whoever wants to write
/// then waits half a minute for it. To be called at the start, before anything is written; takes a moment only where there is such
/// a lock.
void dropBrokenLock();

} // namespace settings

} // namespace stratoscope::ui
