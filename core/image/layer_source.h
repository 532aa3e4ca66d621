// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/distinct_layers.h"
#include "image/image.h"

#include <stop_token>

namespace stratoscope {

/// Where the layers of one image come from: an archive, a prebaked directory, the store or a registry. Layers are numbered from the
/// bottom. Thread-safe; layers can be opened in parallel.
class LayerSource
{
public:
    virtual ~LayerSource() = default;

    SourceKind kind() const { return m_kind; }
    /// The file or directory, or the reference: for messages.
    const QString &location() const { return m_location; }
    const ImageDocuments &documents() const { return m_documents; }
    /// By layer, see firstOccurrence(): duplicates need not be opened.
    const std::vector<std::size_t> &first() const { return m_first; }

    /// The image without its layers.
    Image describe() const;
    /// Work to be done on all layers; `size`: how many bytes it has to process of each.
    LayerWork work(Stage stage, const std::function<std::uint64_t(std::size_t)> &size) const;

    /// How many bytes open() adds to its progress.
    virtual std::uint64_t openSize(std::size_t layer) const = 0;
    struct OpenedLayer {
        ImageLayer layer;
        std::uint64_t reusedBytes = 0; ///< how much of the blob was in the store already
    };
    /// Makes a layer's index and contents available. Blocking. Throws Cancelled.
    virtual Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const = 0;
    /// Opens all layers in parallel, each distinct one once.
    Result<std::vector<OpenedLayer>> openAll(ProgressMeter &progress, const std::stop_token &stop) const;

protected:
    LayerSource(SourceKind kind, QString location, ImageDocuments documents, std::vector<std::size_t> first)
        : m_documents(std::move(documents))
        , m_kind(kind)
        , m_location(std::move(location))
        , m_first(std::move(first))
    {
    }

    ImageDocuments m_documents;
    /// For all layers together.
    const std::shared_ptr<MemoryBudget> m_memory = std::make_shared<MemoryBudget>();

private:
    SourceKind m_kind;
    QString m_location;
    std::vector<std::size_t> m_first;
};

/// A source on this machine, whose layers can be verified.
class LocalSource : public LayerSource
{
public:
    /// What verifying a layer found.
    struct Finding {
        Digest digest; ///< of the layer, according to the source; null if it gives none
        std::shared_ptr<const LayerIndex> index; ///< null if it could not be read
        std::optional<Error> blob; ///< what is wrong with the layer as it was received
        std::optional<Error> files; ///< what is wrong with the files unpacked from it
        std::uint64_t bytes = 0; ///< read
    };
    /// How many bytes verify() reads, approximately.
    virtual std::uint64_t verifySize(std::size_t layer) const = 0;
    /// Reads all of a layer, even if it was verified before, and compares it with its digests; stores nothing. Blocking. Throws
    /// Cancelled.
    virtual Finding verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const = 0;

    /// Completes an opened image once its layers are merged.
    virtual Result<void> complete(Image &) const { return {}; }

protected:
    using LayerSource::LayerSource;
};

} // namespace stratoscope
