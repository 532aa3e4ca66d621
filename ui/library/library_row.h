// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace stratoscope::ui {

enum class LibraryKind {
    Stored, ///< an image of the store
    File,
    Folder,
    Remote, ///< a reference that the store does not have
};

/// The icon that stands for it.
QString iconName(LibraryKind kind);

/// An image that the user has, or opened lately.
struct LibraryRow {
    LibraryKind kind = LibraryKind::Stored;
    QString name{}; ///< as Session::open() takes it: the canonical reference, or a path
    QString title{}; ///< `alpine`, `podman/hello`, or a file's name
    QString tag{}; ///< with what parts it from the title: `:3.22`, `@` and the first digits of a digest; empty for most files
    QString place{}; ///< the registry, or a file's folder
    std::optional<Platform> platform{}; ///< not known of files that were not read
    std::optional<std::uint64_t> size{}; ///< in bytes: of the layers as they came, or of the file
    QDateTime date{}; ///< when it was pulled, or the file was written
    bool isPinned = false;
    bool isMissing = false; ///< a file that is not there any more
    bool isChosenByName = true; ///< the name alone opens it, not another platform's image of that name
    std::optional<StoredImage> stored{};

    /// What tells it from the others.
    QString key() const;
    /// `alpine:3.22`, or the file's name.
    QString label() const { return title + tag; }
    /// What opening it asks for.
    std::optional<Platform> wantedPlatform() const { return isChosenByName ? std::nullopt : platform; }

    bool operator==(const LibraryRow &) const = default;
};

/// What there is to list.
struct LibraryContents {
    std::vector<LibraryRow> rows; ///< of the library: what the store has, and files
    std::vector<LibraryRow> recent; ///< images opened lately, the latest first
    QStringList problems; ///< records of the store that cannot be read
};

/// As much as the name itself tells: no disk is asked.
LibraryRow rowOf(const QString &name);

/// Reads what the store has, and looks at the files that were opened lately or pinned. Blocking.
LibraryContents readLibrary(const Store &store, const QStringList &recent, const QStringList &pinned);

} // namespace stratoscope::ui
