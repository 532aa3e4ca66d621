// SPDX-License-Identifier: Apache-2.0
#include "registry/config/registries_conf.h"

#include "base/config_paths.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "oci/reference.h"

#include <QDir>

#include <algorithm>
#include <array>
#include <utility>

#include <toml++/toml.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// A reference without tag and digest. A colon in the host separates the port.
QString repositoryOf(const QString &reference)
{
    const QString name = reference.first(reference.indexOf(u'@') < 0 ? reference.size() : reference.indexOf(u'@'));
    const qsizetype colon = name.lastIndexOf(u':');
    return name.contains(u'/') && colon > name.lastIndexOf(u'/') ? name.first(colon) : name;
}

/// Reads members of TOML tables and checks their types.
class TableReader
{
public:
    explicit TableReader(QString subject)
        : m_subject(std::move(subject))
    {
    }

    Failure fail(const toml::source_position &position, const QString &detail) const
    {
        return stratoscope::fail(ErrorKind::Configuration, m_subject, u"line %1: %2"_s.arg(QString::number(position.line), detail));
    }
    Failure fail(const toml::node &node, const QString &detail) const { return fail(node.source().begin, detail); }

    /// The value of a member; nothing if it is missing. `wanted` says what it has to be.
    template <typename T>
    Result<const T *> member(const toml::table &table, std::string_view key, const QString &wanted) const
    {
        const toml::node *node = table.get(key);
        if (node && !node->is<T>())
            return fail(*node, u"%1 must be %2"_s.arg(text(key), wanted));
        return node ? node->as<T>() : nullptr;
    }
    /// The elements of an array.
    template <typename T>
    Result<std::vector<const T *>> elements(const toml::table &table, std::string_view key, const QString &wanted) const
    {
        std::vector<const T *> found;
        STRATOSCOPE_TRY(const toml::array *array, member<toml::array>(table, key, wanted));
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            found.push_back((*array)[i].as<T>());
            if (!found.back())
                return fail((*array)[i], u"%1 must be %2"_s.arg(text(key), wanted));
        }
        return found;
    }

    Result<QString> string(const toml::table &table, std::string_view key) const
    {
        STRATOSCOPE_TRY(const auto *found, member<toml::value<std::string>>(table, key, u"a string"_s));
        return found ? text(found->get()) : QString();
    }
    Result<bool> boolean(const toml::table &table, std::string_view key) const
    {
        STRATOSCOPE_TRY(const auto *found, member<toml::value<bool>>(table, key, u"true or false"_s));
        return found && found->get();
    }
    Result<std::vector<const toml::table *>> tables(const toml::table &table, std::string_view key) const
    {
        return elements<toml::table>(table, key, u"an array of tables: [[%1]]"_s.arg(text(key)));
    }
    /// Null if it is missing.
    Result<const toml::table *> table(const toml::table &table, std::string_view key) const
    {
        return member<toml::table>(table, key, u"a table"_s);
    }
    Result<std::vector<QString>> strings(const toml::table &table, std::string_view key) const
    {
        STRATOSCOPE_TRY(const auto found, elements<toml::value<std::string>>(table, key, u"an array of strings"_s));
        std::vector<QString> texts;
        for (const auto *const element : found)
            texts.push_back(text(element->get()));
        return texts;
    }

    /// host[:port][/namespace…] without a trailing slash.
    Result<QString> location(const toml::table &table, std::string_view key) const
    {
        STRATOSCOPE_TRY(QString value, string(table, key));
        while (value.endsWith(u'/'))
            value.chop(1);
        const QString fault = locationFault(value);
        if (!fault.isEmpty())
            return fail(*table.get(key), u"%1 %2 %3"_s.arg(text(key), quoted(value), fault));
        return value;
    }

    static QString locationFault(const QString &value)
    {
        if (value.contains("://"_L1))
            return u"must begin with the host, without a scheme"_s;
        if (value != repositoryOf(value))
            return u"must not have a tag or a digest"_s;
        return {};
    }

private:
    QString m_subject;
};

Result<RegistryMirror> parseMirror(const TableReader &reader, const toml::table &table, bool digestOnly)
{
    RegistryMirror mirror;
    STRATOSCOPE_TRY(mirror.location, reader.location(table, "location"));
    if (mirror.location.isEmpty())
        return reader.fail(table, u"the mirror has no location"_s);
    STRATOSCOPE_TRY(mirror.insecure, reader.boolean(table, "insecure"));
    STRATOSCOPE_TRY(const QString use, reader.string(table, "pull-from-mirror"));
    if (use == "digest-only"_L1 || (use.isEmpty() && digestOnly))
        mirror.use = RegistryMirror::Use::DigestOnly;
    else if (use == "tag-only"_L1)
        mirror.use = RegistryMirror::Use::TagOnly;
    else if (!use.isEmpty() && use != "all"_L1)
        return reader.fail(table, u"pull-from-mirror must be all, digest-only or tag-only"_s);
    return mirror;
}

