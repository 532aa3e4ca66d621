// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_access.h"
#include "registry/client/registry_search.h"

namespace stratoscope {

/// Told that a registry is going to be asked again, and why: once a second with the seconds left, at last with 0.
using WaitSink = std::function<void(const Error &reason, int seconds)>;

/// What a registry lists is given to a sink as it comes, each name once. What a new try may mend is tried again as the access's
/// policy says, from the beginning; what has been given already is not given again.
///
/// Blocking: for a thread of the session's. Errors: those of Registries::endpoint(), searchRegistry() and RegistryClient::tags().
/// Throws Cancelled.
Result<void> searchImages(const RegistryAccess &access, const QString &registry, const QString &term, int limit,
                          const SearchSink &sink, const WaitSink &wait, const std::stop_token &stop);
/// The tags of a reference's repository.
Result<void> listImageTags(const RegistryAccess &access, const Reference &reference, const RegistryClient::PageSink &sink,
                           const WaitSink &wait, const std::stop_token &stop);

} // namespace stratoscope
