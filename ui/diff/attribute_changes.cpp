// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/attribute_changes.h"

#include "content/xattr_values.h"
#include "diff/attribute_differences.h"
#include "ui/common/format.h"
#include "ui/details/details.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct AttributeTr {
    Q_DECLARE_TR_FUNCTIONS(AttributeChanges)
};

/// Each capability by itself, since programs often have several: "cap_chown,cap_kill+ep" becomes both with "+ep".
QStringList capabilityNames(const QString &text)
{
    const qsizetype flags = text.indexOf(u'+');
    return text.isEmpty() ? QStringList() : text.left(flags < 0 ? text.size() : flags).split(u',');
}

void addCapabilities(QList<AttributeChange> &changes, const QString &before, const QString &after)
{
    const QString meaning = xattrLabel("security.capability");
    const QString explanation
        = fromToText(before.isEmpty() ? AttributeTr::tr("none") : before, after.isEmpty() ? AttributeTr::tr("none") : after);
    const QStringList left = capabilityNames(before);
    const QStringList right = capabilityNames(after);
    const qsizetype count = changes.size();
    for (const QString &name : right) {
        if (!left.contains(name))
            changes.append({u'+' + name, meaning, explanation, true});
    }
    for (const QString &name : left) {
        if (!right.contains(name))
            changes.append({u'−' + name, meaning, explanation, false, true});
    }
    if (changes.size() == count) // the same ones in other sets
        changes.append({explanation, meaning});
}

void addXattr(QList<AttributeChange> &changes, const std::string &name, const std::string *before, const std::string *after)
{
    if (name == "security.capability") {
        const auto text = [](const std::string *value) { return value ? capabilitiesText(*value) : std::optional(QString()); };
        if (text(before) && text(after))
            return addCapabilities(changes, *text(before), *text(after));
    }
    const auto value = [&name](const std::string *text) { return text ? xattrText(name, *text) : AttributeTr::tr("none"); };
    const QString label = xattrLabel(name);
    const QString explanation = fromToText(value(before), value(after));
    if (!before)
        changes.append({u'+' + label, AttributeTr::tr("Extended attribute"), explanation, true});
    else if (!after)
        changes.append({u'−' + label, AttributeTr::tr("Extended attribute"), explanation, false, true});
    else
        changes.append({AttributeTr::tr("%1 changed").arg(label), AttributeTr::tr("Extended attribute"), explanation});
}

} // namespace

QList<AttributeChange> attributeChanges(const FileSide &before, const FileSide &after)
{
    QList<AttributeChange> changes;
    if (!before.exists() || !after.exists())
        return changes;
    const Entry left = before.fs.tree->entry(before.node);
    const Entry right = after.fs.tree->entry(after.node);
    const auto add = [&changes](const QString &meaning, const QString &from, const QString &to, const QString &explanation = {}) {
        if (from != to)
            changes.append({fromToText(from, to), meaning, explanation});
    };
    add(AttributeTr::tr("Type"), kindText(left.kind), kindText(right.kind));
    if (!left.implied && !right.implied) {
        add(AttributeTr::tr("Mode"), octalText(left.mode), octalText(right.mode), fromToText(modeText(left), modeText(right)));
        add(AttributeTr::tr("Owner"), QString::fromStdString(ownerIds(left)), QString::fromStdString(ownerIds(right)));
    }
    if (left.kind == EntryKind::Symlink && right.kind == EntryKind::Symlink)
        add(AttributeTr::tr("Link target"), printable(left.linkTarget), printable(right.linkTarget));
    if (left.kind == right.kind)
        add(AttributeTr::tr("Device"), QString::fromStdString(deviceNumber(left)), QString::fromStdString(deviceNumber(right)));
    for (const XattrDifference &one : xattrDifferences(left, right))
        addXattr(changes, one.name, one.before, one.after);
    if (!left.implied && !right.implied && left.mtime != right.mtime) {
        const bool isSameMinute = timeText(left.mtime) == timeText(right.mtime);
        const QString precise = fromToText(preciseTimeText(left.mtime), preciseTimeText(right.mtime));
        changes.append({isSameMinute ? precise : fromToText(timeText(left.mtime), timeText(right.mtime)),
                        AttributeTr::tr("Modified"), precise});
    }
    return changes;
}

} // namespace stratoscope::ui
