// SPDX-License-Identifier: Apache-2.0
#include "app/cli/advice_text.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

QString attributesText(Aspects aspects)
{
    QStringList names;
    if (has(aspects, Aspect::Mode))
        names << u"mode"_s;
    if (has(aspects, Aspect::Owner))
        names << u"owner"_s;
    if (has(aspects, Aspect::Time))
        names << u"time"_s;
    if (has(aspects, Aspect::Xattrs))
        names << u"extended attributes"_s;
    const QString last = names.isEmpty() ? QString() : names.takeLast();
    return names.isEmpty() ? last : names.join(u", "_s) + u" and "_s + last;
}

QString joinedSteps(const Saving &saving, const QString &why)
{
    return why.arg(u"join the RUN steps of layers %1 and %2"_s.arg(saving.writtenBy).arg(saving.layer));
}

} // namespace

QString causeText(const Saving &saving)
{
    const QString files = saving.fileCount == 1 ? u"1 file"_s : u"%1 files"_s.arg(saving.fileCount);
    const bool isCache = saving.cache != CacheKind::None;
    const QString what = isCache ? u"the %1 (%2)"_s.arg(traitsOf(saving.cache).title, files) : files;
    if (saving.cause == WasteCause::Cache)
        return u"Layer %1 leaves %2 behind"_s.arg(saving.layer).arg(what);
    const QString origin = saving.writtenBy == saving.layer ? u"its own"_s : u"layer %1"_s.arg(saving.writtenBy);
    if (saving.cause == WasteCause::Overwritten)
        return u"Layer %1 overwrites %2 of %3"_s.arg(saving.layer).arg(what, origin);
    if (saving.cause == WasteCause::Deleted)
        return u"Layer %1 removes %2 of %3"_s.arg(saving.layer).arg(what, origin);
    if (saving.cause == WasteCause::Moved)
        return u"Layer %1 moves %2 of %3"_s.arg(saving.layer).arg(what, origin);
    const QString attributes = attributesText(saving.aspects);
    if (attributes.isEmpty())
        return u"Layer %1 stores %2 of %3 again without changing anything"_s.arg(saving.layer).arg(what, origin);
    return u"Layer %1 changes only the %2 of %3 of %4"_s.arg(saving.layer).arg(attributes, what, origin);
}

QString adviceText(const Saving &saving)
{
    switch (saving.advice) {
    case Advice::CopyWithMode:
        return u"Set the mode when layer %1 copies the files, with COPY --chmod."_s.arg(saving.writtenBy);
    case Advice::CopyWithOwner:
        return u"Set the owner when layer %1 copies the files, with COPY --chown."_s.arg(saving.writtenBy);
    case Advice::CopyWithModeAndOwner:
        return u"Set mode and owner when layer %1 copies the files, with COPY --chmod and --chown."_s.arg(saving.writtenBy);
    case Advice::CopyOnce:
        return u"Both layers copy these files. Exclude them from what layer %1 copies."_s.arg(saving.writtenBy);
    case Advice::CopyResult:
        return u"Change the files before layer %1 copies them, or in a build stage from which only the result is copied."_s.arg(
            saving.writtenBy);
    case Advice::CreateInPlace:
        return u"Moving a file stores it again: create the files at their final location in layer %1."_s.arg(saving.writtenBy);
    case Advice::BindMount:
        return u"Do not copy the files into a layer: use them through RUN --mount=type=bind, or in a build stage of their own."_s;
    case Advice::JoinSteps:
        if (saving.cause == WasteCause::AttributesOnly)
            return joinedSteps(saving, u"Change the attributes in the step that writes the files: %1."_s);
        if (saving.cause == WasteCause::Overwritten)
            return joinedSteps(saving, u"Write the files only once: %1."_s);
        return joinedSteps(saving, u"Remove the files in the step that writes them: %1."_s);
    case Advice::CacheMount:
        return u"Use “%1” in the step of layer %2, or RUN --mount=type=cache,target=%3."_s.arg(
            traitsOf(saving.cache).cleanCommand, QString::number(saving.writtenBy), traitsOf(saving.cache).mountTarget);
    case Advice::LeaveOutCache:
        return u"Exclude the %1 from what layer %2 copies."_s.arg(traitsOf(saving.cache).title).arg(saving.writtenBy);
    case Advice::KeepBaseAttributes:
        return u"Files of the base image are stored again when their attributes change: change only those that need it."_s;
    case Advice::NewerBase:
        return u"The base image keeps its own versions: choose one that has the files as you need them, such as a newer one."_s;
    case Advice::KeepBasePaths:
        return u"Moving files of the base image stores them again: leave them where they are, or make symbolic links to them."_s;
    case Advice::SmallerBase:
        return u"Removed files stay in the base image: choose one without them."_s;
    case Advice::OtherBase:
        return u"All of this is in the base image: choose another one, or make the image one layer with export --flatten."_s;
    case Advice::RewriteLayer:
        return u"The layer has these files more than once: build it again, or make the image one layer with export --flatten."_s;
    case Advice::MergeLayers:
        return u"Make layers %1 to %2 one layer with export --layers %1-%2."_s.arg(saving.writtenBy).arg(saving.layer);
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::cli
