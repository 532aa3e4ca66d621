// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop_service.h"

#include <QDBusAbstractAdaptor>
#include <QVariantMap>

namespace stratoscope {

/// The methods that DesktopService puts on the bus. Their names and arguments are those of the Desktop Entry Specification.
class ApplicationInterface : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

public:
    explicit ApplicationInterface(DesktopService *service)
        : QDBusAbstractAdaptor(service)
        , m_service(service)
    {
    }

public Q_SLOTS:
    // NOLINTBEGIN(readability-identifier-naming)
    void Activate(const QVariantMap &platformData);
    void Open(const QStringList &uris, const QVariantMap &platformData);
    void ActivateAction(const QString &action, const QVariantList &parameters, const QVariantMap &platformData);
    // NOLINTEND(readability-identifier-naming)

private:
    DesktopService *m_service;
};

} // namespace stratoscope
