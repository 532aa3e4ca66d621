// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "image/image.h"
#include "store/store.h"

#include <stratoscope/client.h>

#include <QStringList>

// Between the core's types and those of the public interface.
namespace stratoscope::api {

inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::vector<std::string> toStd(const QStringList &texts);

[[noreturn]] void throwError(const stratoscope::Error &error);

/// The value of a result; throws its error.
template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        throwError(result.error());
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

/// Calls it, and turns the core's own exception into the public one.
template <typename Work>
auto guarded(const Work &work)
try {
    return work();
} catch (const stratoscope::Cancelled &) {
    throw Cancelled();
}

ProgressSink sinkFor(const ProgressCallback &progress);

EntryType typeOf(EntryKind kind);

/// An application object, which networking needs, if the program has none.
void ensureApplication();

struct FileSystem::Data {
    ImageFs fs;
};

struct Layer::Data {
    ImageLayer layer;
    QString directory; ///< with the layer's files
};

struct Image::Data {
    std::shared_ptr<const stratoscope::Image> image;
    Store store;
};

/// What opening an image yields.
Image imageOf(std::shared_ptr<const stratoscope::Image> image, const Store &store);

} // namespace stratoscope::api
