// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "image/distinct_layers.h"
#include "oci/image_config.h"
#include "prebaked/file_digests.h"
#include "stream/decompress.h"
#include "tree/image_fs.h"
#include "tree/user.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace stratoscope {

/// How far the bytes of a layer have been compared with its digests.
enum class Verification {
    Pending, ///< not compared yet; shown as it is in the file
    Running,
    Verified, ///< digest, diff ID and size are as expected
    Failed, ///< they are not; see ImageLayer::Check::error()
    Unknown, ///< the source has no digests to compare with (a prebaked directory)
};

/// One layer of an opened image. Immutable except for its verification, which any thread may advance.
struct ImageLayer {
    std::optional<Digest> digest; ///< of the blob as stored; nothing if the source does not give it and the blob has not been read
    std::optional<DiffId> diffId;
    QString mediaType; ///< according to the source; may be empty
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob; 0 if there is none (a prebaked directory)
    std::uint64_t size = 0; ///< of the uncompressed tar; 0 if not known
    QString createdBy; ///< the history's created_by; empty if there is none
    std::optional<FileRegion> blob; ///< the bytes of the blob, if available

    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;

    /// The state of a layer's verification. Thread-safe.
    class Check
    {
    public:
        explicit Check(Verification state, std::shared_ptr<const FileDigests> digests = {})
            : m_state(state)
            , m_digests(std::move(digests))
        {
        }
        Verification state() const { return m_state; }
        /// Why the verification failed.
        std::optional<Error> error() const
        {
            const std::scoped_lock lock(m_mutex);
            return m_error;
        }
        /// The files' SHA-256; null until all have been read.
        std::shared_ptr<const FileDigests> fileDigests() const
        {
            const std::scoped_lock lock(m_mutex);
            return m_digests;
        }

        /// A verification that is running. Its owner alone ends it; destroying it before that, as when cancelled, makes the layer
        /// Pending again. Movable.
        class Run
        {
        public:
            Run(Run &&other) noexcept;
            Run &operator=(Run &&) = delete;
            ~Run();
            /// Each ends the run. `state`: Verified, or Unknown if there was nothing to compare the digests with.
            void succeed(std::shared_ptr<const FileDigests> digests, Verification state = Verification::Verified)
            {
                std::exchange(m_check, {})->end(state, std::move(digests), {});
            }
            void fail(Error error) { std::exchange(m_check, {})->end(Verification::Failed, {}, std::move(error)); }

        private:
            friend class Check;
            explicit Run(std::shared_ptr<Check> check)
                : m_check(std::move(check))
            {
            }
            std::shared_ptr<Check> m_check; ///< null once ended
        };
        /// Makes a Pending layer Running; nothing if it is not Pending.
        static std::optional<Run> begin(const std::shared_ptr<Check> &check);
        /// Makes a Failed layer Pending.
        void reset();

    private:
        void end(Verification state, std::shared_ptr<const FileDigests> digests, std::optional<Error> error);

        std::atomic<Verification> m_state;
        mutable std::mutex m_mutex;
        std::shared_ptr<const FileDigests> m_digests;
        std::optional<Error> m_error;
    };
    std::shared_ptr<Check> check;
};

/// An opened image: its documents, its layers and its merged file system. Immutable except for the verification of its layers;
/// shared by pointer, thread-safe.
struct Image : ImageDocuments {
    SourceKind source = SourceKind::OciLayout;
    QString location; ///< the file or directory; the canonical reference of a stored image
    std::optional<UserIds> userIds; ///< the config's user in numbers, if the source gives them (a prebaked directory)
    std::vector<ImageLayer> layers; ///< bottom first
    std::shared_ptr<const MergedTree> tree;

    /// Gives each layer the step of the config's history that made it.
    void takeHistory();
    /// Completes an image whose layers are opened: history and tree. Errors: those of MergedTree::merge(), naming the image.
    /// Throws Cancelled, like fsUpTo().
    Result<void> mergeLayers(const std::stop_token &stop);

    /// Work to be done on its layers' blobs; a layer occurs again if it has the same check.
    LayerWork work(Stage stage) const;
    /// Its name for people: the first name, or the file's name; both if the name is only a tag.
    QString title() const;
    /// The merged file system with its contents.
    ImageFs fs() const;
    /// Merged up to and including layer `last`.
    Result<ImageFs> fsUpTo(int last, const std::stop_token &stop) const;
    /// A single layer, including whiteouts. Throws Cancelled.
    ImageFs fsOfLayer(int layer, const std::stop_token &stop = {}) const;
    /// The worst of the layers' states: Failed, Running, Pending, Unknown, Verified.
    Verification verification() const;
};

} // namespace stratoscope
