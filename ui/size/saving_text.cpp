// SPDX-License-Identifier: Apache-2.0
#include "ui/size/saving_text.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct SavingTr {
    Q_DECLARE_TR_FUNCTIONS(Saving)
};

QString changedAspects(Aspects aspects)
{
    QStringList names;
    if (has(aspects, Aspect::Mode))
        names += SavingTr::tr("mode");
    if (has(aspects, Aspect::Owner))
        names += SavingTr::tr("owner");
    if (has(aspects, Aspect::Time))
        names += SavingTr::tr("time");
    if (has(aspects, Aspect::Xattrs))
        names += SavingTr::tr("extended attributes");
    if (names.size() < 2)
        return names.join(QString());
    const QString last = names.takeLast();
    return SavingTr::tr("%1 and %2").arg(listText(names), last);
}

} // namespace

QString savingText(const Saving &saving)
{
    const QString files = SavingTr::tr("%Ln files", nullptr, pluralCount(saving.fileCount));
    const QString what
        = saving.cache == CacheKind::None ? files : SavingTr::tr("%1 (%2)").arg(QString(traitsOf(saving.cache).title), files);
    const QString layer = QLocale().toString(saving.layer);
    const QString from = QLocale().toString(saving.writtenBy);
    const bool isOwn = saving.layer == saving.writtenBy;
    switch (saving.cause) {
    case WasteCause::AttributesOnly:
        if (const QString aspects = changedAspects(saving.aspects); !aspects.isEmpty())
            return SavingTr::tr("Layer %1 changes only the %2 of %3 of layer %4").arg(layer, aspects, what, from);
        return SavingTr::tr("Layer %1 stores %2 of layer %3 again without changing anything").arg(layer, what, from);
    case WasteCause::Overwritten:
        return isOwn ? SavingTr::tr("Layer %1 overwrites %2 of its own").arg(layer, what)
                     : SavingTr::tr("Layer %1 overwrites %2 of layer %3").arg(layer, what, from);
    case WasteCause::Deleted:
        return SavingTr::tr("Layer %1 removes %2 of layer %3").arg(layer, what, from);
    case WasteCause::Moved:
        return SavingTr::tr("Layer %1 moves %2 of layer %3").arg(layer, what, from);
    case WasteCause::Cache:
        return SavingTr::tr("Layer %1 leaves behind: %2").arg(layer, what);
    }
    Q_UNREACHABLE();
}

QString savingAdvice(const Saving &saving)
{
    const QString layer = QLocale().toString(saving.layer);
    const QString from = QLocale().toString(saving.writtenBy);
    switch (saving.advice) {
    case Advice::CopyWithMode:
        return SavingTr::tr("Set the mode when layer %1 copies the files, with COPY --chmod.").arg(from);
    case Advice::CopyWithOwner:
        return SavingTr::tr("Set the owner when layer %1 copies the files, with COPY --chown.").arg(from);
    case Advice::CopyWithModeAndOwner:
        return SavingTr::tr("Set mode and owner when layer %1 copies the files, with COPY --chmod and --chown.").arg(from);
    case Advice::CopyOnce:
        return SavingTr::tr("Both layers copy these files. Exclude them from what layer %1 copies.").arg(from);
    case Advice::CopyResult:
        return SavingTr::tr(
                   "Change the files before layer %1 copies them, or in a build stage from which only the result is copied.")
            .arg(from);
    case Advice::CreateInPlace:
        return SavingTr::tr("Moving a file stores it again: create the files at their final location in layer %1.").arg(from);
    case Advice::BindMount:
        return SavingTr::tr(
            "Do not copy the files into a layer: use them through RUN --mount=type=bind, or in a build stage of their own.");
    case Advice::JoinSteps:
        if (saving.cause == WasteCause::AttributesOnly)
            return SavingTr::tr("Change the attributes in the step that writes the files: join the RUN steps of layers %1 and %2.")
                .arg(from, layer);
        if (saving.cause == WasteCause::Overwritten)
            return SavingTr::tr("Write the files only once: join the RUN steps of layers %1 and %2.").arg(from, layer);
        return SavingTr::tr("Remove the files in the step that writes them: join the RUN steps of layers %1 and %2.")
            .arg(from, layer);
    case Advice::CacheMount:
        return SavingTr::tr("Use “%1” in the step of layer %2, or RUN --mount=type=cache,target=%3.")
            .arg(QString(traitsOf(saving.cache).cleanCommand), from, QString(traitsOf(saving.cache).mountTarget));
    case Advice::LeaveOutCache:
        return SavingTr::tr("Exclude the cache from what layer %1 copies.").arg(from);
    case Advice::KeepBaseAttributes:
        return SavingTr::tr(
            "Files of the base image are stored again when their attributes change: change only those that need it.");
    case Advice::NewerBase:
        return SavingTr::tr(
            "The base image keeps its own versions: choose one that has the files as you need them, such as a newer one.");
    case Advice::KeepBasePaths:
        return SavingTr::tr(
            "Moving files of the base image stores them again: leave them where they are, or make symbolic links to them.");
    case Advice::SmallerBase:
        return SavingTr::tr("Removed files stay in the base image: choose one without them.");
    case Advice::OtherBase:
        return SavingTr::tr("All of this is in the base image: choose another one, or export the image as one layer.");
    case Advice::RewriteLayer:
        return SavingTr::tr("The layer has these files more than once: build it again, or export the image as one layer.");
    case Advice::MergeLayers:
        return SavingTr::tr("Make layers %1 to %2 one layer when exporting the image.").arg(from, layer);
    }
    Q_UNREACHABLE();
}

QString baseText(const ImageAnalysis &analysis)
{
    if (!analysis.base)
        return {};
    const BaseImage &base = *analysis.base;
    const QString layers = base.layers > 0 ? SavingTr::tr("%Ln layers", nullptr, base.layers) : QString();
    if (base.name.isEmpty())
        return layers;
    return layers.isEmpty() ? base.name : SavingTr::tr("%1, %2").arg(base.name, layers);
}

} // namespace stratoscope::ui
