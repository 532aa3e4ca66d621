// SPDX-License-Identifier: Apache-2.0
#include "registry/http/redirects.h"

#include "registry/http/buffer_sink.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMostRedirects = 10;

std::optional<QUrl> redirectTarget(const HttpResponse &response)
{
    constexpr std::array kRedirects{301, 302, 303, 307, 308};
    const QByteArray location = response.header("Location");
    if (location.isEmpty() || std::ranges::find(kRedirects, response.status) == kRedirects.end())
        return std::nullopt;
    return response.server.url.resolved(QUrl::fromEncoded(location));
}

} // namespace

Result<HttpResponse> sendFollowing(HttpClient &client, HttpRequest request, HttpSink &sink, const std::stop_token &stop)
{
    for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
        STRATOSCOPE_TRY(HttpResponse response, client.stream(request, sink, stop));
        const auto target = redirectTarget(response);
        if (!target)
            return response;
        if (!isSameOrigin(request.url, *target))
            std::erase_if(request.headers, [](const auto &header) { return header.first == "Authorization"; });
        request.url = *target;
        request.suppliedBy = response.server;
    }
    return fail(ErrorKind::Denied, shown(request.url), u"more than %1 redirects"_s.arg(kMostRedirects));
}

Result<HttpResponse> fetchFollowing(HttpClient &client, HttpRequest request, qint64 limit, const std::stop_token &stop)
{
    BufferSink sink(shown(request.url), limit);
    STRATOSCOPE_TRY(HttpResponse response, sendFollowing(client, std::move(request), sink, stop));
    if (isSuccess(response.status))
        response.body = sink.take();
    return response;
}

} // namespace stratoscope
