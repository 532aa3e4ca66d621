// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"
#include "support/disk_tree.h"

#include <QObject>

#include <memory>
#include <string_view>

/// Small images and layers for stores.
namespace stratoscope::test {

/// A layer as an uncompressed tar: a file whose name and content depend on `seed`, and one of `padding` bytes.
std::string seededTar(int seed, std::size_t padding = 0);

/// Adds the layer of a tar to the store, like opening an image does.
Result<StoredLayer> putLayer(const Store &store, std::string_view tar);

/// Adds an image with these layers, a manifest, a config and the blobs of the layers.
Result<StoredImage> putImage(const Store &store, const QString &reference, const std::vector<std::string> &tars,
                             const QString &platform = QStringLiteral("linux/amd64"));

/// Verifies all layers and blobs, whether images use them or not, and that all images are complete.
Result<void> checkStore(const Store &store);
/// The names of unfinished files, in `tmp` and `downloads`.
QStringList unfinishedFiles(const Store &store);

/// The names of all files in a store except its lock and those in `tmp`.
QStringList storeFiles(const Store &store);

/// A test with a new, empty directory for a store before each function.
class StoreTest : public QObject
{
    Q_OBJECT

protected:
    QString path() const;
    Store open() const;
    /// The names of the files in `tmp`.
    QStringList temporaries() const;

    std::unique_ptr<TestFolder> m_dir;

protected Q_SLOTS:
    void init() { m_dir = std::make_unique<TestFolder>(); }
};

} // namespace stratoscope::test
