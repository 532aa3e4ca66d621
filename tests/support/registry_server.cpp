// SPDX-License-Identifier: Apache-2.0
#include "support/registry_server.h"

#include "oci/digest.h"
#include "support/json.h"
#include "support/run_tool.h"
#include "support/tar_builder.h"
#include "support/token_server.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr int kRequestPatience = 60'000; // milliseconds; only ever waited for where something hangs

QString digestOf(const QByteArray &bytes)
{
    return Digest::of(asBytes({bytes.constData(), std::size_t(bytes.size())})).toString();
}

QString hexOf(const QString &digest)
{
    return digest.section(u':', 1);
}

} // namespace

RegistryServer::RegistryServer(RegistryRules rules)
    : m_rules(std::move(rules))
    , m_folder(memoryPath()) // docker-registry forces every file to the disk
{
    const QString folder = m_folder.path();
    QDir().mkpath(folder + u"/storage"_s);
    if (!m_rules.user.isEmpty()) {
        // docker-registry takes bcrypt alone; perl has the system's crypt(3).
        const QByteArray hash
            = runTool(u"perl"_s, {u"-e"_s, u"print crypt($ARGV[0], '$2y$04$abcdefghijklmnopqrstuu')"_s, m_rules.password}, folder);
        writeDisk(folder + u"/htpasswd"_s, m_rules.user.toUtf8() + ':' + hash + '\n');
    }
    writeDisk(folder + u"/config.yml"_s, settings());
    m_process.setStandardErrorFile(folder + u"/log"_s);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setWorkingDirectory(folder);
#ifdef Q_OS_LINUX
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); }); // a test that crashes leaves none behind
#endif
    m_process.start(u"docker-registry"_s, {u"serve"_s, folder + u"/config.yml"_s});
    waitForPort();
}

RegistryServer::~RegistryServer()
{
    m_process.kill();
    m_process.waitForFinished(kRequestPatience);
    if (!QTest::currentTestFailed())
        return;
    for (const QByteArray &line : log().split('\n')) {
        if (line.contains("level=error"))
            qInfo("docker-registry: %s", line.constData());
    }
}

QByteArray RegistryServer::settings() const
{
    const QString folder = m_folder.path();
    QString text = u"version: 0.1\n"
                   "log: {level: info, formatter: text, accesslog: {disabled: true}}\n"
                   "storage: {filesystem: {rootdirectory: '%1/storage'}, delete: {enabled: true}}\n"
                   "compatibility: {schema1: {enabled: true}}\n"
                   "validation: {disabled: true}\n"
                   "http:\n"
                   "  addr: 127.0.0.1:0\n"
                   "  secret: of a test\n"_s.arg(folder);
    if (m_rules.tls)
        text += u"  tls: {certificate: '%1', key: '%2'}\n"_s.arg(m_rules.tls->certificatePath(), m_rules.tls->keyPath());
    if (m_rules.tokens)
        text += u"auth: {token: {realm: '%1', service: '%2', issuer: '%3', rootcertbundle: '%4'}}\n"_s.arg(
            m_rules.realm.isEmpty() ? m_rules.tokens->realm() : m_rules.realm, TokenServer::service(), TokenServer::issuer(),
            m_rules.tokens->certificatePath());
    else if (!m_rules.user.isEmpty())
        text += u"auth: {htpasswd: {realm: test, path: '%1/htpasswd'}}\n"_s.arg(folder);
    return text.toUtf8();
}

/// It takes the port that the system gives it, and tells it in its log.
void RegistryServer::waitForPort()
{
    const QByteArray mark = "listening on 127.0.0.1:";
    const QDeadlineTimer deadline(kRequestPatience);
    while (m_port == 0 && !deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        m_process.waitForFinished(10);
        const QByteArray text = log();
        const qsizetype at = text.indexOf(mark);
        const qsizetype end = at < 0 ? -1 : text.indexOf(m_rules.tls ? ',' : '"', at);
        if (end > 0)
            m_port = text.mid(at + mark.size(), end - at - mark.size()).toUShort();
    }
    if (m_port == 0)
        qFatal("docker-registry does not start: %s %s", qPrintable(m_process.errorString()), log().constData());
}

