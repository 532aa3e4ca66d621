// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

/// Which applications the desktop opens files with (freedesktop.org: MIME applications associations, desktop entries).
namespace stratoscope::ui {

struct DesktopApplication {
    QString id; ///< of its desktop file: `org.kde.kate.desktop`
    QString name; ///< in the user's language
    QString icon; ///< the name of an icon of the theme, or a path; may be empty
    QString exec; ///< the command line, with field codes
    bool isInTerminal = false; ///< to be run in a terminal
    bool operator==(const DesktopApplication &) const = default;

    /// The program and its arguments that open a file, without the terminal; empty if the entry has no valid command line.
    QStringList command(const QString &file) const;
};

/// The applications for a MIME type and the types that it is derived from: the user's choice first, then in the order of the
/// associations. Applications for a terminal are left out where there is none. Reads small files.
QList<DesktopApplication> applicationsFor(const QString &mimeType);

} // namespace stratoscope::ui
