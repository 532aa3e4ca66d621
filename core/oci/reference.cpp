// SPDX-License-Identifier: Apache-2.0
#include "oci/reference.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kDefaultRegistry = u"docker.io"_s;
const QString kOfficial = u"library/"_s;
constexpr qsizetype kMaxRepository = 255;

bool matches(const QRegularExpression &pattern, QStringView text)
{
    return pattern.match(text.toString()).hasMatch();
}

bool isRegistry(QStringView text)
{
    static const QString label = u"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"_s;
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"(?:%1(?:\\.%1)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?"_s.arg(label)));
    return matches(pattern, text);
}

bool isRepositoryPart(QStringView text)
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(u"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"_s));
    return matches(pattern, text);
}

/// Whether the part before the first slash is a host rather than the start of a repository.
bool looksLikeRegistry(QStringView first)
{
    return first == "localhost"_L1 || first.contains(u'.') || first.contains(u':') || first.toString().toLower() != first;
}

struct Name {
    QString registry;
    QString repository;
};

Name splitName(QStringView name)
{
    const qsizetype slash = name.indexOf(u'/');
    if (slash < 0)
        return {kDefaultRegistry, kOfficial + name.toString()};
    const QStringView first = name.first(slash);
    if (!looksLikeRegistry(first))
        return {kDefaultRegistry, name.toString()};

    const QString registry = first == "index.docker.io"_L1 ? kDefaultRegistry : first.toString();
    const QString repository = name.sliced(slash + 1).toString();
    const bool official = registry == kDefaultRegistry && !repository.contains(u'/');
    return {registry, official ? kOfficial + repository : repository};
}

Failure invalid(QStringView text, const QString &why)
{
    return fail(ErrorKind::Invalid, quoted(text), u"not an image reference: %1"_s.arg(why));
}

/// What is wrong with a repository; empty if it is valid.
QString repositoryFault(const QString &repository)
{
    for (const QStringView part : QStringView(repository).split(u'/')) {
        if (part.isEmpty())
            return u"the repository %1 has an empty component"_s.arg(quoted(repository));
        if (part.toString().toLower() != part)
            return u"the repository %1 must be lower-case"_s.arg(quoted(repository));
        if (!isRepositoryPart(part))
            return u"the repository component %1 may only have a-z and 0-9, separated by a period, one or two underscores, or dashes"_s
                .arg(quoted(part));
    }
    if (repository.size() > kMaxRepository)
        return u"the repository has %1 characters; at most %2 are allowed"_s.arg(repository.size()).arg(kMaxRepository);
    return {};
}

/// Removes the text from the separator on, and returns what follows the separator; nothing if there is no separator.
std::optional<QStringView> cutTail(QStringView &rest, qsizetype separator)
{
    if (separator < 0)
        return std::nullopt;
    const QStringView tail = rest.sliced(separator + 1);
    rest = rest.first(separator);
    return tail;
}

QString withTagAndDigest(QString name, const Reference &reference)
{
    if (!reference.tag.isEmpty())
        name += u':' + reference.tag;
    if (reference.digest)
        name += u'@' + reference.digest->toString();
    return name;
}

} // namespace

Result<Reference> Reference::parse(QStringView text)
{
    QStringView rest = text;
    if (rest.startsWith("docker://"_L1))
        rest = rest.sliced(9);
    if (rest.isEmpty())
        return invalid(text, u"it is empty"_s);
    if (const qsizetype scheme = rest.indexOf("://"_L1); scheme >= 0)
        return invalid(text, u"omit %1; a reference begins with the host"_s.arg(quoted(rest.first(scheme + 3))));
    static const QRegularExpression bareId(QRegularExpression::anchoredPattern(u"[a-f0-9]{64}"_s));
    if (matches(bareId, rest))
        return invalid(text, u"64 hexadecimal digits alone are an image ID; write a digest as NAME@sha256:…"_s);

    const auto digestText = cutTail(rest, rest.indexOf(u'@'));
    const qsizetype colon = rest.lastIndexOf(u':');
    const auto tagText = cutTail(rest, colon > rest.lastIndexOf(u'/') ? colon : -1);
    if (rest.isEmpty())
        return invalid(text, u"the repository is missing"_s);

    auto [registry, repository] = splitName(rest);
    if (!isRegistry(registry))
        return invalid(text, u"the registry %1 is not a host, HOST:PORT or [IPv6]:PORT"_s.arg(quoted(registry)));
    if (const QString fault = repositoryFault(repository); !fault.isEmpty())
        return invalid(text, fault);
    if (tagText && tagText->isEmpty())
        return invalid(text, u"the tag after the colon is missing"_s);
    if (tagText && !isTag(*tagText))
        return invalid(
            text,
            u"the tag %1 may only have letters, digits, _, . and -, must begin with a letter, digit or _, and have at most 128 characters"_s
                .arg(quoted(*tagText)));

    Reference reference{.registry = std::move(registry), .repository = std::move(repository), .tag = {}, .digest = {}};
    if (tagText)
        reference.tag = tagText->toString();
    else if (!digestText)
        reference.tag = u"latest"_s;
    if (digestText) {
        const auto digest = Digest::parse(*digestText);
        if (!digest)
            return invalid(text, u"%1 is %2"_s.arg(digest.error().subject, digest.error().detail));
        reference.digest = *digest;
    }
    return reference;
}

QString Reference::canonical() const
{
    return withTagAndDigest(name(), *this);
}

QString Reference::familiar() const
{
    if (registry != kDefaultRegistry)
        return canonical();
    const QString bare = repository.startsWith(kOfficial) ? repository.sliced(kOfficial.size()) : repository;
    // `docker.io/localhost/x` needs its host, and `library/a/b` its first component.
    for (const QString &candidate : {bare, repository}) {
        const auto [candidateRegistry, candidateRepository] = splitName(candidate);
        if (candidateRegistry == registry && candidateRepository == repository)
            return withTagAndDigest(candidate, *this);
    }
    return canonical();
}

bool isTag(QStringView text)
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(u"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"_s));
    return matches(pattern, text);
}

} // namespace stratoscope
