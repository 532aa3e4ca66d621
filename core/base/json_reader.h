// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace stratoscope {

/// Larger documents are rejected unread, in bytes: four times the manifest size limit of registries.
constexpr qsizetype kMaxDocument = 16 * 1024 * 1024;

/// Parses a document whose top-level value is an object (or an array). `subject` names it in the error. TooLarge above
/// kMaxDocument, or with more values than any real document has; Truncated; Malformed, with the offset of the error. The last one
/// of duplicate keys counts.
///
/// Documents are read as Go reads them, since Go's programs write and accept nearly all of them: see validJsonText() and
/// jsonMember().
Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject);
Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject);

/// The document with U+FFFD for each byte of a string that is not UTF-8 and for each escaped surrogate without its other half.
QByteArray validJsonText(QByteArray bytes);

/// The member that Go's decoder would store in the field `key`: the one of this name or, if there is none or it is null, one whose
/// name differs only in the case of letters.
///
/// For the members that a format defines; the keys of labels, annotations and the like are as written.
QJsonValue jsonMember(const QJsonObject &object, QLatin1StringView key);

/// Reads the members of an object with their expected types; their names are those of jsonMember(). A missing or null member, or a
/// null element, counts as empty; one of another type is Malformed, naming its path in the document (`layers[2].size`).
class JsonFields
{
public:
    using Key = QLatin1StringView;

    /// `path`: of the object within the document; empty for the top level.
    JsonFields(QJsonObject object, QString subject, QString path = {})
        : m_object(std::move(object))
        , m_subject(std::move(subject))
        , m_path(std::move(path))
    {
    }
    /// As parseJsonObject().
    static Result<JsonFields> parse(const QByteArray &bytes, const QString &subject)
    {
        return parseJsonObject(bytes, subject).map([&](QJsonObject object) { return JsonFields(std::move(object), subject); });
    }

    const QJsonObject &json() const { return m_object; }
    const QString &subject() const { return m_subject; }
    /// Present and not null.
    bool has(Key key) const;
    QString pathOf(Key key) const { return m_path.isEmpty() ? QString(key) : m_path + u'.' + key; }

    Result<QString> string(Key key) const;
    Result<bool> boolean(Key key) const;
    /// A 64-bit integer, exact even above 2^53.
    Result<std::optional<qint64>> integer(Key key) const;
    /// A non-negative 64-bit integer. Malformed if missing.
    Result<std::uint64_t> size(Key key) const;
    Result<QStringList> strings(Key key) const;
    /// Like strings(), but a single string counts as an array of one.
    Result<QStringList> stringOrStrings(Key key) const;
    Result<QMap<QString, QString>> stringMap(Key key) const
    {
        return object(key).and_then([](const JsonFields &fields) { return fields.ownStrings(); });
    }
    /// All members of this object, which must be strings.
    Result<QMap<QString, QString>> ownStrings() const;
    /// The keys of an object, ignoring their values: how sets (ports, volumes) are represented.
    Result<QStringList> keys(Key key) const
    {
        return object(key).map([](const JsonFields &fields) { return fields.m_object.keys(); });
    }
    Result<JsonFields> object(Key key) const;
    /// Calls `read` for each element of an array, which must be an object, in order; stops at the first error.
    Result<void> forEachObject(Key key, const std::function<Result<void>(const JsonFields &)> &read) const;
    /// What `read` makes of each element of such an array.
    template <typename T>
    Result<std::vector<T>> list(Key key, const std::function<Result<T>(const JsonFields &)> &read) const
    {
        std::vector<T> values;
        STRATOSCOPE_CHECK(forEachObject(key, [&](const JsonFields &element) {
            return read(element).map([&values](T value) { values.push_back(std::move(value)); });
        }));
        return values;
    }
    /// Calls `read` for each member of this object, which must be an object, sorted by name; stops at the first error.
    Result<void> forEachMember(const std::function<Result<void>(const QString &name, const JsonFields &)> &read) const;

    /// `SUBJECT: layers[2].size DETAIL`; the detail begins with a verb.
    Failure fail(Key key, const QString &detail, ErrorKind kind = ErrorKind::Malformed) const;

private:
    Failure wrongType(const QString &path, const QJsonValue &found, const QString &wanted) const;
    /// The member, which has this type, or is missing or null.
    Result<QJsonValue> member(Key key, QJsonValue::Type type, const QString &wanted) const;
    Result<QJsonArray> array(Key key) const;
    QString pathOfMember(const QString &name) const;
    QString pathOfElement(Key key, qsizetype index) const;

    QJsonObject m_object;
    QString m_subject;
    QString m_path;
};

} // namespace stratoscope
