// SPDX-License-Identifier: Apache-2.0
#include "application_interface.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QByteArray tokenIn(const QVariantMap &platformData)
{
    for (const QString &key : {u"activation-token"_s, u"desktop-startup-id"_s}) {
        const QString token = platformData.value(key).toString();
        if (!token.isEmpty())
            return token.toLatin1();
    }
    return {};
}

} // namespace

void ApplicationInterface::Activate(const QVariantMap &platformData)
{
    Q_EMIT m_service->activated(tokenIn(platformData));
}

void ApplicationInterface::Open(const QStringList &uris, const QVariantMap &platformData)
{
    QStringList names;
    for (const QString &uri : uris) {
        const QUrl url(uri);
        names += url.isLocalFile() ? url.toLocalFile() : uri;
    }
    Q_EMIT m_service->opened(names, tokenIn(platformData));
}

void ApplicationInterface::ActivateAction(const QString &action, const QVariantList &, const QVariantMap &platformData)
{
    Q_EMIT m_service->actionChosen(action, tokenIn(platformData));
}

} // namespace stratoscope
