// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http.h"

#include <QDateTime>

namespace stratoscope {

/// An address fit for a message: without query (which may be a signature), user and fragment.
QString shown(const QUrl &url);

/// Scheme, host and port are the same.
bool isSameOrigin(const QUrl &one, const QUrl &other);

/// Whether an answer is what was asked for.
inline bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

/// The media type of Content-Type, lower-case, without parameters.
QString contentType(const HttpResponse &response);

/// Seconds to wait by Retry-After (seconds or a date); 0 where it does not say. At most a day.
int retryAfter(const HttpResponse &response, const QDateTime &now);

/// Where a ranged answer starts, and how long the whole is (-1: not said); nothing for anything but `bytes A-B/C`.
struct ContentRange {
    qint64 first = 0;
    qint64 last = 0;
    qint64 total = -1;

    static std::optional<ContentRange> parse(const QByteArray &header);
};

} // namespace stratoscope
