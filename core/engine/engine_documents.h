// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <compare>
#include <set>
#include <vector>

/// The JSON documents of Docker's Engine API and of Podman's, which is compatible with it and has a part of its own ("libpod").
namespace stratoscope {

/// A version of an API: `1.41`, `4.3.1`.
struct ApiVersion {
    int major = 0;
    int minor = 0;
    int patch = 0;

    static Result<ApiVersion> parse(const QString &text, const QString &subject);
    /// `1.41`; with the third number unless it is 0.
    QString toString() const;
    auto operator<=>(const ApiVersion &) const = default;
};

/// The versions of Docker's API that this program speaks.
inline constexpr ApiVersion kOldestApi{1, 24, 0};
inline constexpr ApiVersion kNewestApi{1, 52, 0};
/// Since when `/images/{name}/get` takes a platform.
inline constexpr ApiVersion kPlatformApi{1, 48, 0};

/// What `/version` says.
struct EngineVersion {
    QString version; ///< of the engine: `20.10.24`
    ApiVersion api; ///< the newest one of Docker's API that it speaks
    ApiVersion leastApi; ///< the oldest one
    std::optional<ApiVersion> libpod; ///< of Podman's own API; nothing for Docker

    /// Errors: Malformed; UnexpectedResponse if it has no version of an API, as from a server that is not an engine.
    static Result<EngineVersion> parse(const QByteArray &bytes, const QString &subject);
    /// The newest version of Docker's API that the engine and this program support. Unsupported if there is none.
    Result<ApiVersion> negotiate(const QString &subject) const;

    bool operator==(const EngineVersion &) const = default;
};

/// `/images/json`, by either API. Without what is in use; the platform is empty where it is not listed. Lists of images for several
/// platforms, which Podman includes, are left out.
Result<std::vector<EngineImage>> parseEngineImages(const QByteArray &bytes, const QString &subject);

/// `/images/{name}/json`.
Result<EngineImage> parseEngineImage(const QByteArray &bytes, const QString &subject);

/// The IDs of the images of the containers of `/containers/json`.
Result<std::set<QString>> parseImagesInUse(const QByteArray &bytes, const QString &subject);

/// The names or, for images without one, the IDs that `/images/load` has loaded. Its errors come in the answer's body: Io.
Result<QStringList> parseLoadAnswer(const QByteArray &bytes, const QString &subject);

} // namespace stratoscope
