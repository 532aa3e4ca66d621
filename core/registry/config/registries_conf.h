// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <map>
#include <vector>

namespace stratoscope {

/// Another server for names with a rule's prefix.
struct RegistryMirror {
    enum class Use { All, DigestOnly, TagOnly };

    QString location; ///< host[:port][/namespace…]; replaces the prefix
    bool insecure = false;
    Use use = Use::All;

    bool operator==(const RegistryMirror &) const = default;
};

/// A `[[registry]]` table.
struct RegistryRule {
    QString prefix; ///< host[:port][/namespace…], or `*.example.com`
    QString location; ///< replaces the prefix; may be empty with a prefix `*.…`: nothing is replaced
    bool insecure = false;
    bool blocked = false;
    std::vector<RegistryMirror> mirrors{};

    /// The number of characters of a name (`docker.io/library/alpine:3.22`) that match the prefix; -1 if it does not match.
    qsizetype match(QStringView name) const;

    bool operator==(const RegistryRule &) const = default;
};

/// A registries.conf (containers-registries.conf(5)), version 2, and version 1 where it is equivalent. Unqualified-search
/// registries are ignored: a name without a registry belongs to docker.io.
struct RegistriesConf {
    std::vector<RegistryRule> rules; ///< with distinct prefixes
    std::map<QString, QString> aliases; ///< short name to registry and repository; an empty value removes the alias

    /// Configuration if malformed, naming the line.
    static Result<RegistriesConf> parse(const QByteArray &bytes, const QString &subject);
    /// Reads `file` and the drop-ins in `file`.d, ordered by name. If `file` is empty, reads $CONTAINERS_REGISTRIES_CONF,
    /// ~/.config/containers/registries.conf or /etc/containers/registries.conf and the drop-ins of the system and the user.
    /// NotFound if `file` is missing.
    static Result<RegistriesConf> load(const QString &file);

    /// Adds the rules and aliases of `later`, replacing those with the same prefix or name.
    void merge(RegistriesConf later);
    /// The rule with the longest match; null if none matches.
    const RegistryRule *find(QStringView name) const;

    bool operator==(const RegistriesConf &) const = default;
};

} // namespace stratoscope
