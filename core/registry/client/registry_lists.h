// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"
#include "registry/client/registry_exchange.h"

namespace stratoscope {

/// See RegistryClient::tags() and catalog().
Result<void> listTags(RegistryExchange &exchange, const RegistryClient::PageSink &page, const std::stop_token &stop);
Result<void> listCatalog(RegistryExchange &exchange, const RegistryClient::PageSink &page, const std::stop_token &stop);

/// By the referrers API; nothing if the registry lacks it.
Result<std::optional<std::vector<Descriptor>>> listReferrers(RegistryExchange &exchange, const Digest &subject,
                                                             const std::stop_token &stop);

} // namespace stratoscope
