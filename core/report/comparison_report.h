// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/image_diff.h"
#include "diff/tree_comparison.h"
#include "packages/compare_packages.h"

namespace stratoscope {

/// What a comparison leaves out.
struct ComparisonRules {
    IgnoreRules files;
    ImageRules image;

    /// Errors: those of IgnoreRules::make().
    static Result<ComparisonRules> make(std::vector<std::string> globs, bool ignoreTimes, bool ignoreOwners, bool semantic);
    /// What is left out, in English: "times", "owners", "*.pyc", …
    QStringList texts() const;
};

/// The packages of both sides. A value.
struct ComparedPackages {
    std::size_t before = 0; ///< how many there are
    std::size_t after = 0;
    std::vector<PackageChange> changes;
    QStringList notes; ///< databases that cannot be read, or only in part, in English
};

/// Everything that differs between two images: what the reports and the command line print. A value; thread-safe.
struct ComparisonReport {
    std::shared_ptr<const TreeComparison> comparison;
    ComparisonRules rules;
    TreeDiff files;
    ImageDiff image;
    /// Nothing for a single layer, which has only what it changes in the databases.
    std::optional<ComparedPackages> packages;

    /// Entries by what happened to them. A moved one counts once.
    struct Counts {
        std::uint64_t added = 0;
        std::uint64_t removed = 0;
        std::uint64_t modified = 0; ///< including onlyTimes
        std::uint64_t onlyTimes = 0; ///< modified ones of which only the times differ
        std::uint64_t moved = 0;
        std::uint64_t copied = 0;
        std::uint64_t total() const { return added + removed + modified + moved + copied; }
        bool operator==(const Counts &) const = default;
    };
    Counts counts;

    /// Blocks. Errors: those of TreeComparison::make(). Throws Cancelled.
    static Result<ComparisonReport> make(DiffSide before, DiffSide after, ComparisonRules rules, const std::stop_token &stop);

    /// Whether anything is listed: files, config or history.
    bool hasDifferences() const { return counts.total() > 0 || image.hasDifferences(); }
    /// The names of the sides; if both are the same, with what distinguishes them: platform, digest or location.
    std::pair<QString, QString> titles() const;

    /// "3 added, 1 removed, 12 modified (in 5 only the time differs), 2 moved"; "no files differ".
    QString countsText() const;
    /// "no differences", or countsText() with what is ignored.
    QString summaryText() const;
    /// "3 upgraded, 1 added"; empty if no package differs.
    QString packagesText() const;
    /// "5 → 6, the lowest 3 are the same".
    QString layersText() const;
    /// Why the config is not compared; empty if it is.
    QString configRemark() const;
    /// The changed entries with the most bytes added or removed, largest first.
    std::vector<NodeId> largest(std::size_t most) const;
};

/// A fact about both sides.
struct ReportRow {
    QString name;
    QString before;
    QString after;
    QString difference; ///< of numbers; otherwise empty
};
/// Platform, digest, sizes and numbers of both sides, as far as they are known.
std::vector<ReportRow> reportRows(const ImageDiff &image);

/// `1,234`.
QString countText(std::uint64_t count);

/// A difference of configs for people: "env PATH", "cmd".
QString configLabel(const ConfigDifference &difference);

} // namespace stratoscope
