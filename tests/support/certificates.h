// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/disk_tree.h"

#include <QSslConfiguration>

/// Certificates that only tests trust, made by openssl(1).
namespace stratoscope::test {

/// A certificate authority and a certificate issued by it for 127.0.0.1, localhost and registry.test, for a server or a client. In
/// files, which exist as long as this object.
class TestAuthority
{
public:
    TestAuthority();

    /// A folder of nothing but `ca.crt`, as `--cert-dir` takes it.
    QString certDir() const { return m_folder.path() + QStringLiteral("/certs"); }
    QString authorityPath() const { return certDir() + QStringLiteral("/ca.crt"); }
    QString certificatePath() const { return m_folder.path() + QStringLiteral("/server.crt"); }
    QString keyPath() const { return m_folder.path() + QStringLiteral("/server.key"); }
    /// For a server in this process.
    QSslConfiguration configuration() const;

private:
    TestFolder m_folder;
};

/// An RSA key and a certificate for it by itself, to sign what is no connection.
class TestSigner
{
public:
    TestSigner();

    QString certificatePath() const { return m_folder.path() + QStringLiteral("/signer.crt"); }
    /// In base64, as `x5c` has it.
    QByteArray certificate() const;
    /// By RS256.
    QByteArray sign(const QByteArray &bytes) const;

private:
    TestFolder m_folder;
    QByteArray m_key; ///< PEM
};

} // namespace stratoscope::test
