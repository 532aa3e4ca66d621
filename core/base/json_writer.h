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

/// Writes a JSON document, with keys in the order of the calls.
///
/// Compact: one line without spaces, which may be written to a terminal: the control characters DEL and U+0080 to U+009F are
/// escaped as well. Indented: byte for byte the output of Go's `json.MarshalIndent(v, "", "  ")` with `SetEscapeHTML(false)`: two
/// spaces, `<` `>` `&` unescaped, U+2028 and U+2029 escaped, empty arrays and objects `[]` and `{}`. Neither form ends in a
/// newline. Strings are UTF-8; each invalid byte becomes `\ufffd`, as in Go.
///
/// Calls in the wrong order (such as a value in an object without a key) are programming errors and assert.
class JsonWriter
{
public:
    enum class Form { Compact, Indented };

    explicit JsonWriter(Form form = Form::Compact)
        : m_form(form)
    {
    }

    JsonWriter &beginObject() { return begin('{'); }
    JsonWriter &endObject() { return end('}'); }
    JsonWriter &beginArray() { return begin('['); }
    JsonWriter &endArray() { return end(']'); }
    JsonWriter &key(std::string_view name);

    JsonWriter &value(std::string_view utf8);
    JsonWriter &value(const char *utf8) { return value(std::string_view(utf8)); }
    JsonWriter &value(const std::string &utf8) { return value(std::string_view(utf8)); }
    JsonWriter &value(const QString &text);
    JsonWriter &value(QLatin1StringView text) { return value(QString(text)); }
    JsonWriter &value(const QStringList &texts);
    /// The shortest representation that reads back as the same number; null if it is not finite.
    JsonWriter &value(double number);
    /// Members of objects are sorted by the bytes of their keys, as Go sorts a map.
    JsonWriter &value(const QJsonValue &json);
    JsonWriter &value(const QJsonObject &json);
    JsonWriter &value(const QJsonArray &json);
    JsonWriter &value(std::nullptr_t) { return literal("null"); }
    template <std::integral Number>
    JsonWriter &value(Number number)
    {
        if constexpr (std::same_as<Number, bool>)
            return literal(number ? "true" : "false");
        else
            return literal(std::to_string(number));
    }

    /// `"name": value`, for every type accepted by value().
    template <typename Value>
    JsonWriter &member(std::string_view name, const Value &content)
    {
        return key(name).value(content);
    }

    /// What was written so far; the document when everything is closed.
    const std::string &text() const { return m_text; }
    /// Returns the document and starts over.
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
