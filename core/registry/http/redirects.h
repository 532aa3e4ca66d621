// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http_client.h"

namespace stratoscope {

/// Sends a request and follows its redirects, at most 10 (HttpClient::checkSupplied() decides where they may lead). `Authorization`
/// is sent only while scheme, host and port stay the same. The response's server is the last one.
Result<HttpResponse> sendFollowing(HttpClient &client, HttpRequest request, HttpSink &sink, const std::stop_token &stop);

/// The same with the whole body in memory; TooLarge above `limit` bytes.
Result<HttpResponse> fetchFollowing(HttpClient &client, HttpRequest request, qint64 limit, const std::stop_token &stop);

} // namespace stratoscope
