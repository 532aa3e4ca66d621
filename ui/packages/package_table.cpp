// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/package_table.h"

#include "base/cancel.h"
#include "query/tree_order.h"
#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct PackageTableTr {
    Q_DECLARE_TR_FUNCTIONS(PackageTable)
};

using VersionKey = std::tuple<PackageType, std::string_view, std::string_view, std::string_view>;

/// By everything that a comparison goes by; the first one of several.
std::map<VersionKey, const Package *> byVersion(const PackageList &list)
{
    std::map<VersionKey, const Package *> packages;
    for (const Package &package : list.packages)
        packages.emplace(VersionKey{package.type, package.name, package.arch, package.version}, &package);
    return packages;
}

void addComparedRows(PackageTable &table)
{
    const PackageList &listBefore = *table.packages->before.list;
    const PackageList &listAfter = *table.packages->after.list;
    const auto before = byVersion(listBefore);
    const auto after = byVersion(listAfter);
    for (const PackageChange &change : comparePackages(listBefore, listAfter)) {
        PackageRow row{.difference = change.difference};
        if (change.difference != PackageDifference::Added)
            row.before = before.at({change.type, change.name, change.arch, change.before});
        if (change.difference != PackageDifference::Removed)
            row.after = after.at({change.type, change.name, change.arch, change.after});
        table.rows.push_back(row);
    }
    for (const auto &[key, package] : after) {
        if (const auto same = before.find(key); same != before.end())
            table.rows.push_back({.before = same->second, .after = package});
    }
    std::ranges::stable_sort(table.rows, {}, [](const PackageRow &row) {
        const Package &package = row.shown();
        return std::tuple(package.type, std::string_view(package.name), std::string_view(package.arch));
    });
}

std::optional<std::int64_t> numberIn(const PackageRow &row, PackageColumn column)
{
    const Package &package = row.shown();
    switch (column) {
    case PackageColumn::Difference:
        return row.sizeDifference();
    case PackageColumn::Size:
        return package.size ? std::optional(std::int64_t(std::min<std::uint64_t>(*package.size, INT64_MAX))) : std::nullopt;
    case PackageColumn::Files:
        return std::int64_t(package.files.size());
    case PackageColumn::Layer:
        return package.layer;
    case PackageColumn::Change:
        return row.difference ? int(*row.difference) : INT64_MAX; // what is the same comes last
    default:
        return std::nullopt;
    }
}

bool isText(PackageColumn column)
{
    switch (column) {
    case PackageColumn::Difference:
    case PackageColumn::Size:
    case PackageColumn::Files:
    case PackageColumn::Layer:
    case PackageColumn::Change:
        return false;
    default:
        return true;
    }
}

std::string_view textIn(const PackageRow &row, PackageColumn column)
{
    switch (column) {
    case PackageColumn::Before:
        return row.before ? std::string_view(row.before->version) : std::string_view();
    case PackageColumn::After:
        return row.after ? std::string_view(row.after->version) : std::string_view();
    case PackageColumn::Version:
        return row.shown().version;
    case PackageColumn::Type:
        return packageTypeName(row.shown().type);
    case PackageColumn::Arch:
        return row.shown().arch;
    case PackageColumn::Source:
        return row.shown().source;
    default:
        return row.shown().name;
    }
}

