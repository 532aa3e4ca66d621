// SPDX-License-Identifier: Apache-2.0
#include "registry/client/retried_lists.h"

#include <QSet>

#include <functional>

namespace stratoscope {

namespace {

template <typename Page>
using ListSink = std::function<bool(const Page &)>;

constexpr qsizetype kProgress = 100; ///< so many new names are worth another series of attempts

/// Calls `list` with the client of an endpoint, and passes on what it lists. It may start over; `nameOf` tells items apart.
template <typename Page, typename NameOf>
Result<void> listAll(const Registries &registries, Result<Endpoint> endpoint,
                     const std::function<Result<void>(RegistryClient &, const ListSink<Page> &)> &list, const NameOf &nameOf,
                     const ListSink<Page> &sink, const WaitSink &wait, const std::stop_token &stop)
{
    if (!endpoint)
        return Failure(endpoint.error());
    const RegistryOptions &options = registries.options();
    RegistryClient client(*std::move(endpoint), registries.auth(), options.inactivity, options.lists);
    QSet<QString> given;
    const auto takeNew = [&](const Page &page) {
        Page fresh;
        for (const auto &item : page) {
            const QString &name = std::invoke(nameOf, item);
            if (given.contains(name))
                continue;
            given.insert(name);
            fresh.push_back(item);
        }
        return fresh.empty() || sink(fresh);
    };
    for (int attempt = 1;; ++attempt) {
        const qsizetype before = given.size();
        const auto listed = list(client, takeNew);
        if (listed)
            return {};
        // A list starts over: a name or two before each failure would go on for ever.
        if (given.size() - before >= kProgress)
            attempt = 1;
        const auto delay = delayBefore(attempt, listed.error(), options.retry);
        if (!delay)
            return listed;
        waitFor(*delay, stop, [&](int seconds) { wait(listed.error(), seconds); });
        wait(listed.error(), 0);
    }
}

} // namespace

Result<void> searchImages(const Registries &registries, const QString &registry, const QString &term, int limit,
                          const SearchSink &sink, const WaitSink &wait, const std::stop_token &stop)
{
    const auto search
        = [&](RegistryClient &client, const SearchSink &take) { return searchRegistry(client, term, limit, take, stop); };
    return listAll<std::vector<SearchHit>>(registries, registries.endpoint(registry), search, &SearchHit::name, sink, wait, stop);
}

Result<void> listImageTags(const Registries &registries, const Reference &reference, const RegistryClient::PageSink &sink,
                           const WaitSink &wait, const std::stop_token &stop)
{
    const auto list = [&](RegistryClient &client, const RegistryClient::PageSink &take) { return client.tags(take, stop); };
    return listAll<QStringList>(registries, registries.endpoint(reference.registry, reference.repository), list, std::identity(),
                                sink, wait, stop);
}

} // namespace stratoscope
