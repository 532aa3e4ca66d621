// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// What the window remembers from one run to the next. The one place that knows where. For the GUI thread.
namespace settings {

QByteArray windowGeometry();
void setWindowGeometry(const QByteArray &geometry);
/// Of its docks.
QByteArray windowState();
void setWindowState(const QByteArray &state);

/// The state of a splitter or a header, by its object's name.
QByteArray layout(const QString &name);
void setLayout(const QString &name, const QByteArray &state);

Theme theme();
void setTheme(Theme theme);

/// Images opened lately, the latest first, as Session::open() takes them.
QStringList recentImages();
void addRecentImage(const QString &name);
void removeRecentImage(const QString &name);
void clearRecentImages();

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

} // namespace settings

} // namespace stratoscope::ui
