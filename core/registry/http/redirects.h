// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http.h"

namespace stratoscope {

/// Sends a request and follows its redirects: at most 10, each held against checkHop(), and with `Authorization` only as long as
/// they stay at the same scheme, host and port. Only the body of a success goes to `sink`; of any other answer the first 64 KiB
/// are the response's body. The response's URL is the last one.
Result<HttpResponse> sendFollowing(HttpClient &client, HttpRequest request, HttpSink &sink, const std::stop_token &stop);

/// The same with the whole body in memory; TooLarge above `limit` bytes.
Result<HttpResponse> fetchFollowing(HttpClient &client, HttpRequest request, qint64 limit, const std::stop_token &stop);

} // namespace stratoscope
