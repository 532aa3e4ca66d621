// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <QJsonObject>

namespace stratoscope {

/// What Docker and its helpers call a registry: its name, but for Docker Hub, which has had an address of its own from the
/// beginning.
QString credentialServer(const QString &registry);

/// A file of credentials: Docker's config.json, or auth.json of containers' tools (containers-auth.json(5)). Its keys are
/// registries, with a scheme and a path or without, or registries with a namespace. A value; what it does not know it keeps.
class AuthFile
{
public:
    /// Empty where there is no such file. Malformed for what is no JSON object.
    static Result<AuthFile> read(const QString &path);

    const QString &path() const { return m_path; }
    /// `docker-credential-NAME` that holds the registry's credentials: by `credHelpers`, else by `credsStore`. Empty: none.
    Result<QString> helper(const QString &registry) const;
    /// By the longest key that fits. Malformed where the entry cannot be read.
    Result<std::optional<Credentials>> find(const QString &registry, const QString &repository) const;

    void set(const QString &registry, const Credentials &credentials);
    /// Notes that a helper has them, as Docker does.
    void setKeptByHelper(const QString &registry);
    /// False where there was nothing. Entries of namespaces stay.
    bool remove(const QString &registry);
    /// Replaces the file at once; only its owner may read it.
    Result<void> save() const;

private:
    QJsonObject auths() const;
    void replace(const QString &registry, const QJsonObject &entry);

    QString m_path;
    QJsonObject m_json;
};

} // namespace stratoscope
