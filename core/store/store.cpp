// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<Store> Store::open(const QString &directory)
{
    return StoreDirectory::open(directory).map([](StoreDirectory opened) { return Store(std::move(opened)); });
}

QString Store::defaultDirectory()
{
    const QString chosen = qEnvironmentVariable("STRATOSCOPE_STORE");
    if (!chosen.isEmpty())
        return chosen;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/stratoscope/store"_s;
}

Result<void> Store::addImage(const StoredImage &image) const
{
    STRATOSCOPE_TRY(const StoreLease lease, this->lease());
    STRATOSCOPE_CHECK(m_blobs.find(image.manifest));
    STRATOSCOPE_CHECK(m_blobs.find(image.config));
    for (const Digest &digest : image.layers) {
        if (!m_layers.find(digest) || !m_blobs.find(digest))
            return fail(ErrorKind::NotFound, image.reference, u"its layer %1 is not in the image store"_s.arg(digest.toString()));
    }
    return m_images.add(image);
}

} // namespace stratoscope
