// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMaxDepth = 256;

/// A parsed value takes up to 150 bytes, for two bytes (`[]`) in the document; no real document has this many.
constexpr qsizetype kMaxValues = 1'000'000;

/// What brackets, commas and quotes reveal about a document.
struct Outline {
    char first = '\0'; ///< the first non-space character
    bool complete = false; ///< all brackets and strings are closed
    qsizetype deepest = 0;
    qsizetype values = 0;
};

Outline outlineOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes = bytes.sliced(3);
    Outline outline;
    qsizetype depth = 0;
    bool inString = false;
    bool escaped = false;
    for (const char byte : bytes) {
        if (inString) {
            inString = escaped || byte != '"';
            escaped = !escaped && byte == '\\';
            continue;
        }
        if (outline.first == '\0' && byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n')
            outline.first = byte;
        if (byte == '"') {
            inString = true;
        } else if (byte == '{' || byte == '[') {
            outline.deepest = std::max(outline.deepest, ++depth);
            ++outline.values;
        } else if (byte == '}' || byte == ']') {
            --depth;
        } else if (byte == ',') {
            ++outline.values;
        }
    }
    outline.complete = depth <= 0 && !inString;
    return outline;
}

Result<QJsonDocument> parseDocument(const QByteArray &bytes, const QString &subject, char opening)
{
    if (bytes.size() > kMaxDocument)
        return fail(ErrorKind::TooLarge, subject,
                    u"is a JSON document of %1 bytes, more than the limit of %2"_s.arg(bytes.size()).arg(kMaxDocument));
    const Outline outline = outlineOf(bytes);
    const QString wanted = opening == '{' ? u"a JSON object"_s : u"a JSON array"_s;
    if (outline.first == '\0')
        return fail(ErrorKind::Truncated, subject, u"is empty, expected %1"_s.arg(wanted));
    if (outline.first != opening)
        return fail(ErrorKind::Malformed, subject,
                    u"is not %1: it begins with \"%2\""_s.arg(wanted, printable(bytes.trimmed().left(8).toStdString())));
    if (outline.deepest > kMaxDepth)
        return fail(ErrorKind::Malformed, subject, u"is JSON nested more than %1 levels deep"_s.arg(kMaxDepth));
    if (outline.values > kMaxValues)
        return fail(ErrorKind::TooLarge, subject, u"is JSON with more than %1 values"_s.arg(kMaxValues));
    if (!outline.complete)
        return fail(ErrorKind::Truncated, subject, u"is incomplete JSON: ends after %1 bytes"_s.arg(bytes.size()));

    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::Malformed, subject, u"is not valid JSON: error at byte %1"_s.arg(error.offset));
    return document;
}

QString describe(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"a boolean"_s;
    case QJsonValue::Double:
        return u"the number %1"_s.arg(value.toDouble());
    case QJsonValue::String:
        return u"the string %1"_s.arg(quoted(value.toString()));
    case QJsonValue::Array:
        return u"an array"_s;
    case QJsonValue::Object:
        return u"an object"_s;
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return u"null"_s;
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject)
{
    return parseDocument(bytes, subject, '{').map([](const QJsonDocument &document) { return document.object(); });
}

Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject)
{
    return parseDocument(bytes, subject, '[').map([](const QJsonDocument &document) { return document.array(); });
}

bool JsonFields::has(Key key) const
{
    return !isAbsent(m_object.value(key));
}

/// For names from the document, which may contain anything.
QString JsonFields::pathOfMember(const QString &name) const
{
    return u"%1[%2]"_s.arg(m_path, quoted(name));
}

Result<QJsonValue> JsonFields::member(Key key, QJsonValue::Type type, const QString &wanted) const
{
    const QJsonValue value = m_object.value(key);
    if (!isAbsent(value) && value.type() != type)
        return wrongType(pathOf(key), value, wanted);
    return value;
}

Result<QString> JsonFields::string(Key key) const
{
    return member(key, QJsonValue::String, u"a string"_s).map([](const QJsonValue &value) { return value.toString(); });
}

