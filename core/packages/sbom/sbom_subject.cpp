// SPDX-License-Identifier: Apache-2.0
#include "packages/sbom/sbom_subject.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace stratoscope {

SbomSubject SbomSubject::of(const Image &image, std::optional<int> upTo)
{
    SbomSubject subject;
    subject.name = image.title();
    if (upTo)
        subject.name += u" (up to layer %1)"_s.arg(*upTo);
    if (image.digest)
        subject.digest = image.digest->toString();
    else if (image.configDigest != Digest())
        subject.digest = image.configDigest.toString();

    const QDateTime created = QDateTime::fromString(image.config.created, Qt::ISODateWithMs);
    subject.created = (created.isValid() ? created : QDateTime::fromSecsSinceEpoch(0)).toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s);

    QByteArray layers;
    const std::size_t count = upTo ? std::size_t(*upTo) + 1 : image.layers.size();
    for (std::size_t i = 0; i < std::min(count, image.layers.size()); ++i) {
        const ImageLayer &layer = image.layers[i];
        layers += (layer.diffId ? layer.diffId->toString() : layer.digest.value_or(Digest()).toString()).toLatin1() + '\n';
    }
    const QUuid ownNamespace(u"{a7d4d2a4-4f0a-5b0e-9a55-6a1b7a6b1c0d}"_s);
    subject.uuid = QUuid::createUuidV5(ownNamespace, subject.digest.toUtf8() + '\n' + layers).toString(QUuid::WithoutBraces);
    subject.toolVersion = QCoreApplication::applicationVersion();
    return subject;
}

} // namespace stratoscope
