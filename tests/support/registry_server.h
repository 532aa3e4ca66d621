// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/certificates.h"
#include "support/image_files.h"

#include <QJsonObject>
#include <QProcess>

#include <memory>

namespace stratoscope::test {

class TokenServer;

/// Whom a registry serves, and how.
struct RegistryRules {
    const TestAuthority *tls = nullptr; ///< nothing: plain HTTP
    QString user = {}; ///< with a password: by htpasswd; over plain HTTP as well
    QString password = {};
    const TokenServer *tokens = nullptr; ///< whose tokens it takes
    QString realm = {}; ///< where it says that they are; empty: where they are
};

/// Debian's docker-registry on 127.0.0.1 and a free port, with a storage of its own. Takes schema 1, too. Ends when destroyed.
class RegistryServer
{
public:
    explicit RegistryServer(RegistryRules rules = {});
    ~RegistryServer();
    RegistryServer(const RegistryServer &) = delete;
    RegistryServer &operator=(const RegistryServer &) = delete;

    quint16 port() const { return m_port; }
    /// `127.0.0.1:PORT`
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }
    /// What it has logged.
    QByteArray log() const;

    /// Copies by skopeo: `source` as skopeo names it (`oci:DIR:NAME`), `target` a repository and a tag, `options` such as
    /// `--format v2s1` and `--all`.
    void push(const QString &source, const QString &target, const QStringList &options = {}) const;
    /// The same of an image made here.
    void push(const TestImage &image, const QString &target, const QStringList &options = {}) const;

    // What is put into its storage without asking it: quick, and nothing is checked.

    /// The descriptor of the blob.
    QJsonObject putBlob(const QString &repository, const QByteArray &bytes, const QString &mediaType) const;
    /// A manifest or an index; its descriptor. Without tags it is found by its digest alone.
    QJsonObject putManifest(const QString &repository, const QByteArray &bytes, const QStringList &tags = {}) const;
    /// An image of one small layer.
    QJsonObject putSmallImage(const QString &repository, const QStringList &tags) const;
    /// A blob goes missing, or becomes other bytes.
    void removeBlob(const QString &digest) const;
    void replaceBlob(const QString &digest, const QByteArray &bytes) const;

private:
    QString blobPath(const QString &digest) const;
    QByteArray settings() const;
    void waitForPort();

    RegistryRules m_rules;
    TestFolder m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace stratoscope::test
