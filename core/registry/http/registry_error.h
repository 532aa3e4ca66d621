// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "registry/http/http.h"

namespace stratoscope {

/// What a registry says is wrong: the first of its `errors`, in a line; empty where it says nothing that can be read.
QString errorText(const HttpResponse &response);

/// The error of an answer that is no success: NotFound (404), Unauthorized (401, 403), RateLimited (429), Network (408, 5xx),
/// Invalid (400), Unsupported (405, 406, 415), else Io. With Retry-After, where there is one.
Failure statusFailure(const HttpResponse &response, const QString &subject);

/// The document of an answer. Network where it ends too early: of an answer in chunks Qt does not always tell that it was cut off.
Result<QJsonObject> parseAnswer(const HttpResponse &response, const QString &subject);

/// A sentence where a registry says that only a few more manifests may be fetched (`RateLimit-Remaining: 3;w=21600`, as Docker Hub
/// does); empty else.
QString rateLimitWarning(const HttpResponse &response, const QString &registry);

} // namespace stratoscope
