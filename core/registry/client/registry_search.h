// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"

#include <functional>

namespace stratoscope {

/// A repository that a search found.
struct SearchHit {
    QString name; ///< as a reference can be made of it: `docker.io/library/alpine`, `localhost:5000/team/app`
    QString description;
    qint64 stars = -1; ///< -1: not known
    bool official = false;
    QString source; ///< the registry
};

/// Called with hits as they come, each name once; false ends the search.
using SearchSink = std::function<bool(const std::vector<SearchHit> &hits)>;

/// Searches a registry for a term as other clients do: Docker Hub's and Quay's own way, Harbor's, `/v1/search`; else the catalog,
/// filtered, all pages. Unsupported where the registry has none of them, saying that tags can still be listed; RateLimited or
/// Network where a new try may find that it has one.
Result<void> searchRegistry(RegistryClient &client, const QString &term, int limit, const SearchSink &sink,
                            const std::stop_token &stop);

} // namespace stratoscope