Result<RegistryRule> parseRule(const TableReader &reader, const toml::table &table)
{
    RegistryRule rule;
    STRATOSCOPE_TRY(rule.prefix, reader.string(table, "prefix"));
    while (rule.prefix.endsWith(u'/'))
        rule.prefix.chop(1);
    STRATOSCOPE_TRY(rule.location, reader.location(table, "location"));
    if (rule.prefix.isEmpty())
        rule.prefix = rule.location;
    if (rule.prefix.isEmpty())
        return reader.fail(table, u"the registry has neither a prefix nor a location"_s);
    const bool isWildcard = rule.prefix.startsWith("*."_L1);
    if (rule.prefix.contains(u'*') && (!isWildcard || rule.prefix.contains(u'/') || rule.prefix.indexOf(u'*', 1) > 0))
        return reader.fail(
            table, u"the prefix %1 may contain * only at the beginning of a host: *.example.com"_s.arg(quoted(rule.prefix)));
    if (rule.location.isEmpty() && !isWildcard)
        rule.location = repositoryOf(rule.prefix);
    STRATOSCOPE_TRY(rule.insecure, reader.boolean(table, "insecure"));
    STRATOSCOPE_TRY(rule.blocked, reader.boolean(table, "blocked"));
    STRATOSCOPE_TRY(const bool digestOnly, reader.boolean(table, "mirror-by-digest-only"));
    STRATOSCOPE_TRY(const auto mirrors, reader.tables(table, "mirror"));
    for (const toml::table *mirror : mirrors) {
        STRATOSCOPE_TRY(RegistryMirror parsed, parseMirror(reader, *mirror, digestOnly));
        rule.mirrors.push_back(std::move(parsed));
    }
    return rule;
}

/// The lists of hosts of version 1.
Result<std::vector<RegistryRule>> parseLists(const TableReader &reader, const toml::table &root)
{
    std::vector<RegistryRule> rules;
    STRATOSCOPE_TRY(const toml::table *lists, reader.table(root, "registries"));
    if (!lists)
        return rules;
    for (const auto &[key, setting] :
         {std::pair("block", &RegistryRule::blocked), std::pair("insecure", &RegistryRule::insecure)}) {
        STRATOSCOPE_TRY(const toml::table *list, reader.table(*lists, key));
        if (!list)
            continue;
        STRATOSCOPE_TRY(const std::vector<QString> hosts, reader.strings(*list, "registries"));
        for (const QString &host : hosts) {
            auto rule = std::ranges::find(rules, host, &RegistryRule::prefix);
            if (rule == rules.end())
                rule = rules.insert(rule, RegistryRule{.prefix = host, .location = host, .mirrors = {}});
            (*rule).*setting = true;
        }
    }
    return rules;
}

/// Whether a text is a registry and a repository, without tag and digest.
bool isFullName(const QString &text)
{
    const auto reference = Reference::parse(text);
    return reference && text == repositoryOf(text) && text.startsWith(reference->registry + u'/');
}

Result<std::map<QString, QString>> parseAliases(const TableReader &reader, const toml::table &root)
{
    std::map<QString, QString> aliases;
    STRATOSCOPE_TRY(const toml::table *table, reader.table(root, "aliases"));
    if (!table)
        return aliases;
    for (const auto &[key, node] : *table) {
        const QString name = text(key.str());
        STRATOSCOPE_TRY(QString target, reader.string(*table, key.str()));
        if (!target.isEmpty() && !isFullName(target))
            return reader.fail(node,
                               u"the alias %1 must name a registry and a repository, without tag or digest"_s.arg(quoted(name)));
        aliases.emplace(name, std::move(target));
    }
    return aliases;
}

Result<RegistriesConf> parseRoot(const TableReader &reader, const toml::table &root)
{
    RegistriesConf conf;
    STRATOSCOPE_TRY(conf.rules, parseLists(reader, root));
    STRATOSCOPE_TRY(const auto tables, reader.tables(root, "registry"));
    for (const toml::table *table : tables) {
        STRATOSCOPE_TRY(RegistryRule rule, parseRule(reader, *table));
        if (std::ranges::find(conf.rules, rule.prefix, &RegistryRule::prefix) != conf.rules.end())
            return reader.fail(*table, u"duplicate prefix %1"_s.arg(quoted(rule.prefix)));
        conf.rules.push_back(std::move(rule));
    }
    STRATOSCOPE_TRY(conf.aliases, parseAliases(reader, root));
    return conf;
}

