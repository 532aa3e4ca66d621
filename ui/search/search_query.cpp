// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_query.h"

#include "archive/image_name.h"
#include "registry/config/registries.h"
#include "ui/search/pasted_name.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A single letter would find everything.
constexpr int kMinTermLength = 2;

/// The parts of a reference that the text itself gives, rather than defaults.
struct GivenParts {
    bool registry = false;
    bool version = false; ///< a tag or a digest
};

GivenParts givenParts(const QString &text, const Reference &reference)
{
    const bool registry = text.startsWith(reference.registry + u'/');
    return {.registry = registry, .version = reference.digest || (!reference.tag.isEmpty() && text.endsWith(u':' + reference.tag))};
}

/// The alias in a text that stands for this reference; empty if none does.
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

/// A term may consist of several words.
bool isPath(const QString &text)
{
    const auto name = ImageName::parse(text);
    return name && name->isLocal() && (name->kind || text.contains(u'/') || isArchiveName(text) || QFileInfo::exists(text));
}

QString expanded(const QString &text)
{
    if (text == u"~"_s || text.startsWith(u"~/"_s))
        return QDir::homePath() + text.sliced(1);
    return text.startsWith(u"file://"_s) ? text.sliced(7) : text;
}

} // namespace

SearchQuery SearchQuery::parse(const QString &input, const Registries *registries)
{
    QString text = expanded(referenceIn(input));
    SearchQuery query;
    if (text.isEmpty())
        return query;
    if (isPath(text)) {
        query.path = text;
        return query;
    }
    if (const auto digest = Digest::parse(text)) {
        query.digest = *digest;
        return query;
    }
    const auto reference = registries ? registries->resolveName(text) : Reference::parse(text);
    if (text.startsWith(u"docker://"_s))
        text = text.sliced(9);
    const GivenParts given = reference ? givenParts(text, *reference) : GivenParts{};
    if (reference)
        query.alias = aliasIn(text, *reference);
    if (given.registry || given.version || !query.alias.isEmpty())
        query.reference = *reference;
    if (given.version)
        return query;
    const bool searchable = text.size() >= kMinTermLength;
    if (given.registry) {
        query.registry = reference->registry;
        query.term = reference->repository;
    } else if (const auto begun = Reference::parse(text + u'x'); text.endsWith(u'/') && begun) {
        // The beginning of a longer name.
        if (begun->registry + u'/' == text)
            query.registry = begun->registry;
        else
            query.term = text.chopped(1);
    } else if (searchable) {
        query.term = text;
        if (reference && !query.reference)
            query.plainName = *reference;
    }
    return query;
}

bool SearchQuery::isCatalog() const
{
    static const QStringList kWithoutCatalog{u"docker.io"_s, u"quay.io"_s};
    return term.isEmpty() && !reference && !registry.isEmpty() && !kWithoutCatalog.contains(registry);
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
