// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/registry.h"

#include "app/cli/context.h"
#include "image/referrers.h"
#include "image/remote_image.h"
#include "registry/client/retried_lists.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr int kMostHits = 100;

/// A registry's text as a single printable line.
QString oneLine(const QString &text)
{
    return printable(text.simplified().toStdString());
}

Result<void> printHit(const Context &context, const SearchHit &hit)
{
    if (!context.invocation.json) {
        const QString stars = hit.stars < 0 ? QString() : QString::number(hit.stars);
        return context.print(u"%1  %2  %3  %4"_s.arg(oneLine(hit.name), -40)
                                 .arg(stars, 6)
                                 .arg(hit.official ? u"official"_s : QString(), -8)
                                 .arg(oneLine(hit.description))
                                 .trimmed());
    }
    JsonWriter json;
    json.beginObject().member("name", hit.name).member("description", hit.description);
    if (hit.stars < 0)
        json.member("stars", nullptr);
    else
        json.member("stars", hit.stars);
    json.member("official", hit.official).member("source", hit.source).endObject();
    return context.print(json);
}

Result<void> printTag(const Context &context, const QString &tag)
{
    if (!context.invocation.json)
        return context.print(oneLine(tag));
    JsonWriter json;
    json.beginObject().member("name", tag).endObject();
    return context.print(json);
}

/// Prints a list page by page, as the pages arrive. `list` is given the function that prints a page.
template <typename Page, typename Element>
Result<void> listPages(const Context &context, const std::function<Result<void>(std::function<bool(const Page &)>)> &list,
                       Result<void> (*print)(const Context &, const Element &))
{
    Result<void> printed;
    const auto show = [&](const Page &page) {
        for (const Element &element : page) {
            printed = print(context, element);
            if (!printed)
                return false;
        }
        return true;
    };
    STRATOSCOPE_CHECK(list(show));
    return printed;
}

/// Shows the wait as progress.
WaitSink showWait(const Context &context)
{
    return [&context](const Error &reason, int seconds) {
        if (seconds > 0)
            context.progress.setItem(u"waiting %1 s: %2"_s.arg(seconds).arg(reason.message()), 0);
        else
            context.progress.setItem({}, 0);
        context.progress.finish();
    };
}

Result<void> printReferrer(const Context &context, const Referrer &referrer)
{
    if (!context.invocation.json) {
        const QString type = referrer.predicateType.isEmpty() ? referrer.type : referrer.predicateType;
        const QString platform = referrer.platform ? oneLine(referrer.platform->toString()) : u"-"_s;
        const QStringList columns{referrerKindName(referrer.kind).leftJustified(11),
                                  platform.leftJustified(14),
                                  sizeText(std::uint64_t(referrer.size)).rightJustified(9),
                                  referrer.digest.toString(),
                                  oneLine(type),
                                  oneLine(referrer.title)};
        return context.print(columns.join(u"  "_s).trimmed());
    }
    JsonWriter json;
    json.beginObject().member("kind", referrerKindName(referrer.kind));
    memberOrNull(json, "platform", referrer.platform ? referrer.platform->toString() : QString());
    memberOrNull(json, "type", referrer.type);
    memberOrNull(json, "predicateType", referrer.predicateType);
    json.member("digest", referrer.digest.toString()).member("size", referrer.size).member("subject", referrer.subject.toString());
    memberOrNull(json, "title", referrer.title);
    memberOrNull(json, "created", referrer.created);
    json.endObject();
    return context.print(json);
}

} // namespace

Result<void> runSearch(const Context &context)
{
    STRATOSCOPE_TRY(const QString term, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    return listPages<std::vector<SearchHit>, SearchHit>(
        context,
        [&](const SearchSink &show) {
            return searchImages(registries, context.invocation.registry, term, kMostHits, show, showWait(context), context.stop);
        },
        printHit);
}

Result<void> runTags(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(text));
    if (reference.digest || text.lastIndexOf(u':') > text.lastIndexOf(u'/'))
        return fail(ErrorKind::Invalid, quoted(text), u"is not a repository; omit the tag and the digest"_s);
    return listPages<QStringList, QString>(
        context,
        [&](const RegistryClient::PageSink &show) {
            return listImageTags(registries, reference, show, showWait(context), context.stop);
        },
        printTag);
}

Result<void> runPlatforms(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(text));
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    STRATOSCOPE_TRY(const std::vector<RemotePlatform> platforms, remotePlatforms(repository, reference, context.stop));
    for (const RemotePlatform &entry : platforms) {
        if (!context.invocation.json) {
            STRATOSCOPE_CHECK(context.print(u"%1  %2  %3"_s.arg(oneLine(entry.platform.toString()), -20)
                                                .arg(entry.digest.toString(), sizeText(std::uint64_t(entry.size)))));
            continue;
        }
        JsonWriter json;
        json.beginObject()
            .member("platform", entry.platform.toString())
            .member("digest", entry.digest.toString())
            .member("size", entry.size)
            .endObject();
        STRATOSCOPE_CHECK(context.print(json));
    }
    return {};
}

Result<void> runReferrers(const Context &context)
{
    STRATOSCOPE_TRY(const QString text, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(text));
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    STRATOSCOPE_TRY(const ReferrerList found, listReferrers(repository, reference, context.invocation.platform, context.stop));
    for (const QString &warning : found.warnings)
        context.warn(warning);
    for (const Referrer &referrer : found.referrers)
        STRATOSCOPE_CHECK(printReferrer(context, referrer));
    if (found.referrers.empty() && !context.invocation.json)
        return context.print(reference.familiar() + u": no signatures, SBOMs or attestations in the registry"_s);
    return {};
}

} // namespace stratoscope::cli
