// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/manifest.h"
#include "registry/client/registry_client.h"

#include <functional>

namespace stratoscope {

/// What a document of a registry is: by itself, else by the type that it came with.
DocumentKind kindOf(const FetchedManifest &document);

/// Fetches an index that is an entry of another.
using FetchIndex = std::function<Result<FetchedManifest>(const Descriptor &entry)>;

/// The entries of an index, each once, attestations among them; in the place of an index in it those of that index. `name`: the
/// repository, for messages. TooLarge for indexes in indexes without end; Malformed; errors of `fetch`.
Result<std::vector<Descriptor>> indexEntries(FetchedManifest index, const FetchIndex &fetch, const QString &name);

} // namespace stratoscope
