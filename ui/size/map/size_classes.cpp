// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/size_classes.h"

#include "base/cancel.h"
#include "ui/size/map/file_kind.h"

#include <QCoreApplication>
#include <QLocale>

namespace stratoscope::ui {

namespace {

struct SizeClassesTr {
    Q_DECLARE_TR_FUNCTIONS(SizeClasses)
};

/// The majority vote of Boyer and Moore, with bytes as votes.
class Majority
{
public:
    void add(SizeClasses::Class voted, std::uint64_t votes)
    {
        if (voted == m_leading) {
            m_lead += votes;
        } else if (votes > m_lead) {
            m_leading = voted;
            m_lead = votes - m_lead;
        } else {
            m_lead -= votes;
        }
    }
    SizeClasses::Class leading() const { return m_leading; }
    std::uint64_t lead() const { return m_lead; }

private:
    SizeClasses::Class m_leading = 0;
    std::uint64_t m_lead = 0;
};

Waste assumedWaste(const SizeTree &tree, SizeItem item)
{
    if (!tree.isHidden(item))
        return Waste::None;
    return tree.tree()->find(tree.path(item)) ? Waste::Overwritten : Waste::Deleted;
}

} // namespace

QString wasteText(Waste waste)
{
    switch (waste) {
    case Waste::None:
        return SizeClassesTr::tr("Needed");
    case Waste::Duplicate:
        return SizeClassesTr::tr("Duplicates");
    case Waste::Cache:
        return SizeClassesTr::tr("Caches");
    case Waste::AttributesOnly:
        return SizeClassesTr::tr("Only attributes changed");
    case Waste::Overwritten:
        return SizeClassesTr::tr("Overwritten");
    case Waste::Deleted:
        return SizeClassesTr::tr("Deleted later");
    }
    Q_UNREACHABLE();
}

std::shared_ptr<const SizeClasses> SizeClasses::make(const SizeTree &tree, SizeColouring colouring, std::span<const Waste> waste,
                                                     const std::stop_token &stop)
{
    const std::shared_ptr<SizeClasses> made(new SizeClasses);
    made->m_colouring = colouring;
    made->m_classes.assign(tree.size(), 0);
    std::vector<Majority> votes(tree.size());
    for (SizeItem item = tree.size(); item-- > 0;) { // children first
        if (item % 0x10000 == 0)
            throwIfStopped(stop);
        if (tree.bytes(item) == 0)
            continue;
        Class &its = made->m_classes[item];
        if (tree.isDirectory(item))
            its = votes[item].leading();
        else if (colouring == SizeColouring::Layer)
            its = Class(tree.origin(item).layer);
        else if (colouring == SizeColouring::Kind)
            its = Class(fileKind(tree.name(item), tree.mode(item)));
        else
            its = Class(item < waste.size() ? waste[item] : assumedWaste(tree, item));
        if (item != kRootItem)
            votes[tree.parent(item)].add(its, tree.isDirectory(item) ? votes[item].lead() : tree.bytes(item));
    }
    made->count(tree);
    return made;
}

SizeClasses::Class SizeClasses::of(const SizeTree &tree, std::span<const SizeItem> items) const
{
    Majority majority;
    for (const SizeItem item : items)
        majority.add(of(item), tree.bytes(item));
    return majority.leading();
}

void SizeClasses::count(const SizeTree &tree)
{
    std::vector<std::uint64_t> bytes;
    for (SizeItem item = 1; item < tree.size(); ++item) {
        if (tree.isDirectory(item) || tree.bytes(item) == 0)
            continue;
        bytes.resize(std::max(bytes.size(), std::size_t(of(item)) + 1));
        bytes[of(item)] += tree.bytes(item);
    }
    for (std::size_t number = 0; number < bytes.size(); ++number) {
        if (bytes[number] > 0)
            m_facts += {Class(number), text(Class(number)), bytes[number]};
    }
}

QString SizeClasses::text(Class number) const
{
    switch (m_colouring) {
    case SizeColouring::Layer:
        return SizeClassesTr::tr("Layer %1").arg(QLocale().toString(number));
    case SizeColouring::Kind:
        return fileKindText(FileKind(number));
    case SizeColouring::Waste:
        return wasteText(Waste(number));
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
