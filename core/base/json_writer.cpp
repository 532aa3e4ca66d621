// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace stratoscope {

namespace {

/// Replaces unpaired surrogates, which JSON can represent (`\ud800`) and UTF-8 cannot.
QByteArray toUtf8(QString text)
{
    if (text.isValidUtf16())
        return text.toUtf8();
    for (qsizetype index = 0; index < text.size(); ++index) {
        const bool pair = text.at(index).isHighSurrogate() && index + 1 < text.size() && text.at(index + 1).isLowSurrogate();
        if (pair)
            ++index;
        else if (text.at(index).isSurrogate())
            text[index] = QChar::ReplacementCharacter;
    }
    return text.toUtf8();
}

/// The escape sequence of a quote, a backslash or a control character.
std::string escape(char byte)
{
    constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
    if (const std::size_t at = kShort.find(byte); at != std::string_view::npos)
        return {'\\', "\"\\bfnrt"[at]};
    const auto code = std::uint8_t(byte);
    return "\\u00" + toHex({&code, 1});
}

/// As in Go: its choice between fixed and scientific notation, exponents without a leading zero, and zeros in place of the
/// insignificant digits of a large number.
std::string formatDouble(double number)
{
    const double magnitude = std::abs(number);
    const bool plain = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21);
    const bool large = plain && magnitude >= 0x1p53;
    std::array<char, 64> digits;
    const auto format = plain && !large ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format).ptr;
    std::string text(digits.data(), end);
    const auto exponent = text.find('e');
    if (large) {
        const std::size_t integerDigits = std::stoul(text.substr(exponent + 2)) + 1 + (number < 0 ? 1 : 0);
        text.resize(exponent);
        std::erase(text, '.');
        text.resize(integerDigits, '0');
    } else if (exponent != std::string::npos && text[exponent + 1] == '-' && text[exponent + 2] == '0') {
        text.erase(exponent + 2, 1);
    }
    return text;
}

} // namespace

std::string JsonWriter::take()
{
    Q_ASSERT(m_scopes.empty() && !m_afterKey);
    return std::exchange(m_text, {});
}

JsonWriter &JsonWriter::begin(char bracket)
{
    separate();
    m_text += bracket;
    m_scopes.push_back({.close = bracket == '{' ? '}' : ']'});
    return *this;
}

JsonWriter &JsonWriter::end(char bracket)
{
    Q_ASSERT(!m_scopes.empty() && m_scopes.back().close == bracket && !m_afterKey);
    const bool empty = m_scopes.back().empty;
    m_scopes.pop_back();
    if (!empty)
        newLine();
    m_text += bracket;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    Q_ASSERT(!m_scopes.empty() && m_scopes.back().close == '}' && !m_afterKey);
    separate();
    appendString(name);
    m_text += m_form == Form::Indented ? ": " : ":";
    m_afterKey = true;
    return *this;
}

/// Writes what precedes a value or a key: nothing after a key, else a comma and a line break.
void JsonWriter::separate()
{
    if (std::exchange(m_afterKey, false) || m_scopes.empty())
        return;
    if (!std::exchange(m_scopes.back().empty, false))
        m_text += ',';
    newLine();
}

void JsonWriter::newLine()
{
    if (m_form == Form::Compact)
        return;
    m_text += '\n';
    m_text.append(m_scopes.size() * 2, ' ');
}

JsonWriter &JsonWriter::literal(std::string_view text)
{
    Q_ASSERT(m_scopes.empty() || m_scopes.back().close == ']' || m_afterKey);
    separate();
    m_text += text;
    return *this;
}

JsonWriter &JsonWriter::value(std::string_view utf8)
{
    literal({});
    appendString(utf8);
    return *this;
}

JsonWriter &JsonWriter::value(const QString &text)
{
    return value(asText(toUtf8(text)));
}

JsonWriter &JsonWriter::value(const QStringList &texts)
{
    beginArray();
    for (const QString &text : texts)
        value(text);
    return endArray();
}

JsonWriter &JsonWriter::value(double number)
{
    return std::isfinite(number) ? literal(formatDouble(number)) : value(nullptr);
}

JsonWriter &JsonWriter::value(const QJsonArray &json)
{
    beginArray();
    for (const QJsonValue element : json)
        value(element);
    return endArray();
}

JsonWriter &JsonWriter::value(const QJsonObject &json)
{
    std::vector<std::pair<QByteArray, QJsonValue>> members;
    members.reserve(static_cast<std::size_t>(json.size()));
    for (auto member = json.begin(); member != json.end(); ++member)
        members.emplace_back(toUtf8(member.key()), member.value());
    std::ranges::sort(members, {}, [](const auto &member) { return asText(member.first); });

    beginObject();
    for (const auto &[name, content] : members)
        key(asText(name)).value(content);
    return endObject();
}

JsonWriter &JsonWriter::value(const QJsonValue &json)
{
    switch (json.type()) {
    case QJsonValue::Bool:
        return value(json.toBool());
    case QJsonValue::Double: {
        const qint64 integer = json.toInteger(0);
        return integer == json.toInteger(1) ? value(integer) : value(json.toDouble());
    }
    case QJsonValue::String:
        return value(json.toString());
    case QJsonValue::Array:
        return value(json.toArray());
    case QJsonValue::Object:
        return value(json.toObject());
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return value(nullptr);
}

void JsonWriter::appendString(std::string_view utf8)
{
    m_text += '"';
    while (!utf8.empty()) {
        const auto isPlain = [](unsigned char byte) { return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\'; };
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(utf8, isPlain) - utf8.begin());
        m_text += utf8.substr(0, plain);
        utf8.remove_prefix(plain);
        if (utf8.empty())
            break;

        const std::size_t length = utf8SequenceLength(utf8);
        const std::string_view sequence = utf8.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0)
            m_text += "\\ufffd";
        else if (length == 1 && !(sequence == "\x7F" && m_form == Form::Indented))
            m_text += escape(sequence.front());
        else if (m_form == Form::Compact && sequence.front() == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0)
            m_text += escape(sequence[1]); // U+0080 to U+009F have the value of their last byte
        else if (sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9") // break JavaScript that embeds JSON
            m_text += sequence.back() == '\xA8' ? "\\u2028" : "\\u2029";
        else
            m_text += sequence;
        utf8.remove_prefix(sequence.size());
    }
    m_text += '"';
}

} // namespace stratoscope
