// SPDX-License-Identifier: Apache-2.0
#include "app/version/version.h"

#include "app/version/build_facts.h"

#define FUSE_USE_VERSION 312
#define PCRE2_CODE_UNIT_WIDTH 8
#include <curl/curl.h>
#include <fuse3/fuse.h>
#include <git2.h>
#include <lzma.h>
#include <nghttp2/nghttp2.h>
#include <openssl/crypto.h>
#include <pcre2.h>
#include <sqlite3.h>
#include <zlib.h>
#include <zstd.h>

#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString pcre2Version()
{
    std::array<char, 64> text{};
    pcre2_config(PCRE2_CONFIG_VERSION, text.data());
    return QString::fromLatin1(text.data()).section(u' ', 0, 0); // the date follows
}

QString libgit2Version()
{
    int major = 0, minor = 0, revision = 0;
    git_libgit2_version(&major, &minor, &revision);
    return u"%1.%2.%3"_s.arg(major).arg(minor).arg(revision);
}

/// `NAME VERSION`, separated by commas; without those whose version is not known.
QString libraryList(std::initializer_list<std::pair<QString, QString>> libraries)
{
    QStringList texts;
    for (const auto &[name, itsVersion] : libraries) {
        if (!itsVersion.isEmpty())
            texts += name + u' ' + itsVersion;
    }
    return texts.join(u", "_s);
}

} // namespace

QString version()
{
    return QString::fromLatin1(kBuiltVersion);
}

QString versionText(const QString &program)
{
    QString text = program + u' ' + version();
    const QString commit = QString::fromLatin1(kBuiltCommit);
    if (!commit.isEmpty())
        text += u"\nCommit: "_s + commit;
    text += u"\nLibraries: "_s
        + libraryList({{u"Qt"_s, QString::fromLatin1(qVersion())},
                       {u"OpenSSL"_s, QString::fromLatin1(OpenSSL_version(OPENSSL_VERSION_STRING))},
                       {u"zlib"_s, QString::fromLatin1(zlibVersion())},
                       {u"zstd"_s, QString::fromLatin1(ZSTD_versionString())},
                       {u"liblzma"_s, QString::fromLatin1(lzma_version_string())},
                       {u"SQLite"_s, QString::fromLatin1(sqlite3_libversion())},
                       {u"PCRE2"_s, pcre2Version()},
                       {u"libgit2"_s, libgit2Version()},
                       {u"libcurl"_s, QString::fromLatin1(curl_version_info(CURLVERSION_NOW)->version)},
                       {u"nghttp2"_s, QString::fromLatin1(nghttp2_version(0)->version_str)},
                       {u"libfuse"_s, QString::fromLatin1(fuse_pkgversion())}});
    text += u"\nBuilt with: "_s
        + libraryList({{u"KArchive"_s, QString::fromLatin1(kBuiltKArchive)},
                       {u"ISA-L"_s, QString::fromLatin1(kBuiltIsal)},
                       {u"libsquashfs"_s, QString::fromLatin1(kBuiltSquashfs)},
                       {u"toml++"_s, QString::fromLatin1(kBuiltTomlplusplus)},
                       {u"yaml-cpp"_s, QString::fromLatin1(kBuiltYamlCpp)}});
    return text;
}

} // namespace stratoscope
