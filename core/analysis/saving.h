// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/package_caches.h"
#include "tree/change.h"

namespace stratoscope {

/// Why bytes in the layers of an image serve nothing.
enum class WasteCause : std::uint8_t {
    AttributesOnly, ///< hidden: a later layer has the same content again, with other attributes (chmod, chown, touch) or the same
    Overwritten, ///< hidden: a later layer has something else at the path
    Deleted, ///< hidden: a later layer removed the path
    Moved, ///< the same, and the layer has the content at another path
    Cache, ///< still there: the cache of a package manager
};
/// "attributesOnly", …: the names in JSON.
QLatin1StringView wasteCauseName(WasteCause cause);

/// What would avoid the waste. In the sentences below, A is the layer that the bytes are in, and B the one that hides them.
enum class Advice : std::uint8_t {
    CopyWithMode, ///< A copies the files: set their mode there, by COPY --chmod
    CopyWithOwner, ///< the same, by COPY --chown
    CopyWithModeAndOwner, ///< both
    CopyOnce, ///< A and B copy the same paths: leave them out of A
    CopyResult, ///< A copies the files and B changes them: change them before, or in a build stage
    CreateInPlace, ///< B moves the files: create them where they end up
    BindMount, ///< A copies the files and B removes them: RUN --mount=type=bind, or a build stage
    JoinSteps, ///< A and B are RUN steps: make them one
    CacheMount, ///< a package manager's cache: RUN --mount=type=cache, or clean it in the step of A
    LeaveOutCache, ///< A copies such a cache: leave it out
    KeepBaseAttributes, ///< B changes attributes of the base image's files: leave those as they are
    NewerBase, ///< B overwrites the base image's files: take a base image that has them
    KeepBasePaths, ///< B moves the base image's files: leave them where they are, or link to them
    SmallerBase, ///< B removes the base image's files: take a base image without them
    OtherBase, ///< all of it is in the base image
    RewriteLayer, ///< A has the files more than once: write it again
    MergeLayers, ///< nothing is known about the steps: make the layers A to B one layer
};

/// Bytes that could be saved together: of files that one layer wrote, and another one hid, for the same reason.
struct Saving {
    WasteCause cause = WasteCause::Deleted;
    Advice advice = Advice::MergeLayers;
    std::uint64_t bytes = 0;
    int writtenBy = 0; ///< the layer that the bytes are in
    int layer = 0; ///< the layer whose instruction causes the waste: that hides the bytes; for a Cache the same as writtenBy
    Aspects aspects = 0; ///< of AttributesOnly: what differs; 0 if nothing does
    CacheKind cache = CacheKind::None; ///< if all the files are, or were, in such a cache
    std::size_t firstFile = 0; ///< the files: ImageAnalysis::filesOf()
    std::size_t fileCount = 0;
};

/// What the steps that made two layers are, as far as advice depends on it.
enum class StepKind : std::uint8_t { Unknown, Run, Copy };
StepKind stepKindOf(const QString &createdBy);

/// `baseLayers`: how many of the lowest layers belong to the base image.
Advice adviceFor(const Saving &saving, StepKind writing, StepKind hiding, int baseLayers);

} // namespace stratoscope
