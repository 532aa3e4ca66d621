// SPDX-License-Identifier: Apache-2.0
#include "registry/config/certificates.h"

#include "base/config_paths.h"
#include "base/file.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMaxCertificates = 4 << 20; // ten times the size of a system's roots

/// The path of the other file of a pair; NotFound if it is missing.
Result<QString> counterpart(const QDir &directory, const QString &name, const QString &suffix)
{
    const QString other = name.first(name.lastIndexOf(u'.')) + suffix;
    if (!directory.exists(other))
        return fail(ErrorKind::NotFound, directory.filePath(name), u"needs %1 beside it"_s.arg(other));
    return directory.filePath(other);
}

} // namespace

Result<TlsSettings> loadCertificates(const QString &path)
{
    const QDir directory(path);
    if (!directory.exists())
        return fail(ErrorKind::NotFound, path, u"no such directory"_s);
    TlsSettings tls;
    for (const QString &name : directory.entryList({u"*.crt"_s}, QDir::Files, QDir::Name)) {
        STRATOSCOPE_TRY(const QByteArray pem, readAll(directory.filePath(name), kMaxCertificates));
        tls.extraRoots += pem + '\n';
    }
    for (const QString &name : directory.entryList({u"*.key"_s}, QDir::Files, QDir::Name))
        STRATOSCOPE_CHECK(counterpart(directory, name, u".cert"_s));
    for (const QString &name : directory.entryList({u"*.cert"_s}, QDir::Files, QDir::Name)) {
        STRATOSCOPE_TRY(const QString key, counterpart(directory, name, u".key"_s));
        if (!tls.clientCertificate.isEmpty())
            continue;
        STRATOSCOPE_TRY(tls.clientCertificate, readAll(directory.filePath(name), kMaxCertificates));
        STRATOSCOPE_TRY(tls.clientKey, readAll(key, kMaxCertificates));
    }
    return tls;
}

QString certificateDirectory(const QString &registry)
{
    for (const QString &parent :
         {config_paths::containersDirectory() + u"/certs.d/"_s, u"/etc/containers/certs.d/"_s, u"/etc/docker/certs.d/"_s}) {
        if (QDir(parent + registry).exists())
            return parent + registry;
    }
    return {};
}

} // namespace stratoscope
