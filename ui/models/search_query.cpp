// SPDX-License-Identifier: Apache-2.0
#include "ui/models/search_query.h"

#include "session/image_name.h"

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

QString expanded(const QString &text)
{
    if (text == u"~"_s || text.startsWith(u"~/"_s))
        return QDir::homePath() + text.sliced(1);
    return text.startsWith(u"file://"_s) ? text.sliced(7) : text;
}

} // namespace

SearchQuery SearchQuery::parse(const QString &given)
{
    QString text = expanded(given.trimmed());
    SearchQuery query;
    if (text.isEmpty())
        return query;
    if (const auto name = ImageName::parse(text); name && name->isLocal()) {
        query.path = text;
        return query;
    }
    if (text.startsWith(u"docker://"_s))
        text = text.sliced(9);
    const auto reference = Reference::parse(text);
    const Named named = reference ? namedIn(text, *reference) : Named{};
    if (named.registry || named.version)
        query.reference = *reference;
    if (named.version)
        return query;
    const bool searchable = text.size() >= kShortestTerm;
    if (named.registry) {
        query.registry = reference->registry;
        query.term = reference->repository;
    } else if (text.endsWith(u'/') && Reference::parse(text + u'x').has_value()) {
        query.term = text.chopped(1); // on the way to a longer name
    } else if (searchable) {
        query.term = text;
    }
    return query;
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
