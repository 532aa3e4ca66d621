// SPDX-License-Identifier: Apache-2.0
#include "registry/http/redirects.h"

#include "registry/http/buffer_sink.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMostRedirects = 10;

/// Passes the body of a success to the caller's sink and keeps the beginning of any other.
class AnswerSink : public HttpSink
{
public:
    explicit AnswerSink(HttpSink &successes)
        : m_successes(successes)
    {
    }

    Result<void> begin(const HttpResponse &response) override
    {
        m_response = response;
        return isSuccess(response.status) ? m_successes.begin(response) : Result<void>();
    }

    Result<void> write(Bytes bytes) override
    {
        constexpr qsizetype kMostText = 64 * 1024;
        if (isSuccess(m_response.status))
            return m_successes.write(bytes);
        const auto text = asText(bytes).substr(0, std::size_t(kMostText - m_response.body.size()));
        m_response.body.append(text.data(), qsizetype(text.size()));
        m_hasEnough = m_response.body.size() == kMostText;
        return m_hasEnough ? fail(ErrorKind::TooLarge, {}, {}) : Result<void>();
    }

    /// The response; an error only if the request failed.
    Result<HttpResponse> conclude(Result<HttpResponse> result)
    {
        if (!result && !m_hasEnough)
            return result;
        return std::move(m_response);
    }

private:
    HttpSink &m_successes;
    HttpResponse m_response;
    bool m_hasEnough = false;
};

std::optional<QUrl> redirectTarget(const HttpResponse &response)
{
    constexpr std::array kRedirects{301, 302, 303, 307, 308};
    const QByteArray location = response.header("Location");
    if (location.isEmpty() || std::ranges::find(kRedirects, response.status) == kRedirects.end())
        return std::nullopt;
    return response.url.resolved(QUrl::fromEncoded(location));
}

} // namespace

Result<HttpResponse> sendFollowing(HttpClient &client, HttpRequest request, HttpSink &sink, const std::stop_token &stop)
{
    for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
        AnswerSink answer(sink);
        STRATOSCOPE_TRY(HttpResponse response, answer.conclude(client.stream(request, answer, stop)));
        const auto target = redirectTarget(response);
        if (!target)
            return response;
        if (!isSameOrigin(request.url, *target))
            std::erase_if(request.headers, [](const auto &header) { return header.first == "Authorization"; });
        request.suppliedBy = std::exchange(request.url, *target);
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
