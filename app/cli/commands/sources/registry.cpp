// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/sources/registry.h"

#include "app/cli/context.h"
#include "image/referrers.h"
#include "image/remote_image.h"
#include "registry/client/retried_lists.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr int kMostHits = 100;

Result<void> printHit(const Context &context, const SearchHit &hit)
{
    const QString stars = hit.stars < 0 ? QString() : QString::number(hit.stars);
    const QString line
        = u"%1  %2  %3  %4"_s.arg(hit.name.leftJustified(40), stars.rightJustified(6),
                                  (hit.official ? u"official"_s : QString()).leftJustified(8), hit.description.simplified());
    return context.print(line.trimmed(),
                         {{"name", hit.name},
                          {"description", hit.description},
                          {"stars", hit.stars < 0 ? QJsonValue() : hit.stars},
                          {"official", hit.official},
                          {"source", hit.source}});
}

/// Prints a list page by page, as the pages arrive. `list` is given the function that prints a page.
template <typename List, typename Print>
Result<void> listPages(const List &list, const Print &print)
{
    Result<void> printed;
    const auto show = [&](const auto &page) {
        return std::ranges::all_of(page, [&](const auto &element) { return (printed = print(element)).has_value(); });
    };
    STRATOSCOPE_CHECK(list(show));
    return printed;
}

/// Shows the wait as progress.
WaitSink showWait(const Context &context)
{
    return [&context](const Error &reason, int seconds) {
        if (seconds > 0)
            context.progress.setItem(u"waiting %1 s: %2"_s.arg(QString::number(seconds), reason.message()), 0);
        else
            context.progress.setItem({}, 0);
        context.progress.finish();
    };
}

Result<void> printReferrer(const Context &context, const Referrer &referrer)
{
    const QString platform = textOf(referrer.platform);
    const QStringList columns{referrerKindName(referrer.kind).leftJustified(11),
                              (referrer.platform ? platform : u"-"_s).leftJustified(14),
                              sizeText(std::uint64_t(referrer.size)).rightJustified(9),
                              referrer.digest.toString(),
                              referrer.predicateType.isEmpty() ? referrer.type : referrer.predicateType,
                              referrer.title};
    return context.print(columns.join(u"  "_s).trimmed(),
                         {{"kind", referrerKindName(referrer.kind)},
                          {"platform", orNull(platform)},
                          {"type", orNull(referrer.type)},
                          {"predicateType", orNull(referrer.predicateType)},
                          {"digest", referrer.digest.toString()},
                          {"size", referrer.size},
                          {"subject", referrer.subject.toString()},
                          {"title", orNull(referrer.title)},
                          {"created", orNull(referrer.created)}});
}

/// The repository that the first argument names, at its registry.
struct NamedRepository {
    Reference reference;
    RemoteRepository repository;
};

Result<NamedRepository> openRepository(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(Reference reference, registries.resolveName(text));
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    return NamedRepository{std::move(reference), std::move(repository)};
}

} // namespace

Result<void> runParse(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Reference reference, Reference::parse(text));
    const QString digest = textOf(reference.digest);
    QStringList lines{u"registry    "_s + reference.registry, u"repository  "_s + reference.repository};
    if (!reference.tag.isEmpty())
        lines << u"tag         "_s + reference.tag;
    if (!digest.isEmpty())
        lines << u"digest      "_s + digest;
    lines << u"canonical   "_s + reference.canonical();
    return context.print(lines,
                         {{"registry", reference.registry},
                          {"repository", reference.repository},
                          {"tag", orNull(reference.tag)},
                          {"digest", orNull(digest)},
                          {"canonical", reference.canonical()}});
}

Result<void> runSearch(const Context &context)
{
    STRATOSCOPE_TRY(const QString term, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    return listPages(
        [&](const SearchSink &show) {
            return searchImages(registries, context.invocation.registry, term, kMostHits, show, showWait(context), context.stop);
        },
        [&](const SearchHit &hit) { return printHit(context, hit); });
}

Result<void> runTags(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(text));
    if (reference.digest || text.lastIndexOf(u':') > text.lastIndexOf(u'/'))
        return fail(ErrorKind::Invalid, quoted(text), u"is not a repository; omit the tag and the digest"_s);
    return listPages(
        [&](const RegistryClient::PageSink &show) {
            return listImageTags(registries, reference, show, showWait(context), context.stop);
        },
        [&](const QString &tag) {
            return context.print(tag, {{"name", tag}});
        });
}

Result<void> runPlatforms(const Context &context)
{
    STRATOSCOPE_TRY(NamedRepository named, openRepository(context));
    STRATOSCOPE_TRY(const auto platforms, remotePlatforms(named.repository, named.reference, context.stop));
    for (const RemotePlatform &entry : platforms) {
        const QString platform = entry.platform.toString();
        const QString digest = entry.digest.toString();
        STRATOSCOPE_CHECK(
            context.print(u"%1  %2  %3"_s.arg(platform.leftJustified(20), digest, sizeText(std::uint64_t(entry.size))),
                          {{"platform", platform}, {"digest", digest}, {"size", entry.size}}));
    }
    return {};
}

Result<void> runReferrers(const Context &context)
{
    STRATOSCOPE_TRY(NamedRepository named, openRepository(context));
    STRATOSCOPE_TRY(const auto found, listReferrers(named.repository, named.reference, context.invocation.platform, context.stop));
    for (const QString &warning : found.warnings)
        context.warn(warning);
    for (const Referrer &referrer : found.referrers)
        STRATOSCOPE_CHECK(printReferrer(context, referrer));
    if (found.referrers.empty() && !context.invocation.json)
        return context.print(named.reference.familiar() + u": no signatures, SBOMs or attestations in the registry"_s);
    return {};
}

} // namespace stratoscope::cli
