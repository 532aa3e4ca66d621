// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QStringList>

namespace stratoscope {

/// How the desktop talks to the program: the interface org.freedesktop.Application on the session bus (Desktop Entry Specification,
/// "D-Bus Activation"). For the GUI thread.
class DesktopService : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~DesktopService() override;

    /// The actions of the desktop file.
    static constexpr auto kNewWindow = "new-window";
    static constexpr auto kFindImages = "find-images";

    /// Registers the application on the session bus. Returns false if there is no session bus, or if the name is already taken.
    /// Connect to the signals beforehand: a request for which the bus has started this program is delivered immediately.
    bool begin();

Q_SIGNALS:
    /// The user wants to see the window. `token` shows that, see activate().
    void activated(const QByteArray &token);
    /// The user opens these; paths are absolute.
    void opened(const QStringList &names, const QByteArray &token);
    /// The user has chosen an action; any text may come here.
    void actionChosen(const QString &action, const QByteArray &token);

private:
    bool m_hasName = false;
};

} // namespace stratoscope
