// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace stratoscope {

/// The name by which Docker and its helpers know a registry: its address, except for Docker Hub, which has a URL for historical
/// reasons.
QString credentialServer(const QString &registry);

/// A credentials file: Docker's config.json or auth.json (containers-auth.json(5)). Its keys are registries, optionally with a
/// scheme and a path, or registries with a namespace. A value; unknown members are preserved. Errors: Configuration if the file is
/// malformed.
class AuthFile
{
public:
    /// A missing file reads as an empty one.
    static Result<AuthFile> read(const QString &path);
    /// Reads a file, changes it and replaces it; `change` returns whether there is anything to save, and may be called again: see
    /// updateFile().
    static Result<void> update(const QString &path, const std::function<bool(AuthFile &)> &change);

    const QString &path() const { return m_path; }
    /// The NAME of the program `docker-credential-NAME` that stores the registry's credentials: from `credHelpers`, otherwise from
    /// `credsStore`. Empty: none.
    Result<QString> helper(const QString &registry) const;
    /// The entry with the longest matching key.
    Result<std::optional<Credentials>> find(const QString &registry, const QString &repository) const;

    /// The registries that it has entries for, those of helpers included.
    QStringList registries() const;

    void set(const QString &registry, const Credentials &credentials);
    /// Records that a helper stores the credentials, as Docker does.
    void setStoredByHelper(const QString &registry);
    /// Returns false if there was no entry. Entries of namespaces are kept.
    bool remove(const QString &registry);

private:
    static Result<AuthFile> parse(const QString &path, const QByteArray &bytes);
    QByteArray toJson() const;
    QJsonObject auths() const;
    void setAuths(const QJsonObject &entries);
    void replace(const QString &registry, const QJsonObject &entry);

    QString m_path;
    QJsonObject m_json;
};

} // namespace stratoscope
