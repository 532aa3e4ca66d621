// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>
#include <span>
#include <utility>

namespace stratoscope {

/// Reads the components of header fields (RFC 9110, 5.6) from left to right. Lenient, since servers are.
class HeaderReader
{
public:
    explicit HeaderReader(QByteArrayView text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_text.isEmpty(); }
    bool startsWith(char wanted) const { return !atEnd() && m_text.front() == wanted; }

    void skipSpace();
    /// Skips spaces, then takes this character if it follows.
    bool take(char wanted);
    void skip(qsizetype count) { m_text = m_text.sliced(count); }
    /// A token (RFC 9110, 5.6.2); may be empty.
    QByteArrayView token();
    /// The text before any of these characters or the end.
    QByteArrayView upTo(QByteArrayView ends);
    /// The value of a parameter: a quoted string, unescaped, or the text before any of `ends`. Without a closing quote, the string
    /// extends to the end.
    QByteArray value(QByteArrayView ends);

private:
    QByteArrayView takeFirst(qsizetype count);

    QByteArrayView m_text;
};

/// The target of the first link to the next page, often relative (RFC 8288). As some registries send them, links without a relation
/// and without angle brackets are accepted.
std::optional<QByteArray> nextLink(std::span<const QByteArray> headers);

} // namespace stratoscope
