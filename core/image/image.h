// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "layer/decompress.h"
#include "oci/digest.h"
#include "oci/image_config.h"
#include "oci/platform.h"
#include "store/file_digests.h"
#include "tree/image_fs.h"
#include "tree/user.h"

#include <QByteArray>
#include <QStringList>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace stratoscope {

enum class SourceKind { DockerArchive, OciLayout, OciArchive, Prebaked, Store };

/// "docker-archive", "oci", "oci-archive", "prebaked", "store": the prefixes of the command line's contract.
QString sourceKindName(SourceKind kind);
SourceKind sourceKindOf(ArchiveKind kind);

/// How far the bytes of a layer have been held against its digests.
enum class Verification {
    Pending, ///< shown as it stands in the file; nothing checked yet
    Running,
    Verified, ///< digest, diff-id and size are the promised ones
    Failed, ///< they are not; see ImageLayer::Check::error
    Unknown, ///< the source promises nothing to hold it against (a prebaked directory)
};

/// One layer of an opened image. What it is does not change; how far it is verified does, from any thread.
struct ImageLayer {
    std::optional<Digest> digest; ///< of the blob as it is stored; not known before it was read where the source does not say
    std::optional<DiffId> diffId;
    QString mediaType; ///< as the source says; may be empty
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob; 0 where there is none (a prebaked directory)
    std::uint64_t size = 0; ///< of the uncompressed tar; 0 where not known
    QString createdBy; ///< the history's created_by; empty where there is none
    std::optional<FileRegion> blob; ///< the bytes of the blob where they are at hand

    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;

    /// Shared state of the verification. Thread-safe.
    class Check
    {
    public:
        explicit Check(Verification state, std::shared_ptr<const FileDigests> digests = {});
        Verification state() const { return m_state; }
        std::optional<Error> error() const;
        /// The files' SHA-256; null until verified.
        std::shared_ptr<const FileDigests> fileDigests() const;

        void setRunning() { m_state = Verification::Running; }
        void setPending() { m_state = Verification::Pending; }
        void setVerified(std::shared_ptr<const FileDigests> digests);
        void setFailed(Error error);

    private:
        std::atomic<Verification> m_state;
        mutable std::mutex m_mutex;
        std::shared_ptr<const FileDigests> m_digests;
        std::optional<Error> m_error;
    };
    std::shared_ptr<Check> check;
};

/// An opened image: what it is, its layers and its merged file system. Immutable but for the layers' checks; shared by pointer,
/// thread-safe.
struct Image {
    SourceKind source = SourceKind::OciLayout;
    QString location; ///< the file or folder; the canonical reference for one of the store
    QStringList names; ///< tags and references that the source gives it
    QString mediaType; ///< of the manifest
    std::optional<Digest> digest; ///< of the manifest; none where there is none (docker-archive, prebaked)
    QByteArray manifestBytes; ///< as received; empty where there is none
    QByteArray indexBytes; ///< of the index that it was chosen from, as received; empty where there was none, or it is not known
    QByteArray configBytes;
    Digest configDigest;
    ImageConfig config;
    Platform platform;
    std::optional<UserIds> userIds; ///< the config's user in numbers, where the source tells them: a prebaked directory
    std::vector<ImageLayer> layers; ///< bottom first
    std::shared_ptr<const MergedTree> tree;

    /// What to call it: its first name, else the file's name; both where the name is only a tag.
    QString title() const;
    /// The merged file system with its contents.
    ImageFs fs() const;
    /// Merged through layer `last`.
    Result<ImageFs> fsUpTo(int last) const;
    /// One layer alone, whiteouts included.
    ImageFs fsOfLayer(int layer) const;
    /// The worst of the layers' states: Failed, Running, Pending, Unknown, Verified.
    Verification verification() const;
};

} // namespace stratoscope
