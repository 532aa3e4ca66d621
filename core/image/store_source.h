// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer_source.h"
#include "store/store.h"

namespace stratoscope {

/// The layers of an image in the store.
class StoreSource final : public LocalSource
{
public:
    /// Reads no documents: until readDocuments(), only the platform is known.
    StoreSource(const StoredImage &image, const Store &store);

    /// Errors: NotFound if the manifest or the config is missing in the store, Malformed.
    Result<void> readDocuments();
    /// Reads a document and compares it with its digest: Mismatch.
    Result<void> verifyDocument(const Digest &document) const;

    std::uint64_t openSize(std::size_t layer) const override;
    Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;
    std::uint64_t verifySize(std::size_t layer) const override;
    Finding verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;

private:
    StoredImage m_image;
    const Store &m_store;
};

} // namespace stratoscope
