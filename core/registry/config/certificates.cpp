// SPDX-License-Identifier: Apache-2.0
#include "registry/config/certificates.h"

#include "base/config_paths.h"
#include "base/file.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMaxCertificates = 4 << 20; // the whole of a system's roots is a tenth of that

Result<QByteArray> readPem(const QString &path)
{
    STRATOSCOPE_TRY(const FileRegion file, FileRegion::whole(path));
    return readAll(file, kMaxCertificates);
}

/// Where the file's counterpart is; an error where there is none.
Result<QString> counterpart(const QDir &folder, const QString &name, const QString &suffix)
{
    const QString other = name.first(name.lastIndexOf(u'.')) + suffix;
    if (!folder.exists(other))
        return fail(ErrorKind::NotFound, folder.filePath(name), u"needs %1 beside it"_s.arg(other));
    return folder.filePath(other);
}

} // namespace

Result<TlsSettings> loadCertificates(const QString &folder)
{
    const QDir directory(folder);
    if (!directory.exists())
        return fail(ErrorKind::NotFound, folder, u"there is no such folder of certificates"_s);
    TlsSettings tls;
    for (const QString &name : directory.entryList({u"*.crt"_s}, QDir::Files, QDir::Name)) {
        STRATOSCOPE_TRY(const QByteArray pem, readPem(directory.filePath(name)));
        tls.extraRoots += pem + '\n';
    }
    for (const QString &name : directory.entryList({u"*.key"_s}, QDir::Files, QDir::Name))
        STRATOSCOPE_CHECK(counterpart(directory, name, u".cert"_s));
    for (const QString &name : directory.entryList({u"*.cert"_s}, QDir::Files, QDir::Name)) {
        STRATOSCOPE_TRY(const QString key, counterpart(directory, name, u".key"_s));
        if (!tls.clientCertificate.isEmpty())
            continue;
        STRATOSCOPE_TRY(tls.clientCertificate, readPem(directory.filePath(name)));
        STRATOSCOPE_TRY(tls.clientKey, readPem(key));
    }
    return tls;
}

QString certificateFolder(const QString &registry)
{
    for (const QString &folder :
         {config_paths::containersFolder() + u"/certs.d/"_s, u"/etc/containers/certs.d/"_s, u"/etc/docker/certs.d/"_s}) {
        if (QDir(folder + registry).exists())
            return folder + registry;
    }
    return {};
}

} // namespace stratoscope
