// SPDX-License-Identifier: Apache-2.0
#include "support/tree_text.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

QString kindText(const MergedTree &tree, NodeId node)
{
    const QString name = printable(tree.name(node));
    const Entry entry = tree.entry(node);
    const auto device = [&entry] { return u"%1:%2"_s.arg(entry.deviceMajor).arg(entry.deviceMinor); };
    switch (tree.kind(node)) {
    case EntryKind::Regular:
        return name;
    case EntryKind::Directory:
        return name + u'/';
    case EntryKind::Symlink:
        return name + u" -> "_s + printable(entry.linkTarget);
    case EntryKind::Hardlink:
        return name + u" => "_s + printable(entry.linkTarget);
    case EntryKind::CharacterDevice:
        return name + u" c"_s + device();
    case EntryKind::BlockDevice:
        return name + u" b"_s + device();
    case EntryKind::Fifo:
        return name + u" |"_s;
    case EntryKind::Socket:
        return name + u" %"_s;
    case EntryKind::Whiteout:
        return u'-' + name;
    case EntryKind::Opaque:
        return u"!"_s;
    }
    Q_UNREACHABLE();
}

QString attributesText(const Entry &entry)
{
    if (entry.implied)
        return u" implied"_s;
    QString text = u" %1 %2:%3 %4b %5"_s.arg(entry.mode, 4, 8, QChar(u'0'))
                       .arg(entry.uid)
                       .arg(entry.gid)
                       .arg(entry.size)
                       .arg(entry.mtime.seconds);
    if (entry.mtime.nanoseconds != 0)
        text += u"+%1"_s.arg(entry.mtime.nanoseconds);
    if (entry.xattrs) {
        for (const auto &[name, value] : *entry.xattrs)
            text += u" %1=%2"_s.arg(printable(name), printable(value));
    }
    return text;
}

void addLines(QStringList &lines, const MergedTree &tree, NodeId directory, TreeColumns columns, int depth)
{
    for (const NodeId node : tree.children(directory)) {
        lines << QString(2 * depth, u' ') + entryLine(tree, node, columns);
        addLines(lines, tree, node, columns, depth + 1);
    }
}

} // namespace

QString entryLine(const MergedTree &tree, NodeId node, TreeColumns columns)
{
    QString line = kindText(tree, node);
    if (const auto target = tree.hardlinkTarget(node))
        line += u" = "_s + printable(*target);
    if (columns == TreeColumns::All)
        line += attributesText(tree.entry(node));
    if (columns != TreeColumns::Names)
        line += u" @%1"_s.arg(tree.layer(node));
    return line;
}

QStringList treeLines(const MergedTree &tree, TreeColumns columns)
{
    QStringList lines;
    addLines(lines, tree, kRootNode, columns, 0);
    return lines;
}

} // namespace stratoscope::test
