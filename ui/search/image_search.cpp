// SPDX-License-Identifier: Apache-2.0
#include "ui/search/image_search.h"

namespace stratoscope::ui {

namespace {

/// Per registry. A more specific term finds the others.
constexpr int kMaxHits = 100;

/// Progress of a search: hits, or the reason for waiting.
struct SearchUpdate {
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
    auto &task = m_tasks.emplace_back(std::make_unique<LatestTask>(this));
    const auto feed = task->feed<SearchUpdate>([this, registry](const SearchUpdate &update) {
        if (update.reason)
            Q_EMIT waiting(registry, *update.reason, update.seconds);
        else
            Q_EMIT found(update.hits);
    });
    const auto work = [&session = m_session, term, registry, feed](const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_TRY(const Registries registries, session.registries());
        const auto take = [&feed](const std::vector<SearchHit> &hits) {
            feed->send({.hits = hits, .reason = {}});
            return true;
        };
        const auto wait
            = [&feed](const Error &reason, int seconds) { feed->send({.hits = {}, .reason = reason, .seconds = seconds}); };
        return searchImages(registries, registry, term, kMaxHits, take, wait, stop);
    };
    task->run(m_session, work, [this, registry](const Result<void> &searched) {
        if (searched)
            Q_EMIT answered(registry);
        else
            Q_EMIT failed(registry, searched.error());
        if (--m_running == 0)
            Q_EMIT finished();
    });
}

} // namespace stratoscope::ui