QByteArray RegistryServer::log() const
{
    QFile file(m_folder.path() + u"/log"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void RegistryServer::push(const QString &source, const QString &target, const QStringList &options) const
{
    QStringList arguments{u"copy"_s, u"--insecure-policy"_s, u"--quiet"_s};
    if (m_rules.tls)
        arguments << u"--dest-cert-dir"_s << m_rules.tls->certDir();
    else
        arguments << u"--dest-tls-verify=false"_s;
    if (!m_rules.user.isEmpty())
        arguments << u"--dest-creds"_s << m_rules.user + u':' + m_rules.password;
    runTool(u"skopeo"_s, arguments + options + QStringList{source, u"docker://%1/%2"_s.arg(address(), target)}, m_folder.path());
}

void RegistryServer::push(const TestImage &image, const QString &target, const QStringList &options) const
{
    const TestFolder folder;
    TestImage unnamed = image;
    unnamed.name.clear();
    writeFiles(folder.path(), ociLayout({unnamed}));
    push(u"oci:"_s + folder.path(), target, options);
}

QString RegistryServer::blobPath(const QString &digest) const
{
    return m_folder.path() + u"/storage/docker/registry/v2/blobs/sha256/%1/%2/data"_s.arg(hexOf(digest).left(2), hexOf(digest));
}

QJsonObject RegistryServer::putBlob(const QString &repository, const QByteArray &bytes, const QString &mediaType) const
{
    const QString digest = digestOf(bytes);
    if (!QFile::exists(blobPath(digest)))
        writeDisk(blobPath(digest), bytes);
    writeDisk(m_folder.path()
                  + u"/storage/docker/registry/v2/repositories/%1/_layers/sha256/%2/link"_s.arg(repository, hexOf(digest)),
              digest.toUtf8());
    return {{u"mediaType"_s, mediaType}, {u"digest"_s, digest}, {u"size"_s, bytes.size()}};
}

QJsonObject RegistryServer::putManifest(const QString &repository, const QByteArray &bytes, const QStringList &tags) const
{
    const QString digest = digestOf(bytes);
    const QString manifests = m_folder.path() + u"/storage/docker/registry/v2/repositories/%1/_manifests"_s.arg(repository);
    if (!QFile::exists(blobPath(digest)))
        writeDisk(blobPath(digest), bytes);
    writeDisk(manifests + u"/revisions/sha256/%1/link"_s.arg(hexOf(digest)), digest.toUtf8());
    for (const QString &tag : tags) {
        writeDisk(manifests + u"/tags/%1/current/link"_s.arg(tag), digest.toUtf8());
        writeDisk(manifests + u"/tags/%1/index/sha256/%2/link"_s.arg(tag, hexOf(digest)), digest.toUtf8());
    }
    const QString type = QJsonDocument::fromJson(bytes).object().value("mediaType"_L1).toString();
    return {{u"mediaType"_s, type}, {u"digest"_s, digest}, {u"size"_s, bytes.size()}};
}

QJsonObject RegistryServer::putSmallImage(const QString &repository, const QStringList &tags) const
{
    const TestImage image{.layers = {TarBuilder().file("etc/name", repository.toStdString()).finish()}};
    const QByteArray layer = QByteArray::fromStdString(image.layers.front());
    return putManifest(repository,
                       json({{u"schemaVersion"_s, 2},
                             {u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s},
                             {u"config"_s, putBlob(repository, image.configBytes(), u"application/vnd.oci.image.config.v1+json"_s)},
                             {u"layers"_s, QJsonArray{putBlob(repository, layer, u"application/vnd.oci.image.layer.v1.tar"_s)}}}),
                       tags);
}

void RegistryServer::removeBlob(const QString &digest) const
{
    QFile::remove(blobPath(digest));
}

void RegistryServer::replaceBlob(const QString &digest, const QByteArray &bytes) const
{
    QFile::remove(blobPath(digest));
    writeDisk(blobPath(digest), bytes);
}

} // namespace stratoscope::test