Result<void> mergeFile(RegistriesConf &conf, const QString &path)
{
    STRATOSCOPE_TRY(const QByteArray bytes, readAll(path, kMaxDocument));
    STRATOSCOPE_TRY(RegistriesConf read, RegistriesConf::parse(bytes, path));
    conf.merge(std::move(read));
    return {};
}

Result<void> mergeDirectory(RegistriesConf &conf, const QString &directory)
{
    const QStringList names = QDir(directory).entryList({u"*.conf"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        STRATOSCOPE_CHECK(mergeFile(conf, directory + u'/' + name));
    return {};
}

} // namespace

Result<RegistriesConf> RegistriesConf::parse(const QByteArray &bytes, const QString &subject)
{
    const TableReader reader(subject);
    try {
        const toml::table root = toml::parse(std::string_view(bytes.constData(), std::size_t(bytes.size())));
        return parseRoot(reader, root);
    } catch (const toml::parse_error &error) {
        return reader.fail(error.source().begin, text(error.description()));
    }
}

Result<RegistriesConf> RegistriesConf::load(const QString &file)
{
    RegistriesConf conf;
    if (!file.isEmpty()) {
        STRATOSCOPE_CHECK(mergeFile(conf, file));
        STRATOSCOPE_CHECK(mergeDirectory(conf, file + u".d"_s));
        return conf;
    }
    const QString users = config_paths::containersDirectory() + u"/registries.conf"_s;
    const QString systems = u"/etc/containers/registries.conf"_s;
    const QString given = qEnvironmentVariable("CONTAINERS_REGISTRIES_CONF");
    const bool hasUsers = QFile::exists(users);
    if (!given.isEmpty())
        STRATOSCOPE_CHECK(mergeFile(conf, given));
    else if (hasUsers)
        STRATOSCOPE_CHECK(mergeFile(conf, users));
    else if (QFile::exists(systems))
        STRATOSCOPE_CHECK(mergeFile(conf, systems));
    // A user's own file replaces the system's configuration.
    if (!given.isEmpty() || !hasUsers)
        STRATOSCOPE_CHECK(mergeDirectory(conf, systems + u".d"_s));
    STRATOSCOPE_CHECK(mergeDirectory(conf, users + u".d"_s));
    return conf;
}

void RegistriesConf::merge(RegistriesConf later)
{
    for (RegistryRule &rule : later.rules) {
        const auto known = std::ranges::find(rules, rule.prefix, &RegistryRule::prefix);
        if (known != rules.end())
            *known = std::move(rule);
        else
            rules.push_back(std::move(rule));
    }
    for (auto &[name, target] : later.aliases)
        aliases.insert_or_assign(name, std::move(target));
}

const RegistryRule *RegistriesConf::find(QStringView name) const
{
    const RegistryRule *best = nullptr;
    // Of two equally long matches, the one without `*` is more specific.
    const auto rank = [name](const RegistryRule &rule) { return std::pair(rule.match(name), !rule.prefix.startsWith(u'*')); };
    for (const RegistryRule &rule : rules) {
        if (rule.match(name) >= 0 && (!best || rank(rule) > rank(*best)))
            best = &rule;
    }
    return best;
}

qsizetype RegistryRule::match(QStringView name) const
{
    if (prefix.startsWith(u'*')) {
        const QStringView domain = QStringView(prefix).sliced(1);
        const qsizetype slash = name.indexOf(u'/');
        const QStringView host = slash < 0 ? name : name.first(slash);
        if (host.size() > domain.size() && host.endsWith(domain))
            return host.size();
        const QStringView withoutPort = host.first(std::max<qsizetype>(host.lastIndexOf(u':'), 0));
        return withoutPort.size() > domain.size() && withoutPort.endsWith(domain) ? withoutPort.size() : -1;
    }
    if (!name.startsWith(prefix))
        return -1;
    const bool isEqual = name.size() == prefix.size();
    // A colon after a host begins a port, and thus another registry; after a repository it begins a tag.
    const QChar next = isEqual ? QChar() : name.at(prefix.size());
    return isEqual || next == u'/' || next == u'@' || (next == u':' && prefix.contains(u'/')) ? prefix.size() : -1;
}

} // namespace stratoscope
