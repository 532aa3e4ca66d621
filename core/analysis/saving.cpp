// SPDX-License-Identifier: Apache-2.0
#include "analysis/saving.h"

#include "oci/command_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Advice adviceAboutBase(const Saving &saving, int baseLayers)
{
    if (saving.layer < baseLayers)
        return Advice::OtherBase;
    switch (saving.cause) {
    case WasteCause::AttributesOnly:
        return Advice::KeepBaseAttributes;
    case WasteCause::Overwritten:
        return Advice::NewerBase;
    case WasteCause::Moved:
        return Advice::KeepBasePaths;
    default:
        return Advice::SmallerBase;
    }
}

Advice adviceAboutCopies(const Saving &saving)
{
    const bool changesMode = has(saving.aspects, Aspect::Mode);
    const bool changesOwner = has(saving.aspects, Aspect::Owner);
    switch (saving.cause) {
    case WasteCause::AttributesOnly:
        if (changesMode && changesOwner)
            return Advice::CopyWithModeAndOwner;
        return changesMode ? Advice::CopyWithMode : changesOwner ? Advice::CopyWithOwner : Advice::CopyResult;
    case WasteCause::Overwritten:
        return Advice::CopyResult;
    default:
        return Advice::BindMount;
    }
}

} // namespace

QLatin1StringView wasteCauseName(WasteCause cause)
{
    constexpr std::array kNames{"attributesOnly"_L1, "overwritten"_L1, "deleted"_L1, "moved"_L1, "cache"_L1};
    return kNames[std::size_t(cause)];
}

StepKind stepKindOf(const QString &createdBy)
{
    const QString command = commandText(createdBy);
    if (command.startsWith(u"RUN ") || command.startsWith(u"/bin/") || command.startsWith(u'|'))
        return StepKind::Run;
    return command.startsWith(u"COPY ") || command.startsWith(u"ADD ") ? StepKind::Copy : StepKind::Unknown;
}

Advice adviceFor(const Saving &saving, StepKind writing, StepKind hiding, int baseLayers)
{
    if (saving.writtenBy < baseLayers)
        return adviceAboutBase(saving, baseLayers);
    if (saving.cache != CacheKind::None)
        return writing == StepKind::Copy ? Advice::LeaveOutCache : Advice::CacheMount;
    if (saving.layer == saving.writtenBy)
        return Advice::RewriteLayer;
    if (saving.cause == WasteCause::Moved)
        return Advice::CreateInPlace;
    if (writing == StepKind::Run && hiding == StepKind::Run)
        return Advice::JoinSteps;
    if (writing == StepKind::Copy && hiding == StepKind::Run)
        return adviceAboutCopies(saving);
    if (writing == StepKind::Copy && hiding == StepKind::Copy)
        return Advice::CopyOnce;
    return Advice::MergeLayers;
}

} // namespace stratoscope
