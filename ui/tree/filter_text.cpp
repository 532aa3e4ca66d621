// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/filter_text.h"

#include "ui/common/html_row.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct TreeFilterTr {
    Q_DECLARE_TR_FUNCTIONS(TreeFilter)
};

} // namespace

QString filterErrorText(const FilterError &error)
{
    switch (error.problem) {
    case FilterError::Problem::Size:
        return TreeFilterTr::tr("expected a size, such as size:>10M, size:<=4k or size:1M..2M");
    case FilterError::Problem::Type:
        return TreeFilterTr::tr("expected file, dir, symlink, hardlink, device, character, block, fifo or socket");
    case FilterError::Problem::Mode:
        return TreeFilterTr::tr(
            "expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several bits (/022)");
    case FilterError::Problem::Layer:
        return TreeFilterTr::tr("expected a layer, such as layer:3, layer:>0 or layer:2..4");
    case FilterError::Problem::Owner:
        return TreeFilterTr::tr("expected a numeric ID or a name from the image, such as owner:0");
    case FilterError::Problem::UnknownOwner:
        return error.detail;
    case FilterError::Problem::Change:
        return TreeFilterTr::tr("expected added, modified, removed, moved or copied; changed: on its own finds them all");
    case FilterError::Problem::Pattern:
        return TreeFilterTr::tr("invalid pattern: %1").arg(error.detail);
    case FilterError::Problem::Key:
        return TreeFilterTr::tr("is not a term; put it in quotes to search for the text");
    case FilterError::Problem::NoChanges:
        return TreeFilterTr::tr("finds what layers change; choose “Up to this layer” or “Layer changes” for it");
    case FilterError::Problem::NoRemovals:
        return TreeFilterTr::tr("finds what layers remove; choose “Layer changes” for it");
    case FilterError::Problem::NoMoves:
        return TreeFilterTr::tr("finds what was elsewhere before; choose “Layer changes”, or compare with another image");
    }
    Q_UNREACHABLE();
}

QString filterHelp(Qt::LayoutDirection direction)
{
    QString rows;
    const QString gap = direction == Qt::RightToLeft ? u"left"_s : u"right"_s;
    const auto add = [&](const QString &terms, const QString &meaning) {
        const QString code = u"<code>%1</code>"_s.arg(terms.toHtmlEscaped());
        rows += htmlRow({{code, u" style=\"white-space:pre; padding-%1:14px\""_s.arg(gap)}, {meaning.toHtmlEscaped()}}, direction);
    };
    add(u"passwd   \"two words\""_s, TreeFilterTr::tr("part of the name"));
    add(u"etc/ssl"_s, TreeFilterTr::tr("part of the path"));
    add(u"*.so   /etc/**/*.conf"_s, TreeFilterTr::tr("wildcards for the name or path"));
    add(u"re:^lib.*\\d+$"_s, TreeFilterTr::tr("regular expression for the name"));
    add(u"size:>10M   size:1k..2k"_s, TreeFilterTr::tr("file size"));
    add(u"type:symlink"_s, TreeFilterTr::tr("file, dir, symlink, hardlink, device, fifo, socket"));
    add(u"mode:suid   mode:0755   mode:/022"_s, TreeFilterTr::tr("suid, sgid, sticky, executable, writable, or octal bits"));
    add(u"owner:0   owner:www-data   group:5"_s, TreeFilterTr::tr("ID, or a name from the image's /etc/passwd or /etc/group"));
    add(u"layer:3   layer:2..4"_s, TreeFilterTr::tr("last changed in this layer"));
    add(u"changed:   changed:added"_s, TreeFilterTr::tr("added, modified or removed in the selected layers, or in a comparison"));
    add(u"changed:moved   changed:copied"_s, TreeFilterTr::tr("in a comparison: was elsewhere before; is still there, too"));
    add(u"xattr:capability"_s, TreeFilterTr::tr("has this extended attribute"));
    return u"<p%1>%2</p><table>%3</table>"_s.arg(
        htmlAlignment(direction), TreeFilterTr::tr("All terms must match. Put - before a term to exclude it.").toHtmlEscaped(),
        rows);
}

} // namespace stratoscope::ui
