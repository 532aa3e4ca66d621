// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/config/registries.h"

#include <QStringList>

#include <stop_token>

/// What the settings page of a registry shows and does. Blocking functions, for the session's threads.
namespace stratoscope::ui {

/// The configuration of a registry on this machine, apart from the user's choices in this program.
struct RegistryFacts {
    QString user; ///< the user who is logged in; empty if none is
    QStringList warnings; ///< problems with finding the credentials, as sentences
    QStringList endpoints; ///< in the order in which they are tried: mirrors, then the registry itself; each with its options
    QString blocked; ///< why the registry must not be used; empty if it may
    QString certificates; ///< the folder of certificates for it; empty if there is none
};
RegistryFacts registryFacts(const Registries &registries, const QString &address, const std::stop_token &stop);

/// A registry's address in the form used in references; nothing if the text is not an address.
std::optional<QString> registryAddress(const QString &text);

/// Logs in to the registry and stores the credentials. Returns where. Errors: those of RegistryClient::ping() and storeLogin().
Result<QString> logIn(RegistryOptions options, const QString &address, const Credentials &credentials, const std::stop_token &stop);
/// Removes all credentials for the registry that this program has stored. Returns where it found any.
Result<QStringList> logOut(const QString &address, const std::stop_token &stop);

} // namespace stratoscope::ui
