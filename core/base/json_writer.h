// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// Writes one JSON document, keys in the order they are given.
///
/// Compact: one line without spaces. Indented: byte for byte what Go's `json.MarshalIndent(v, "", "  ")` gives with
/// `SetEscapeHTML(false)`: two spaces, `<` `>` `&` as they are, U+2028 and U+2029 escaped, empty arrays and objects `[]` and `{}`.
/// Neither form ends in a newline. Strings are UTF-8; every byte that is not valid becomes U+FFFD (`\ufffd`, as Go has it).
///
/// Calls out of order (a value in an object without its key) are errors of the program and assert.
class JsonWriter
{
public:
    enum class Form { Compact, Indented };

    explicit JsonWriter(Form form = Form::Compact);

    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);

    JsonWriter &value(std::string_view utf8);
    JsonWriter &value(const char *utf8) { return value(std::string_view(utf8)); }
    JsonWriter &value(const std::string &utf8) { return value(std::string_view(utf8)); }
    JsonWriter &value(const QString &text);
    JsonWriter &value(QLatin1StringView text) { return value(QString(text)); }
    JsonWriter &value(const QStringList &texts);
    /// The shortest digits that read back as the same number; null for what JSON has no number for.
    JsonWriter &value(double number);
    /// Members of objects in the order of their keys' bytes: the order Go gives a map.
    JsonWriter &value(const QJsonValue &json);
    JsonWriter &value(const QJsonObject &json);
    JsonWriter &value(const QJsonArray &json);
    JsonWriter &value(std::nullptr_t);
    template <std::integral Number>
    JsonWriter &value(Number number)
    {
        if constexpr (std::same_as<Number, bool>)
            return literal(number ? "true" : "false");
        else
            return literal(std::to_string(number));
    }

    /// `"name": value`, for every type that value() takes.
    template <typename Value>
    JsonWriter &member(std::string_view name, const Value &content)
    {
        return key(name).value(content);
    }

    /// What is written so far; the whole document when all is closed.
    const std::string &text() const { return m_text; }
    /// Hands the document out and is ready for the next one.
    std::string take();

private:
    JsonWriter &begin(char bracket);
    JsonWriter &end(char bracket);
    JsonWriter &literal(std::string_view text);
    void separate();
    void newLine();
    void appendString(std::string_view utf8);

    struct Scope {
        char close;
        bool empty = true;
    };
    Form m_form;
    bool m_afterKey = false;
    std::vector<Scope> m_scopes;
    std::string m_text;
};

} // namespace stratoscope
