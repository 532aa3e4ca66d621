// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/change_list.h"

#include "ui/common/format.h"
#include "ui/preview/content_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Objects and arrays on one line, not more of them than is shown of a row.
QString jsonText(const JsonTree &tree, JsonTree::Node node)
{
    constexpr qsizetype kLongest = 300;
    if (tree.kind(node) == JsonTree::Kind::String)
        return u'"' + tree.text(node).left(kLongest) + u'"';
    if (tree.kind(node) != JsonTree::Kind::Object && tree.kind(node) != JsonTree::Kind::Array)
        return tree.text(node);
    const bool isObject = tree.kind(node) == JsonTree::Kind::Object;
    QStringList parts;
    qsizetype length = 0;
    for (std::uint32_t row = 0; row < tree.childCount(node) && length < kLongest; ++row) {
        const JsonTree::Node child = tree.child(node, row);
        const bool nests = tree.kind(child) == JsonTree::Kind::Object || tree.kind(child) == JsonTree::Kind::Array;
        const QString value = nests ? tree.kind(child) == JsonTree::Kind::Object ? u"{…}"_s : u"[…]"_s : jsonText(tree, child);
        parts += isObject ? tree.key(child) + u": "_s + value : value;
        length += parts.last().size();
    }
    if (parts.size() < qsizetype(tree.childCount(node)))
        parts += u"…"_s;
    const QString inside = parts.join(u", "_s);
    return isObject ? u'{' + inside + u'}' : u'[' + inside + u']';
}

QString entryText(const ImageFs &fs, NodeId node)
{
    if (node == kNoNode)
        return {};
    const Entry entry = fs.tree->entry(node);
    switch (entry.kind) {
    case EntryKind::Regular:
        return sizeText(entry.size);
    case EntryKind::Symlink:
        return u"→ "_s + printable(entry.linkTarget);
    default:
        return kindText(entry.kind);
    }
}

/// What differs, since the sizes often do not.
QString aspectText(const ArchiveDiff &diff, const ArchiveChange &change, NodeId node, const ImageFs &fs)
{
    const Entry left = diff.before.tree->entry(change.before);
    const Entry right = diff.after.tree->entry(change.after);
    const Entry own = fs.tree->entry(node);
    QStringList parts{entryText(fs, node)};
    if (left.mode != right.mode)
        parts += octalText(own.mode);
    if (left.uid != right.uid || left.gid != right.gid)
        parts += u"%1:%2"_s.arg(own.uid).arg(own.gid);
    if (change.aspects == Aspects(Aspect::Time))
        parts += timeText(left.mtime) == timeText(right.mtime) ? preciseTimeText(own.mtime) : timeText(own.mtime);
    return listText(parts);
}

class FactList
{
public:
    void compare(const QString &name, const QString &before, const QString &after)
    {
        if (before != after)
            m_rows.push_back({before.isEmpty()      ? Change::Added
                                  : after.isEmpty() ? Change::Removed
                                                    : Change::Modified,
                              name, before, after});
    }
    /// Values that only one of them has.
    void compare(const QString &name, const QStringList &before, const QStringList &after)
    {
        for (const QString &value : before) {
            if (!after.contains(value))
                compare(name, value, {});
        }
        for (const QString &value : after) {
            if (!before.contains(value))
                compare(name, {}, value);
        }
    }
    ChangeList list() &&
    {
        const auto rows = std::make_shared<std::vector<ChangeRow>>(std::move(m_rows));
        return {ChangeListModel::tr("Property"), int(rows->size()), [rows](int row) { return (*rows)[std::size_t(row)]; }};
    }

private:
    std::vector<ChangeRow> m_rows;
};

} // namespace

