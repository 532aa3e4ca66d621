// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/config/registries.h"

#include <QStringList>

#include <stop_token>

/// What a page about a registry shows and does. Blocking: for the session's threads.
namespace stratoscope::ui {

/// What this machine says about a registry, beside the user's own choices.
struct RegistryFacts {
    QString user; ///< who is logged in; empty: nobody
    QStringList warnings; ///< of looking for that; sentences
    QStringList servers; ///< that are asked, in their order, with what is said of each: mirrors, then the registry itself
    QString blocked; ///< why it may not be asked; empty: it may
    QString certificates; ///< the folder that the machine has for it; empty: none
};
RegistryFacts registryFacts(const Registries &registries, const QString &address, const std::stop_token &stop);

/// As a registry's address is written in references; nothing for what cannot be one.
std::optional<QString> registryAddress(const QString &text);

/// Tries the login at the registry and keeps it. Returns where. Errors: those of RegistryClient::ping() and of keepLogin().
Result<QString> logIn(RegistryOptions options, const QString &address, const Credentials &credentials, const std::stop_token &stop);
/// Takes every login for it out of the places where this program keeps them. Returns those that had one.
Result<QStringList> logOut(const QString &address, const std::stop_token &stop);

} // namespace stratoscope::ui
