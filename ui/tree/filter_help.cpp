// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/filter_help.h"

#include "ui/common/html_row.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct FilterHelpTr {
    Q_DECLARE_TR_FUNCTIONS(FilterHelp)
};

} // namespace

QString filterHelp(Qt::LayoutDirection direction)
{
    QString rows;
    const QString gap = direction == Qt::RightToLeft ? u"left"_s : u"right"_s;
    const auto add = [&](const QString &terms, const QString &meaning) {
        const QString code = u"<code>%1</code>"_s.arg(terms.toHtmlEscaped());
        rows += htmlRow({{code, u" style=\"white-space:pre; padding-%1:14px\""_s.arg(gap)}, {meaning.toHtmlEscaped()}}, direction);
    };
    add(u"passwd   \"two words\""_s, FilterHelpTr::tr("part of the name"));
    add(u"etc/ssl"_s, FilterHelpTr::tr("part of the path"));
    add(u"*.so   /etc/**/*.conf"_s, FilterHelpTr::tr("wildcards for the name or path"));
    add(u"re:^lib.*\\d+$"_s, FilterHelpTr::tr("regular expression for the name"));
    add(u"size:>10M   size:1k..2k"_s, FilterHelpTr::tr("file size"));
    add(u"type:symlink"_s, FilterHelpTr::tr("file, dir, symlink, hardlink, device, fifo, socket"));
    add(u"mode:suid   mode:0755   mode:/022"_s, FilterHelpTr::tr("suid, sgid, sticky, executable, writable, or octal bits"));
    add(u"owner:0   owner:www-data   group:5"_s, FilterHelpTr::tr("ID, or a name from the image's /etc/passwd or /etc/group"));
    add(u"layer:3   layer:2..4"_s, FilterHelpTr::tr("last changed in this layer"));
    add(u"changed:   changed:added"_s, FilterHelpTr::tr("added, modified or removed in the selected layers"));
    add(u"xattr:capability"_s, FilterHelpTr::tr("has this extended attribute"));
    return u"<p%1>%2</p><table>%3</table>"_s.arg(
        htmlAlignment(direction), FilterHelpTr::tr("All terms must match. Put - before a term to exclude it.").toHtmlEscaped(),
        rows);
}

} // namespace stratoscope::ui
