// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <utility>

namespace stratoscope {

/// Reads the pieces that header fields are made of (RFC 9110, 5.6) from left to right. Lenient: servers are.
class HeaderReader
{
public:
    explicit HeaderReader(QByteArrayView text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_text.isEmpty(); }
    bool startsWith(char wanted) const { return !atEnd() && m_text.front() == wanted; }
    QByteArrayView rest() const { return m_text; }

    void skipSpace();
    /// Takes this character, after any space.
    bool take(char wanted);
    void skip(qsizetype count) { m_text = m_text.sliced(count); }
    /// Letters, digits and the few signs that names are made of; may be empty.
    QByteArrayView token();
    /// What stands before any of these characters, or before the end.
    QByteArrayView upTo(QByteArrayView ends);
    /// A parameter's value: a quoted string, unescaped, or the bare text before any of `ends`. One that lacks its closing quote
    /// goes to the end.
    QByteArray value(QByteArrayView ends);

private:
    QByteArrayView m_text;
};

} // namespace stratoscope
