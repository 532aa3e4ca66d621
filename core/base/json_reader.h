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

namespace stratoscope {

/// Documents above this are refused unread, in bytes: four times what registries take as a manifest.
constexpr qsizetype kMaxDocument = 16 * 1024 * 1024;

/// Parses a document whose top is an object (or an array). `subject` names it in the error. TooLarge above kMaxDocument,
/// or for more values than any real document has; else Malformed, with the offset of what is wrong. Of a key that is there
/// twice, the last counts.
Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject);
Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject);

/// Reads the members of an object, each as the type it must have. A member that is missing or null counts as empty;
/// one of another type is an error that names it with its place in the document (`layers[2].size`).
class JsonFields
{
public:
    using Key = QLatin1StringView;

    /// `path`: the object's own place within the document, empty for its top.
    JsonFields(QJsonObject object, QString subject, QString path = {});

    const QJsonObject &json() const { return m_object; }
    const QString &subject() const { return m_subject; }
    /// There and not null.
    bool has(Key key) const;
    QString pathOf(Key key) const;

    Result<QString> string(Key key) const;
    Result<bool> boolean(Key key) const;
    /// A whole number of 64 bits, exact above 2^53 too.
    Result<std::optional<qint64>> integer(Key key) const;
    Result<QStringList> strings(Key key) const;
    /// As strings(), but a bare string counts as an array of one.
    Result<QStringList> stringOrStrings(Key key) const;
    Result<QMap<QString, QString>> stringMap(Key key) const;
    /// All of this object's own members, which must be strings.
    Result<QMap<QString, QString>> ownStrings() const;
    /// The object's keys, whatever their values: how sets (ports, volumes) are written.
    Result<QStringList> keys(Key key) const;
    Result<JsonFields> object(Key key) const;
    /// Calls `read` for each element, which must be an object, in order; stops at the first error.
    Result<void> forEachObject(Key key, const std::function<Result<void>(const JsonFields &)> &read) const;
    /// Calls `read` for each of this object's own members, which must be objects, sorted by name; stops at the first error.
    Result<void> forEachMember(const std::function<Result<void>(const QString &name, const JsonFields &)> &read) const;

    /// `SUBJECT: layers[2].size DETAIL`; the detail begins with its verb.
    Failure fail(Key key, const QString &detail, ErrorKind kind = ErrorKind::Malformed) const;

private:
    Failure wrongType(const QString &path, const QJsonValue &found, const QString &wanted) const;
    Result<QJsonArray> array(Key key) const;
    QString pathOfMember(const QString &name) const;

    QJsonObject m_object;
    QString m_subject;
    QString m_path;
};

} // namespace stratoscope
