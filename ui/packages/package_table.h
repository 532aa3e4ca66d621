// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/compare_packages.h"
#include "packages/package_groups.h"

#include <QString>
#include <Qt>

#include <memory>
#include <optional>
#include <stop_token>

namespace stratoscope::ui {

/// What is known about a package. Before to Difference only in comparisons, Version and the last four only without one.
enum class PackageColumn { Name, Before, After, Change, Difference, Version, Type, Arch, Source, Size, Files, Layer };
constexpr int kPackageColumnCount = 12;

/// A package, or both versions of one in a comparison. Refers to a PackageTable.
struct PackageRow {
    const Package *before = nullptr; ///< null if it was added, and without a comparison
    const Package *after = nullptr; ///< null if it was removed
    std::optional<PackageDifference> difference = {}; ///< nothing for what is the same on both sides

    const Package &shown() const { return after ? *after : *before; }
    /// The installed size after and before it, as far as they are known; 0 where it does not exist.
    std::optional<std::int64_t> sizeDifference() const;
};

/// The packages of an image, or those of two that are compared. Immutable; thread-safe; shared by pointer.
struct PackageTable {
    std::shared_ptr<const PackageGroups> packages;
    std::vector<PackageRow> rows;

    static std::shared_ptr<const PackageTable> make(std::shared_ptr<const PackageGroups> packages);

    bool isCompared() const { return packages->before.list != nullptr; }
    /// Databases that cannot be read, or only in part.
    std::vector<Error> notes() const;
    /// "120 packages", "3 upgraded, 1 added", "No package differs".
    QString summary() const;
    /// Of a cell; empty if it is not known, or the same as before.
    QString text(const PackageRow &row, PackageColumn column) const;
};

struct PackageSort {
    PackageColumn column = PackageColumn::Name;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const PackageSort &) const = default;
};

/// What is shown of a table and in which order: the numbers of its rows. `filter`: words, all of which must be in the texts of a
/// row, in either case. `onlyDifferences`: in a comparison. Throws Cancelled.
std::vector<std::uint32_t> arrange(const PackageTable &table, const PackageSort &sort, const QString &filter, bool onlyDifferences,
                                   const std::stop_token &stop);

/// "Upgraded", …; empty for what is the same.
QString packageDifferenceText(const std::optional<PackageDifference> &difference);

} // namespace stratoscope::ui
