// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace stratoscope::ui {

enum class Theme { System, Light, Dark };

/// What the window remembers from one run to the next. The one place that knows where. For the GUI thread.
namespace settings {

QByteArray windowGeometry();
void setWindowGeometry(const QByteArray &geometry);

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

} // namespace settings

} // namespace stratoscope::ui
