// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_search.h"
#include "registry/config/registries.h"

namespace stratoscope {

/// Called before a request is retried: once a second with its error and the remaining seconds, finally with 0.
using WaitSink = std::function<void(const Error &reason, int seconds)>;

/// Searches a registry. Hits go to the sink as they arrive, each name once. Transient errors are retried according to the policy;
/// a retried listing starts over, but does not repeat names.
///
/// Blocking. Errors: those of Registries::endpoint() and searchRegistry(). Throws Cancelled.
Result<void> searchImages(const Registries &registries, const QString &registry, const QString &term, int limit,
                          const SearchSink &sink, const WaitSink &wait, const std::stop_token &stop);
/// Lists the tags of a reference's repository in the same manner. Errors: those of Registries::endpoint() and
/// RegistryClient::tags().
Result<void> listImageTags(const Registries &registries, const Reference &reference, const RegistryClient::PageSink &sink,
                           const WaitSink &wait, const std::stop_token &stop);

} // namespace stratoscope
