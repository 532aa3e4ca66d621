// SPDX-License-Identifier: Apache-2.0
#include "registry/client/retried_lists.h"

#include <QSet>

namespace stratoscope {

namespace {

const QString &nameOf(const SearchHit &hit)
{
    return hit.name;
}

const QString &nameOf(const QString &tag)
{
    return tag;
}

/// Passes on the items it has not seen before.
template <typename Page>
class NewOnly
{
public:
    using Sink = std::function<bool(const Page &)>;

    explicit NewOnly(const Sink &sink)
        : m_sink(sink)
    {
    }

    bool take(const Page &page)
    {
        Page fresh;
        for (const auto &item : page) {
            if (m_given.contains(nameOf(item)))
                continue;
            m_given.insert(nameOf(item));
            fresh.push_back(item);
        }
        return fresh.empty() || m_sink(fresh);
    }
    qsizetype count() const { return m_given.size(); }

private:
    const Sink &m_sink;
    QSet<QString> m_given;
};

template <typename Page>
Result<void> listAll(const std::function<Result<void>(const typename NewOnly<Page>::Sink &)> &list,
                     const typename NewOnly<Page>::Sink &sink, const RetryPolicy &policy, const WaitSink &wait,
                     const std::stop_token &stop)
{
    NewOnly<Page> given(sink);
    for (int attempt = 1;; ++attempt) {
        const qsizetype before = given.count();
        const auto listed = list([&given](const Page &page) { return given.take(page); });
        if (listed)
            return {};
        if (given.count() > before)
            attempt = 1;
        const auto delay = delayBefore(attempt, listed.error(), policy);
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
    STRATOSCOPE_TRY(Endpoint endpoint, registries.endpoint(registry));
    RegistryClient client(std::move(endpoint), registries.auth());
    client.setInactivity(registries.options().inactivity);
    return listAll<std::vector<SearchHit>>([&](const SearchSink &take) { return searchRegistry(client, term, limit, take, stop); },
                                           sink, registries.options().retry, wait, stop);
}

Result<void> listImageTags(const Registries &registries, const Reference &reference, const RegistryClient::PageSink &sink,
                           const WaitSink &wait, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(Endpoint endpoint, registries.endpoint(reference.registry, reference.repository));
    RegistryClient client(std::move(endpoint), registries.auth());
    client.setInactivity(registries.options().inactivity);
    return listAll<QStringList>([&](const RegistryClient::PageSink &take) { return client.tags(take, stop); }, sink,
                                registries.options().retry, wait, stop);
}

} // namespace stratoscope
