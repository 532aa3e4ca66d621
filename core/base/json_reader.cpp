// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.h"

#include "base/utf8.h"

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
    const QJsonDocument document = QJsonDocument::fromJson(validJsonText(bytes), &error);
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

/// The UTF-16 unit that a string's text begins with as an escape `\uXXXX`; nothing if it begins with anything else.
std::optional<ushort> escapedUnit(QByteArrayView text)
{
    bool isNumber = false;
    const ushort unit = text.startsWith("\\u") && text.size() >= 6 ? text.sliced(2, 4).toUShort(&isNumber, 16) : ushort(0);
    return isNumber ? std::optional(unit) : std::nullopt;
}

/// The length of the text's first character, byte or escape; nothing if it is to be replaced.
std::optional<qsizetype> validLength(QByteArrayView text)
{
    if (text[0] != '\\') {
        const std::size_t length = utf8SequenceLength({text.data(), std::size_t(text.size())});
        return length > 0 ? std::optional(qsizetype(length)) : std::nullopt;
    }
    const auto unit = escapedUnit(text);
    // A byte beyond ASCII is never a part of an escape: it may be an invalid one.
    if (!unit)
        return text.size() > 1 && std::uint8_t(text[1]) < 0x80 ? 2 : 1;
    if (!QChar::isSurrogate(*unit))
        return 6;
    const auto next = escapedUnit(text.sliced(6));
    const bool isPair = QChar::isHighSurrogate(*unit) && next && QChar::isLowSurrogate(*next);
    return isPair ? std::optional<qsizetype>(12) : std::nullopt;
}

} // namespace

QByteArray validJsonText(QByteArray bytes)
{
    const QByteArrayView view(bytes);
    if (isUtf8({view.data(), std::size_t(view.size())}) && !view.contains("\\u"))
        return bytes;
    QByteArray valid;
    valid.reserve(view.size());
    for (qsizetype at = 0; at < view.size();) {
        const QByteArrayView rest = view.sliced(at);
        const auto length = validLength(rest);
        valid += length ? rest.first(*length) : QByteArrayView("\xEF\xBF\xBD");
        at += length.value_or(rest[0] == '\\' ? 6 : 1);
    }
    return valid;
}

QJsonValue jsonMember(const QJsonObject &object, QLatin1StringView key)
{
    QJsonValue value = object.value(key);
    if (!isAbsent(value))
        return value;
    for (auto member = object.begin(); member != object.end(); ++member) {
        // Folds as Go does: K (the Kelvin sign) and ſ are letters of these keys as well.
        if ((value.isUndefined() || !member.value().isNull()) && member.key().compare(key, Qt::CaseInsensitive) == 0)
            value = member.value();
    }
    return value;
}

Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject)
{
    return parseDocument(bytes, subject, '{').map([](const QJsonDocument &document) { return document.object(); });
}

Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject)
{
    return parseDocument(bytes, subject, '[').map([](const QJsonDocument &document) { return document.array(); });
}

/// For names from the document, which may contain anything.
QString JsonFields::pathOfMember(const QString &name) const
{
    return u"%1[%2]"_s.arg(m_path, quoted(name));
}

QString JsonFields::pathOfElement(Key key, qsizetype index) const
{
    return u"%1[%2]"_s.arg(pathOf(key), QString::number(index));
}

bool JsonFields::has(Key key) const
{
    return !isAbsent(jsonMember(m_object, key));
}

Result<QJsonValue> JsonFields::member(Key key, QJsonValue::Type type, const QString &wanted) const
{
    const QJsonValue value = jsonMember(m_object, key);
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
    const QJsonValue value = jsonMember(m_object, key);
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
        if (!element.isString() && !element.isNull())
            return wrongType(pathOfElement(key, texts.size()), element, u"a string"_s);
        texts.append(element.toString());
    }
    return texts;
}

Result<QStringList> JsonFields::stringOrStrings(Key key) const
{
    const QJsonValue value = jsonMember(m_object, key);
    if (value.isString())
        return QStringList{value.toString()};
    return strings(key);
}

Result<QMap<QString, QString>> JsonFields::ownStrings() const
{
    QMap<QString, QString> map;
    for (auto member = m_object.begin(); member != m_object.end(); ++member) {
        const QJsonValue value = member.value();
        if (!value.isNull() && !value.isString())
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
        const QString path = pathOfElement(key, index);
        if (!array.at(index).isObject() && !array.at(index).isNull())
            return wrongType(path, array.at(index), u"an object"_s);
        STRATOSCOPE_CHECK(read(JsonFields(array.at(index).toObject(), m_subject, path)));
    }
    return {};
}

Result<void> JsonFields::forEachMember(const std::function<Result<void>(const QString &, const JsonFields &)> &read) const
{
    for (auto member = m_object.begin(); member != m_object.end(); ++member) {
        const QString path = pathOfMember(member.key());
        if (!member.value().isObject() && !member.value().isNull())
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
