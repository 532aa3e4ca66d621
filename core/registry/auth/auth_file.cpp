// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/auth_file.h"

#include "base/file.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "registry/auth/update_file.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr auto kAuths = "auths"_L1;
const QString kDockerHubServer = u"https://index.docker.io/v1/"_s;

/// Normalizes a key of `auths` to HOST[/NAMESPACE…], with a single name for Docker Hub.
QString normalizedKey(const QString &key)
{
    const qsizetype scheme = key.indexOf("://"_L1);
    QString rest = scheme < 0 ? key : key.sliced(scheme + 3);
    while (rest.endsWith(u'/'))
        rest.chop(1);
    QString host = rest.section(u'/', 0, 0);
    const QString path = rest.section(u'/', 1);
    if (host == "index.docker.io"_L1 || host == "registry-1.docker.io"_L1)
        host = u"docker.io"_s;
    // A path after a scheme belongs to the API; it does not name a repository.
    const bool isNamespace = !path.isEmpty() && scheme < 0 && path != "v1"_L1 && path != "v2"_L1;
    return isNamespace ? host + u'/' + path : host;
}

/// The key whose normalized form is `name`, preferably the one that is literally equal. Empty: none.
QString findKey(const QJsonObject &object, const QString &name)
{
    if (object.contains(name))
        return name;
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (normalizedKey(member.key()) == name)
            return member.key();
    }
    return {};
}

Error toConfigurationError(Error error)
{
    error.kind = ErrorKind::Configuration;
    return error;
}

Result<std::optional<Credentials>> parseEntry(const JsonFields &entry)
{
    Credentials credentials;
    STRATOSCOPE_TRY(credentials.user, entry.string("username"_L1));
    STRATOSCOPE_TRY(credentials.password, entry.string("password"_L1));
    STRATOSCOPE_TRY(credentials.identityToken, entry.string("identitytoken"_L1));
    STRATOSCOPE_TRY(const QString auth, entry.string("auth"_L1));
    if (!auth.isEmpty()) {
        // Go's decoder, which Docker uses, ignores line breaks.
        const QByteArray encoded = auth.toLatin1().replace('\r', "").replace('\n', "");
        const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
        const qsizetype colon = decoded ? (*decoded).indexOf(':') : -1;
        if (colon < 0)
            return entry.fail("auth"_L1, u"is not base64 of USER:PASSWORD"_s);
        credentials.user = QString::fromUtf8((*decoded).first(colon));
        credentials.password = QString::fromUtf8((*decoded).sliced(colon + 1));
        // Docker used to pad it with zeros.
        while (credentials.password.endsWith(QChar(u'\0')))
            credentials.password.chop(1);
    }
    if (credentials.user == "<token>"_L1 && credentials.identityToken.isEmpty())
        credentials.identityToken = std::exchange(credentials.password, {});
    const bool isEmpty = credentials.identityToken.isEmpty() && (credentials.user.isEmpty() || credentials.password.isEmpty());
    return isEmpty ? std::nullopt : std::optional(credentials);
}

} // namespace

QString credentialServer(const QString &registry)
{
    return registry == "docker.io"_L1 ? kDockerHubServer : registry;
}

Result<AuthFile> AuthFile::read(const QString &path)
{
    if (!QFile::exists(path))
        return parse(path, {});
    return readAll(path, kMaxDocument).and_then([&path](const QByteArray &bytes) { return parse(path, bytes); });
}

Result<void> AuthFile::update(const QString &path, const std::function<bool(AuthFile &)> &change)
{
    return updateFile(path, [&](const QByteArray &content) -> Result<std::optional<QByteArray>> {
        STRATOSCOPE_TRY(AuthFile file, parse(path, content));
        return change(file) ? std::optional(file.toJson()) : std::nullopt;
    });
}

Result<AuthFile> AuthFile::parse(const QString &path, const QByteArray &bytes)
{
    AuthFile file;
    file.m_path = path;
    // Some tools create an empty file when told to use a missing one.
    if (!bytes.trimmed().isEmpty()) {
        STRATOSCOPE_TRY(file.m_json, parseJsonObject(bytes, path).map_error(toConfigurationError));
    }
    return file;
}

QJsonObject AuthFile::auths() const
{
    return jsonMember(m_json, kAuths).toObject();
}

Result<QString> AuthFile::helper(const QString &registry) const
{
    const JsonFields fields(m_json, m_path);
    STRATOSCOPE_TRY(const auto helpers, fields.stringMap("credHelpers"_L1).map_error(toConfigurationError));
    for (auto helper = helpers.begin(); helper != helpers.end(); ++helper) {
        if (normalizedKey(helper.key()) == registry)
            return helper.value();
    }
    return fields.string("credsStore"_L1).map_error(toConfigurationError);
}

Result<std::optional<Credentials>> AuthFile::find(const QString &registry, const QString &repository) const
{
    STRATOSCOPE_TRY(const JsonFields auths, JsonFields(m_json, m_path).object(kAuths).map_error(toConfigurationError));
    QString name = repository.isEmpty() ? registry : registry + u'/' + repository;
    while (true) {
        const QString key = findKey(auths.json(), name);
        if (!key.isEmpty()) {
            const QByteArray latin = key.toLatin1();
            STRATOSCOPE_TRY(auto credentials,
                            auths.object(QLatin1StringView(latin)).and_then(parseEntry).map_error(toConfigurationError));
            if (credentials)
                return credentials;
        }
        if (name == registry)
            return std::nullopt;
        name.truncate(name.lastIndexOf(u'/'));
    }
}

QStringList AuthFile::registries() const
{
    QStringList found;
    for (const QString &key : auths().keys() + jsonMember(m_json, "credHelpers"_L1).toObject().keys())
        found << normalizedKey(key).section(u'/', 0, 0);
    found.removeDuplicates();
    return found;
}

void AuthFile::setAuths(const QJsonObject &entries)
{
    // Docker would read the entries of every spelling.
    const QStringList keys = m_json.keys();
    for (const QString &key : keys) {
        if (key.compare(kAuths, Qt::CaseInsensitive) == 0)
            m_json.remove(key);
    }
    m_json.insert(kAuths, entries);
}

void AuthFile::replace(const QString &registry, const QJsonObject &entry)
{
    remove(registry);
    QJsonObject entries = auths();
    entries.insert(credentialServer(registry), entry);
    setAuths(entries);
}

void AuthFile::set(const QString &registry, const Credentials &credentials)
{
    const QByteArray plain = (credentials.user + u':' + credentials.password).toUtf8();
    replace(registry, {{u"auth"_s, QString::fromLatin1(plain.toBase64())}});
}

void AuthFile::setStoredByHelper(const QString &registry)
{
    replace(registry, {});
}

bool AuthFile::remove(const QString &registry)
{
    QJsonObject entries = auths();
    bool found = false;
    for (QString key = findKey(entries, registry); !key.isEmpty(); key = findKey(entries, registry)) {
        entries.remove(key);
        found = true;
    }
    if (found)
        setAuths(entries);
    return found;
}

QByteArray AuthFile::toJson() const
{
    return QByteArray::fromStdString(JsonWriter(JsonWriter::Form::Indented).value(m_json).take()) + '\n';
}

} // namespace stratoscope
