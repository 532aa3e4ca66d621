// SPDX-License-Identifier: Apache-2.0
#include "ui/search/registry_error.h"

#include "ui/common/error_page.h"
#include "ui/common/message_bar.h"

#include <QCoreApplication>

namespace stratoscope::ui {

namespace {

struct RegistryErrorTr {
    Q_DECLARE_TR_FUNCTIONS(RegistryError)
};

QString headline(const QString &registry, const Error &error)
{
    return RegistryErrorTr::tr("%1: %2").arg(registry, errorHeadline(error.kind));
}

} // namespace

void showRegistryError(MessageBar &bar, const QString &registry, const Error &error, const std::function<void()> &openSettings,
                       const std::function<void()> &retry)
{
    QList<MessageBar::Action> actions;
    if (error.kind == ErrorKind::Unauthorized)
        actions.append({RegistryErrorTr::tr("Log In…"), openSettings});
    else if (error.kind == ErrorKind::Tls)
        actions.append({RegistryErrorTr::tr("Certificates…"), openSettings});
    actions.append({RegistryErrorTr::tr("Try Again"), retry});
    bar.showProblem(headline(registry, error), error.message(), actions);
}

void showRegistryWait(MessageBar &bar, const QString &registry, const Error &reason, int seconds)
{
    const QString next = seconds > 0 ? RegistryErrorTr::tr("Retrying in %1 s").arg(seconds) : RegistryErrorTr::tr("Retrying…");
    bar.showNote(headline(registry, reason), RegistryErrorTr::tr("%1. %2").arg(reason.message(), next));
}

} // namespace stratoscope::ui
