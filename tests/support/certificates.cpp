// SPDX-License-Identifier: Apache-2.0
#include "support/certificates.h"

#include "support/run_tool.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr const char *kSettings = R"([req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, digitalSignature
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = IP:127.0.0.1, DNS:localhost, DNS:registry.test
extendedKeyUsage = serverAuth, clientAuth
)";

void openssl(const QString &folder, const QStringList &arguments)
{
    writeDisk(folder + u"/openssl.cnf"_s, kSettings);
    runTool(u"openssl"_s,
            QStringList{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-config"_s, folder + u"/openssl.cnf"_s}
                + arguments,
            folder);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

} // namespace

TestAuthority::TestAuthority()
{
    const QString folder = m_folder.path();
    QDir().mkpath(certDir());
    const QStringList curve{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s};
    openssl(folder,
            curve
                + QStringList{u"-subj"_s, u"/CN=Authority of a test"_s, u"-extensions"_s, u"authority"_s, u"-keyout"_s,
                              folder + u"/ca.key"_s, u"-out"_s, authorityPath()});
    openssl(folder,
            curve
                + QStringList{u"-subj"_s, u"/CN=localhost"_s, u"-extensions"_s, u"server"_s, u"-CA"_s, authorityPath(), u"-CAkey"_s,
                              folder + u"/ca.key"_s, u"-keyout"_s, keyPath(), u"-out"_s, certificatePath()});
}

QSslConfiguration TestAuthority::configuration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(contentOf(certificatePath())));
    configuration.setPrivateKey(QSslKey(contentOf(keyPath()), QSsl::Ec));
    return configuration;
}

TestSigner::TestSigner()
{
    const QString key = m_folder.path() + u"/signer.key"_s;
    openssl(m_folder.path(),
            {u"-newkey"_s, u"rsa:2048"_s, u"-subj"_s, u"/CN=Signer of a test"_s, u"-extensions"_s, u"authority"_s, u"-keyout"_s,
             key, u"-out"_s, certificatePath()});
    m_key = contentOf(key);
}

QByteArray TestSigner::certificate() const
{
    return QSslCertificate(contentOf(certificatePath())).toDer().toBase64();
}

QByteArray TestSigner::sign(const QByteArray &bytes) const
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> pem(BIO_new_mem_buf(m_key.constData(), int(m_key.size())), &BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PrivateKey(pem.get(), nullptr, nullptr, nullptr),
                                                                  &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto *const data = reinterpret_cast<const unsigned char *>(bytes.constData());
    std::size_t size = 0;
    QByteArray signature;
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1
        && EVP_DigestSign(context.get(), nullptr, &size, data, std::size_t(bytes.size())) == 1) {
        signature.resize(qsizetype(size));
        if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, data,
                           std::size_t(bytes.size()))
            == 1)
            return signature.left(qsizetype(size));
    }
    qFatal("OpenSSL does not sign");
}

} // namespace stratoscope::test
