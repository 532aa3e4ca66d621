// SPDX-License-Identifier: Apache-2.0
#include "oci/document_digest.h"

#include "oci/manifest.h"
#include "oci/schema1.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Digest digestOf(const QByteArray &bytes, HashAlgorithm algorithm)
{
    Hasher hasher(algorithm);
    hasher.update(asBytes({bytes.constData(), std::size_t(bytes.size())}));
    return Digest(algorithm, hasher.finish());
}

} // namespace

Result<void> requireDigest(const QByteArray &bytes, const Digest &wanted, const QString &subject)
{
    const Digest found = digestOf(bytes, wanted.algorithm());
    if (found == wanted)
        return {};
    return fail(ErrorKind::Mismatch, subject, u"has digest %1, expected %2"_s.arg(found.toString(), wanted.toString()));
}

Result<Digest> manifestDigest(const QByteArray &bytes, const QJsonObject &document, HashAlgorithm algorithm, const QString &subject)
{
    if (documentKind(document) != DocumentKind::Schema1)
        return digestOf(bytes, algorithm);
    STRATOSCOPE_TRY(const QByteArray payload, schema1Payload(bytes, subject));
    return digestOf(payload, algorithm);
}

} // namespace stratoscope
