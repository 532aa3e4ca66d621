// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace stratoscope::ui {

enum class LibraryKind {
    Stored, ///< in the store
    File,
    Folder,
    Remote, ///< a reference to an image that is not in the store
    Engine, ///< the heading of an engine's images
    EngineImage,
};

QString iconName(LibraryKind kind);

/// An image in the store, or a recently opened or pinned one.
struct LibraryRow {
    LibraryKind kind = LibraryKind::Stored;
    QString name{}; ///< as Session::open() takes it: a canonical reference, or a path
    QString title{}; ///< `alpine`, `podman/hello`, or a file name
    QString tag{}; ///< with its separator: `:3.22`, or `@` and a short digest; empty for most files
    QString location{}; ///< the registry, or the folder of a file
    QString distinction{}; ///< the part of the location that tells it from others with the same label; empty if there are none
    std::optional<Platform> platform{}; ///< not known for files
    std::optional<std::uint64_t> size{}; ///< in bytes: of the compressed layers, or of the file
    QDateTime date{}; ///< when the image was pulled, or the file modified
    bool isPinned = false;
    bool isMissing = false; ///< a file that no longer exists
    int group = 0; ///< 0: the store and files; above: an engine with its images
    bool isInUse = false; ///< by a container of the engine
    QString note{}; ///< of an engine: why it has no images
    bool isDefaultPlatform = true; ///< the name opens this image if no platform is given
    std::optional<StoredImage> stored{};

    /// Unique in the library.
    QString key() const { return name + u'\n' + (platform ? platform->toString() : QString()); }
    /// `alpine:3.22`, or the file's name.
    QString label() const { return title + tag; }
    /// The platform to open it with; none: the default one.
    std::optional<Platform> wantedPlatform() const { return isDefaultPlatform ? std::nullopt : platform; }
    /// Whether it is an image on this machine whose contents can be added to the store.
    bool canBeImported() const
    {
        return (kind == LibraryKind::File || kind == LibraryKind::Folder || kind == LibraryKind::EngineImage) && !isMissing;
    }
    /// Whether it is an image, not an engine.
    bool isImage() const { return kind != LibraryKind::Engine; }

    bool operator==(const LibraryRow &) const = default;
};

/// The contents of the library.
struct LibraryContents {
    std::vector<LibraryRow> rows; ///< stored images, files and folders
    std::vector<LibraryRow> recent; ///< recently opened images, the latest first
    QStringList problems; ///< image records of the store that cannot be read
};

/// Fills in what follows from the name alone, without access to the disk.
LibraryRow rowOf(const QString &name);

/// Lists the images in the store, and the recently opened or pinned files. Blocking.
LibraryContents readLibrary(const Store &store, const QStringList &recent, const QStringList &pinned);

} // namespace stratoscope::ui
