// SPDX-License-Identifier: Apache-2.0
#include "ui/search/image_search.h"

#include "session/session.h"

namespace stratoscope::ui {

namespace {

/// Of each registry: who wants more names it closer.
constexpr int kMostHits = 100;

/// What a search gives on its way: hits, or that it waits.
struct News {
    std::vector<SearchHit> hits;
    std::optional<Error> reason;
    int seconds = 0;
};

} // namespace

ImageSearch::ImageSearch(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void ImageSearch::start(const QString &term, const QStringList &registries)
{
    stop();
    m_running = int(registries.size());
    for (const QString &registry : registries)
        search(term, registry);
}

void ImageSearch::stop()
{
    m_tasks.clear();
    m_running = 0;
}

void ImageSearch::search(const QString &term, const QString &registry)
{
    auto &task = m_tasks.emplace_back(std::make_unique<LatestTask>());
    const auto feed = task->feed<News>([this, registry](const News &news) {
        if (news.reason)
            Q_EMIT waiting(registry, *news.reason, news.seconds);
        else
            Q_EMIT found(news.hits);
    });
    auto work = m_session.run<void>(
        [&session = m_session, term, registry, feed](ProgressMeter &, const std::stop_token &stop) -> Result<void> {
            STRATOSCOPE_TRY(const RegistryAccess access, session.registryAccess());
            const auto take = [&feed](const std::vector<SearchHit> &hits) {
                feed->send({.hits = hits, .reason = {}});
                return true;
            };
            const auto wait
                = [&feed](const Error &reason, int seconds) { feed->send({.hits = {}, .reason = reason, .seconds = seconds}); };
            return searchImages(access, registry, term, kMostHits, take, wait, stop);
        });
    task->start(std::move(work), [this, registry](const Result<void> &searched) {
        if (searched)
            Q_EMIT answered(registry);
        else
            Q_EMIT failed(registry, searched.error());
        if (--m_running == 0)
            Q_EMIT finished();
    });
}

} // namespace stratoscope::ui