ChangeList changeList(std::shared_ptr<const JsonDiff> diff)
{
    const int count = int(diff->changes.size());
    return {ChangeListModel::tr("Member"), count, [diff = std::move(diff)](int row) {
                const JsonChange change = diff->changes[std::size_t(row)];
                ChangeRow shown{.name = diff->path(change), .before = {}, .after = {}};
                if (change.before == JsonChange::kNone)
                    shown.change = Change::Added;
                else
                    shown.before = jsonText(*diff->before, change.before);
                if (change.after == JsonChange::kNone)
                    shown.change = Change::Removed;
                else
                    shown.after = jsonText(*diff->after, change.after);
                return shown;
            }};
}

ChangeList changeList(std::shared_ptr<const ArchiveDiff> diff)
{
    const int count = int(diff->changes.size());
    return {ChangeListModel::tr("Entry"), count, [diff = std::move(diff)](int row) {
                const ArchiveChange change = diff->changes[std::size_t(row)];
                const QString name = printable(diff->path(change)).mid(1);
                if (change.change == Change::Modified)
                    return ChangeRow{change.change, name, aspectText(*diff, change, change.before, diff->before),
                                     aspectText(*diff, change, change.after, diff->after)};
                return ChangeRow{change.change, name, entryText(diff->before, change.before), entryText(diff->after, change.after)};
            }};
}

ChangeList changeList(const std::shared_ptr<const ElfFacts> &before, const std::shared_ptr<const ElfFacts> &after)
{
    FactList facts;
    static const ElfFacts kNone;
    const ElfFacts &left = before ? *before : kNone;
    const ElfFacts &right = after ? *after : kNone;
    facts.compare(ChangeListModel::tr("Program"), before ? elfSummary(left) : QString(), after ? elfSummary(right) : QString());
    facts.compare(ChangeListModel::tr("Loader"), left.interpreter, right.interpreter);
    facts.compare(ChangeListModel::tr("Needed library"), left.needed, right.needed);
    facts.compare(u"SONAME"_s, left.soname, right.soname);
    facts.compare(u"RPATH"_s, left.rpath, right.rpath);
    facts.compare(u"RUNPATH"_s, left.runpath, right.runpath);
    facts.compare(ChangeListModel::tr("Build ID"), left.buildId, right.buildId);
    const auto sizeOf = [](const ElfFacts &of, const QString &name) {
        const auto section = std::ranges::find(of.sections, name, &ElfFacts::Section::name);
        return section == of.sections.end() ? QString() : ChangeListModel::tr("%1 B").arg(countText(section->size));
    };
    QStringList names;
    for (const ElfFacts *const side : {&left, &right}) {
        for (const ElfFacts::Section &section : side->sections) {
            if (!names.contains(section.name))
                names += section.name;
        }
    }
    for (const QString &name : names)
        facts.compare(ChangeListModel::tr("Section %1").arg(name), sizeOf(left, name), sizeOf(right, name));
    return std::move(facts).list();
}

QString changeSign(Change change)
{
    return change == Change::Added ? u"+"_s : change == Change::Removed ? u"−"_s : u"~"_s;
}

void ChangeListModel::setList(ChangeList list)
{
    beginResetModel();
    m_list = std::move(list);
    endResetModel();
}

QString ChangeListModel::text(int row) const
{
    const ChangeRow shown = m_list.row(row);
    const QString values = shown.change == Change::Added ? shown.after
        : shown.change == Change::Removed                ? shown.before
                                                         : shown.before + u" → "_s + shown.after;
    return u"%1 %2: %3"_s.arg(changeSign(shown.change), shown.name, values);
}

QVariant ChangeListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole))
        return {};
    const ChangeRow shown = m_list.row(index.row());
    if (role == Qt::AccessibleTextRole && index.column() == Name) {
        const QString what = shown.change == Change::Added ? tr("Added: %1")
            : shown.change == Change::Removed              ? tr("Removed: %1")
                                                           : tr("Changed: %1");
        return what.arg(shown.name);
    }
    switch (Column(index.column())) {
    case Name:
        return shown.name;
    case Before:
        return shown.before;
    case After:
        return shown.after;
    }
    return {};
}

QVariant ChangeListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? m_list.title : section == Before ? tr("Before") : tr("After");
}

} // namespace stratoscope::ui
