// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"
#include "registry/client/registry_exchange.h"

namespace stratoscope {

/// See RegistryClient::downloadBlob().
Result<void> downloadBlob(RegistryExchange &exchange, const Descriptor &descriptor, qint64 offset, RegistryClient::BlobSink &sink,
                          const std::stop_token &stop);

} // namespace stratoscope
