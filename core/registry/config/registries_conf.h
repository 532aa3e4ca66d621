// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <map>
#include <vector>

namespace stratoscope {

/// Another server for what begins with a rule's prefix.
struct RegistryMirror {
    enum class Use { All, DigestOnly, TagOnly };

    QString location; ///< host[:port][/namespace…], takes the prefix's place
    bool insecure = false;
    Use use = Use::All;

    bool operator==(const RegistryMirror &) const = default;
};

/// A `[[registry]]` of a registries.conf.
struct RegistryRule {
    QString prefix; ///< host[:port][/namespace…], or `*.example.com`
    QString location; ///< takes the prefix's place; empty, with a prefix `*.…` only: nothing is replaced
    bool insecure = false;
    bool blocked = false;
    std::vector<RegistryMirror> mirrors{};

    /// How many characters of a name (`docker.io/library/alpine:3.22`) the prefix covers; -1 where the name does not begin with it.
    qsizetype match(QStringView name) const;

    bool operator==(const RegistryRule &) const = default;
};

/// The configuration of registries of containers' tools (containers-registries.conf(5)), version 2, and 1 as far as it says the
/// same. Unqualified-search registries are not used here: a name without a registry is on docker.io.
struct RegistriesConf {
    std::vector<RegistryRule> rules; ///< each prefix once
    std::map<QString, QString> aliases; ///< short name to registry and repository; to nothing: taken back

    /// Malformed, with the line.
    static Result<RegistriesConf> parse(const QByteArray &bytes, const QString &subject);
    /// `file` and the drop-ins in `file`.d, in the order of their names; without a file those that containers' tools read:
    /// $CONTAINERS_REGISTRIES_CONF, ~/.config/containers/registries.conf or /etc/containers/registries.conf, and the drop-ins of
    /// the system and of the user. NotFound for a `file` that is not there.
    static Result<RegistriesConf> load(const QString &file);

    /// What comes later replaces rules of the same prefix and aliases of the same name.
    void merge(RegistriesConf later);
    /// The rule with the longest match; null where there is none.
    const RegistryRule *find(QStringView name) const;

    bool operator==(const RegistriesConf &) const = default;
};

} // namespace stratoscope
