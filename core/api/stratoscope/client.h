// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/archive.h>
#include <stratoscope/error.h>
#include <stratoscope/image.h>
#include <stratoscope/reference.h>

namespace stratoscope::api {

/// Gets images and keeps them in a cache directory, which any number of processes may share: the image store of Stratoscope.
///
/// A program needs no Qt application object; if it has none, the first client creates one for the process. A client may be used
/// from any thread, but from one at a time. All functions block, throw an Error if they fail, and throw Cancelled if a stop is
/// requested; what was downloaded by then is used by the next attempt.
class STRATOSCOPE_API Client
{
public:
    /// `cacheDirectory`: created if it does not exist; empty: that of Stratoscope itself. Throws an Error: Unsupported if an
    /// incompatible version has made it; Denied.
    explicit Client(const std::string &cacheDirectory = {});
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// Pulls an image from its registry, unless the cache has it, and verifies every digest. `architecture`: `amd64`, `arm64`, …,
    /// to choose from an index; empty: that of this machine. Logins, mirrors and certificates are those of this machine's Docker
    /// and Podman. Errors: ArchitectureError; NotFound, Unauthorized, RateLimited, Network, Mismatch, NoSpace.
    Image pull(const std::string &reference, const std::string &architecture = {}, const ProgressCallback &progress = {},
               std::stop_token stop = {});
    /// Copies an image from a file or directory into the cache, and verifies every digest. `path`: also with a name:
    /// `images.tar:app:1.0`, `oci:directory:tag`. Errors: ArchitectureError; those of recognizeArchive(); Mismatch, Ambiguous.
    Image loadArchive(const std::string &path, const std::string &architecture = {}, const ProgressCallback &progress = {},
                      std::stop_token stop = {});
    /// Opens a prebaked directory in place. Throws an ArchitectureError if `architecture` is not empty and is not that of the
    /// image.
    Image loadPrebaked(const std::string &directory, const std::string &architecture = {}, std::stop_token stop = {});

    /// Asks the registry, by a HEAD request, whether it has the image; returns the digest of its manifest or index. Empty if the
    /// registry has the image, but does not report a digest. Errors: NotFound and those of pull().
    std::string remoteDigest(const std::string &reference, std::stop_token stop = {});

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace stratoscope::api
