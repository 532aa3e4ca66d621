// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "registry/http/http_client.h"

namespace stratoscope {

/// The first of the `errors` in a registry's response, as one line; empty if there is none.
QString errorText(const HttpResponse &response);

/// The error for a response that is not a success: NotFound (404), Unauthorized (401, 403), RateLimited (429), Network (408, 5xx),
/// Invalid (400), Unsupported (405, 406, 415), otherwise Io; with Retry-After, if it was sent. `missing` describes a 404.
Failure statusFailure(const HttpResponse &response, const QString &subject, const QString &missing);

/// The JSON object in a response. UnexpectedResponse if there is none; Network if it is truncated: Qt does not always report that a
/// response in chunked encoding was cut off.
Result<QJsonObject> parseResponse(const HttpResponse &response, const QString &subject);

/// A warning if only a few more manifests may be fetched (`RateLimit-Remaining: 3;w=21600`, sent by Docker Hub); otherwise empty.
QString rateLimitWarning(const HttpResponse &response, const QString &registry);

} // namespace stratoscope