Result<bool> JsonFields::boolean(Key key) const
{
    return member(key, QJsonValue::Bool, u"true or false"_s).map([](const QJsonValue &value) { return value.toBool(); });
}

Result<std::optional<qint64>> JsonFields::integer(Key key) const
{
    const QJsonValue value = m_object.value(key);
    if (isAbsent(value))
        return std::nullopt;
    // toInteger() returns its default value if the number is not a 64-bit integer.
    if (!value.isDouble() || value.toInteger(0) != value.toInteger(1))
        return wrongType(pathOf(key), value, u"a 64-bit integer"_s);
    return value.toInteger();
}

Result<std::uint64_t> JsonFields::size(Key key) const
{
    STRATOSCOPE_TRY(const std::optional<qint64> number, integer(key));
    if (!number)
        return fail(key, u"is missing"_s);
    if (*number < 0)
        return fail(key, u"is negative: %1"_s.arg(*number));
    return std::uint64_t(*number);
}

Result<QJsonArray> JsonFields::array(Key key) const
{
    return member(key, QJsonValue::Array, u"an array"_s).map([](const QJsonValue &value) { return value.toArray(); });
}

Result<QStringList> JsonFields::strings(Key key) const
{
    STRATOSCOPE_TRY(const QJsonArray array, this->array(key));
    QStringList texts;
    for (const QJsonValue element : array) {
        if (!element.isString())
            return wrongType(u"%1[%2]"_s.arg(pathOf(key)).arg(texts.size()), element, u"a string"_s);
        texts.append(element.toString());
    }
    return texts;
}

Result<QStringList> JsonFields::stringOrStrings(Key key) const
{
    const QJsonValue value = m_object.value(key);
    if (value.isString())
        return QStringList{value.toString()};
    return strings(key);
}

Result<QMap<QString, QString>> JsonFields::ownStrings() const
{
    QMap<QString, QString> map;
    for (auto member = m_object.begin(); member != m_object.end(); ++member) {
        const QJsonValue value = member.value();
        if (!isAbsent(value) && !value.isString())
            return wrongType(pathOfMember(member.key()), value, u"a string"_s);
        map.insert(member.key(), value.toString());
    }
    return map;
}

Result<JsonFields> JsonFields::object(Key key) const
{
    STRATOSCOPE_TRY(const QJsonValue value, member(key, QJsonValue::Object, u"an object"_s));
    return JsonFields(value.toObject(), m_subject, pathOf(key));
}

Result<void> JsonFields::forEachObject(Key key, const std::function<Result<void>(const JsonFields &)> &read) const
{
    STRATOSCOPE_TRY(const QJsonArray array, this->array(key));
    for (qsizetype index = 0; index < array.size(); ++index) {
        const QString path = u"%1[%2]"_s.arg(pathOf(key)).arg(index);
        if (!array.at(index).isObject())
            return wrongType(path, array.at(index), u"an object"_s);
        STRATOSCOPE_CHECK(read(JsonFields(array.at(index).toObject(), m_subject, path)));
    }
    return {};
}

Result<void> JsonFields::forEachMember(const std::function<Result<void>(const QString &, const JsonFields &)> &read) const
{
    for (auto member = m_object.begin(); member != m_object.end(); ++member) {
        const QString path = pathOfMember(member.key());
        if (!member.value().isObject())
            return wrongType(path, member.value(), u"an object"_s);
        STRATOSCOPE_CHECK(read(member.key(), JsonFields(member.value().toObject(), m_subject, path)));
    }
    return {};
}

Failure JsonFields::fail(Key key, const QString &detail, ErrorKind kind) const
{
    return stratoscope::fail(kind, m_subject, u"%1 %2"_s.arg(pathOf(key), detail));
}

Failure JsonFields::wrongType(const QString &path, const QJsonValue &found, const QString &wanted) const
{
    return stratoscope::fail(ErrorKind::Malformed, m_subject, u"%1 is %2, expected %3"_s.arg(path, describe(found), wanted));
}

} // namespace stratoscope
