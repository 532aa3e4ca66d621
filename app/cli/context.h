// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/invocation.h"
#include "app/cli/output.h"
#include "base/json_writer.h"
#include "image/open_image.h"
#include "layer/size_text.h"
#include "registry/client/remote_repository.h"
#include "store/store_cleaner.h"

#include <functional>

namespace stratoscope::cli {

/// The members of a JSON object, in their order; an undefined value is left out.
using JsonMembers = std::initializer_list<std::pair<std::string_view, QJsonValue>>;
/// Null for an empty text.
inline QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

/// A digest or a platform as text; empty for nothing.
template <typename T>
QString textOf(const std::optional<T> &value)
{
    return value ? value->toString() : QString();
}

/// Everything that a command is given.
struct Context {
    const Invocation &invocation;
    Output &output;
    ProgressMeter &progress;
    std::stop_token stop;
    std::function<void(const QString &)> warn; ///< writes a line to standard error
    std::function<void(const QString &)> note; ///< the same, for information that is not a warning
    int &exitCode; ///< of the program, unless the command fails or is interrupted

    const std::vector<std::string> &arguments() const { return invocation.arguments; }
    /// An argument other than a path inside an image. Invalid if it is not UTF-8.
    Result<QString> text(std::size_t argument) const;
    Result<Store> openStore() const;
    /// The context must outlive the returned options.
    OpenOptions openOptions() const;
    /// For removals: they wait for whoever adds to the store, and say so.
    LeaseWait waitForStore() const { return {stop, note}; }
    Result<Registries> openRegistries() const { return Registries::load(invocation.registries); }
    /// Opens the image that an argument names.
    Result<std::shared_ptr<const Image>> openImage(Store &store, std::size_t argument = 0) const;
    /// The same with all available platforms after it, see stratoscope::openPlatforms().
    Result<std::vector<std::shared_ptr<const Image>>> openPlatforms(Store &store) const;
    /// Writes lines or a JSON object, after anything that is still buffered. What cannot be seen in a line is escaped: it may come
    /// from an image or a registry.
    Result<void> print(const QString &line) const { return print(QStringList{line}); }
    Result<void> print(const QStringList &lines) const;
    Result<void> print(JsonWriter &json) const;
    /// Writes these members as an object with --json, otherwise the lines.
    Result<void> print(const QString &line, JsonMembers members) const { return print(QStringList{line}, members); }
    Result<void> print(const QStringList &lines, JsonMembers members) const;
};

/// NotFound if an image has no layer of that number.
Result<void> requireLayer(const Image &image, int number);
/// Puts the image's location before an error about a path in it.
Failure inImage(const Image &image, Error error);

double secondsSince(std::chrono::steady_clock::time_point start);

} // namespace stratoscope::cli