bool hasWords(const PackageRow &row, const QStringList &words)
{
    constexpr std::array kSearched{PackageColumn::Name, PackageColumn::Before, PackageColumn::After,
                                   PackageColumn::Type, PackageColumn::Arch,   PackageColumn::Source};
    QString all = packageDifferenceText(row.difference);
    for (const PackageColumn column : kSearched)
        all += u'\n' + printable(textIn(row, column));
    return std::ranges::all_of(words, [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

/// Numbers from the largest in the first place if `descending`, unknown ones last.
std::strong_ordering compareRows(const PackageRow &left, const PackageRow &right, const PackageSort &sort)
{
    const bool descending = sort.order == Qt::DescendingOrder;
    if (isText(sort.column)) {
        const int order = compareNames(textIn(left, sort.column), textIn(right, sort.column));
        return descending ? 0 <=> order : order <=> 0;
    }
    const auto l = numberIn(left, sort.column);
    const auto r = numberIn(right, sort.column);
    if (l.has_value() != r.has_value())
        return l ? std::strong_ordering::less : std::strong_ordering::greater;
    if (!l)
        return std::strong_ordering::equal;
    if (sort.column == PackageColumn::Difference) // by the amount, as in the tree
        return descending ? std::abs(*r) <=> std::abs(*l) : std::abs(*l) <=> std::abs(*r);
    return descending ? *r <=> *l : *l <=> *r;
}

} // namespace

std::optional<std::int64_t> PackageRow::sizeDifference() const
{
    const auto sizeOf = [](const Package *package) {
        if (!package)
            return std::optional<std::int64_t>(0);
        return package->size ? std::optional(std::int64_t(std::min<std::uint64_t>(*package->size, INT64_MAX))) : std::nullopt;
    };
    const auto was = sizeOf(before);
    const auto is = sizeOf(after);
    return was && is ? std::optional(*is - *was) : std::nullopt;
}

std::shared_ptr<const PackageTable> PackageTable::make(std::shared_ptr<const PackageGroups> packages)
{
    const auto made = std::make_shared<PackageTable>();
    made->packages = std::move(packages);
    if (made->isCompared()) {
        addComparedRows(*made);
        return made;
    }
    for (const Package &package : made->packages->after.list->packages)
        made->rows.push_back({.after = &package});
    return made;
}

std::vector<Error> PackageTable::notes() const
{
    std::vector<Error> notes;
    if (isCompared())
        notes = packages->before.list->notes;
    for (const Error &note : packages->after.list->notes) {
        const auto isSame = [&note](const Error &other) { return other.message() == note.message(); };
        if (std::ranges::none_of(notes, isSame))
            notes.push_back(note);
    }
    return notes;
}

QString PackageTable::summary() const
{
    if (!isCompared())
        return PackageTableTr::tr("%Ln packages", nullptr, pluralCount(rows.size()));
    std::array<int, 5> counts{};
    for (const PackageRow &row : rows) {
        if (row.difference)
            ++counts[std::size_t(*row.difference)];
    }
    const auto count = [&counts](PackageDifference difference) { return counts[std::size_t(difference)]; };
    QStringList parts;
    if (const int upgraded = count(PackageDifference::Upgraded))
        parts += PackageTableTr::tr("%Ln upgraded", nullptr, upgraded);
    if (const int downgraded = count(PackageDifference::Downgraded))
        parts += PackageTableTr::tr("%Ln downgraded", nullptr, downgraded);
    if (const int changed = count(PackageDifference::Changed))
        parts += PackageTableTr::tr("%Ln changed", nullptr, changed);
    if (const int added = count(PackageDifference::Added))
        parts += PackageTableTr::tr("%Ln added", nullptr, added);
    if (const int removed = count(PackageDifference::Removed))
        parts += PackageTableTr::tr("%Ln removed", nullptr, removed);
    return parts.isEmpty() ? PackageTableTr::tr("No package differs") : listText(parts);
}

QString PackageTable::text(const PackageRow &row, PackageColumn column) const
{
    switch (column) {
    case PackageColumn::Change:
        return packageDifferenceText(row.difference);
    case PackageColumn::Difference: {
        const std::int64_t bytes = row.sizeDifference().value_or(0);
        if (bytes == 0)
            return {};
        return (bytes > 0 ? u'+' : u'\u2212') + sizeText(std::uint64_t(std::abs(bytes)));
    }
    case PackageColumn::Size:
        return row.shown().size ? sizeText(*row.shown().size) : QString();
    case PackageColumn::Files:
        return countText(row.shown().files.size());
    case PackageColumn::Layer:
        return QString::number(row.shown().layer);
    default:
        return printable(textIn(row, column));
    }
}

std::vector<std::uint32_t> arrange(const PackageTable &table, const PackageSort &sort, const QString &filter, bool onlyDifferences,
                                   const std::stop_token &stop)
{
    const QStringList words = filter.split(u' ', Qt::SkipEmptyParts);
    std::vector<std::uint32_t> shown;
    for (std::uint32_t i = 0; i < table.rows.size(); ++i) {
        if (i % 0x400 == 0)
            throwIfStopped(stop);
        const PackageRow &row = table.rows[i];
        const bool isLeftOut = onlyDifferences && table.isCompared() && !row.difference;
        if (!isLeftOut && hasWords(row, words))
            shown.push_back(i);
    }
    std::ranges::stable_sort(shown, [&](std::uint32_t left, std::uint32_t right) {
        const auto order = compareRows(table.rows[left], table.rows[right], sort);
        if (order != 0 || sort.column == PackageColumn::Name)
            return order < 0;
        return compareNames(table.rows[left].shown().name, table.rows[right].shown().name) < 0;
    });
    throwIfStopped(stop);
    return shown;
}

QString packageDifferenceText(const std::optional<PackageDifference> &difference)
{
    if (!difference)
        return {};
    switch (*difference) {
    case PackageDifference::Added:
        return PackageTableTr::tr("Added");
    case PackageDifference::Removed:
        return PackageTableTr::tr("Removed");
    case PackageDifference::Upgraded:
        return PackageTableTr::tr("Upgraded");
    case PackageDifference::Downgraded:
        return PackageTableTr::tr("Downgraded");
    case PackageDifference::Changed:
        return PackageTableTr::tr("Changed");
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
