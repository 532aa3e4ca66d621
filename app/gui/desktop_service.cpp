// SPDX-License-Identifier: Apache-2.0
#include "desktop_service.h"

#include "application_interface.h"

#include <QDBusConnection>
#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kBusName = u"io.github.stratoscope.Stratoscope"_s;
const QString kObjectPath = u"/io/github/stratoscope/Stratoscope"_s; // follows from the name

/// libdbus would start a bus where there is none, and leave it behind.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
}

} // namespace

DesktopService::~DesktopService()
{
    if (m_hasName)
        QDBusConnection::sessionBus().unregisterService(kBusName);
}

bool DesktopService::begin()
{
    if (!hasSessionBus())
        return false;
    new ApplicationInterface(this);
    QDBusConnection bus = QDBusConnection::sessionBus();
    m_hasName = bus.registerObject(kObjectPath, this) && bus.registerService(kBusName);
    return m_hasName;
}

} // namespace stratoscope
