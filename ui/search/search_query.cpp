// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_query.h"

#include "archive/image_name.h"
#include "registry/config/registries.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// One letter finds everything, and that is no use to anybody.
constexpr int kShortestTerm = 2;

struct Named {
    bool registry = false; ///< the text says which
    bool version = false; ///< by a tag or a digest
};

/// What of a reference the text itself gives.
Named namedIn(const QString &text, const Reference &reference)
{
    const bool registry = text.startsWith(reference.registry + u'/');
    return {.registry = registry, .version = reference.digest || (!reference.tag.isEmpty() && text.endsWith(u':' + reference.tag))};
}

/// The short name in a text that an alias made this reference of; empty where none did.
QString aliasIn(const QString &text, const Reference &reference)
{
    const auto written = Reference::parse(text);
    if (!written || written->name() == reference.name())
        return {};
    Reference name = *written;
    name.tag.clear();
    name.digest.reset();
    return name.familiar();
}

QString expanded(const QString &text)
{
    if (text == u"~"_s || text.startsWith(u"~/"_s))
        return QDir::homePath() + text.sliced(1);
    return text.startsWith(u"file://"_s) ? text.sliced(7) : text;
}

} // namespace

SearchQuery SearchQuery::parse(const QString &given, const Registries *registries)
{
    QString text = expanded(given.trimmed());
    SearchQuery query;
    if (text.isEmpty())
        return query;
    if (const auto name = ImageName::parse(text); name && name->isLocal()) {
        query.path = text;
        return query;
    }
    const auto reference = registries ? registries->resolveName(text) : Reference::parse(text);
    if (text.startsWith(u"docker://"_s))
        text = text.sliced(9);
    const Named named = reference ? namedIn(text, *reference) : Named{};
    if (reference)
        query.alias = aliasIn(text, *reference);
    if (named.registry || named.version || !query.alias.isEmpty())
        query.reference = *reference;
    if (named.version)
        return query;
    const bool searchable = text.size() >= kShortestTerm;
    if (named.registry) {
        query.registry = reference->registry;
        query.term = reference->repository;
    } else if (const auto begun = Reference::parse(text + u'x'); text.endsWith(u'/') && begun) {
        // On the way to a longer name.
        if (begun->registry + u'/' == text)
            query.registry = begun->registry;
        else
            query.term = text.chopped(1);
    } else if (searchable) {
        query.term = text;
    }
    return query;
}

bool SearchQuery::isCatalog() const
{
    static const QStringList kTooLarge{u"docker.io"_s, u"quay.io"_s};
    return term.isEmpty() && !reference && !registry.isEmpty() && !kTooLarge.contains(registry);
}

QString familiarName(const QString &name)
{
    auto reference = Reference::parse(name);
    if (!reference)
        return name;
    reference->tag.clear();
    return reference->familiar();
}

} // namespace stratoscope::ui
