// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/image_files.h"

#include <QJsonArray>

#include <optional>

namespace stratoscope::test {

/// An OCI image layout put together piece by piece: what image_files.h makes no layouts of.
class LayoutMaker
{
public:
    /// Adds a blob; its descriptor.
    QJsonObject blob(const std::string &bytes, const QString &mediaType);
    /// Adds an image without an entry in the index; the manifest's descriptor. `changes` replace members of the manifest, and take
    /// out those that are null.
    QJsonObject image(const TestImage &image, const QJsonObject &changes = {});
    /// Adds an index of these descriptors; its own.
    QJsonObject index(const QJsonArray &descriptors,
                      const QString &mediaType = QStringLiteral("application/vnd.oci.image.index.v1+json"));
    /// Adds a descriptor to index.json.
    LayoutMaker &entry(const QJsonObject &descriptor);

    /// With index.json and oci-layout.
    std::map<std::string, std::string> files() const;
    void remove(const QJsonObject &descriptor);
    std::string &bytesOf(const QJsonObject &descriptor);

private:
    std::map<std::string, std::string> m_files;
    QJsonArray m_entries;
};

/// A descriptor with a platform (`linux/arm64`) and a name.
QJsonObject forPlatform(QJsonObject descriptor, const QString &platform);
QJsonObject named(QJsonObject descriptor, const QString &name);
/// A descriptor of what tells about another image.
QJsonObject asAttestation(QJsonObject descriptor);
QString digestOf(const QJsonObject &descriptor);

} // namespace stratoscope::test
