// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"

#include <functional>

namespace stratoscope {

/// A repository found by a search.
struct SearchHit {
    QString name; ///< a reference without tag: `docker.io/library/alpine`, `localhost:5000/team/app`
    QString description{};
    qint64 stars = -1; ///< -1: unknown
    bool official = false;
    QString source{}; ///< the registry
};

/// Receives hits as they arrive, each name once; returns false to end the search.
using SearchSink = std::function<bool(const std::vector<SearchHit> &hits)>;

/// Searches a registry for a term by the APIs of Docker Hub, Quay and Harbor and by `/v1/search`; failing these, filters all pages
/// of its catalog. Errors: Unsupported if the registry has none of them; RateLimited or Network if a retry may succeed.
Result<void> searchRegistry(RegistryClient &client, const QString &term, int limit, const SearchSink &sink,
                            const std::stop_token &stop);

} // namespace stratoscope
