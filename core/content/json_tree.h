// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace stratoscope {

/// A JSON document that keeps the order of its members and the notation of its numbers. Immutable; thread-safe.
class JsonTree
{
public:
    using Node = std::uint32_t;
    static constexpr Node kRoot = 0;
    enum class Kind : std::uint8_t { Object, Array, String, Number, Literal };

    /// Errors: Malformed, with the offset of the mistake; TooLarge above 16 MiB or two million values.
    static Result<std::shared_ptr<const JsonTree>> parse(const QByteArray &bytes, const QString &subject);

    /// The number of values. A value has a higher number than the object or array that it is in.
    Node size() const { return Node(m_values.size()); }
    Kind kind(Node node) const { return m_values[node].kind; }
    Node parent(Node node) const { return m_values[node].parent; } ///< of the root: the root
    std::uint32_t childCount(Node node) const { return m_values[node].childCount; }
    Node child(Node node, std::uint32_t row) const { return m_children[m_values[node].firstChild + row]; }
    /// The index among its parent's children.
    std::uint32_t row(Node node) const { return m_values[node].row; }
    /// The key of an object's member; empty for other values.
    QString key(Node node) const;
    /// The value: a string without quotes, a number as written; empty for objects and arrays.
    QString text(Node node) const;
    /// The path to the value: `config.Env[2]`; empty for the root.
    QString path(Node node) const;
    /// The value and everything in it, indented by two spaces per level.
    QString json(Node node = kRoot) const;

private:
    struct Value {
        Node parent = 0;
        std::uint32_t firstChild = 0; ///< in m_children
        std::uint32_t childCount = 0;
        std::uint32_t row = 0;
        std::uint32_t keyBegin = 0; ///< in m_bytes, with its quotes
        std::uint32_t keySize = 0;
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
        Kind kind = Kind::Literal;
    };
    QByteArrayView keyToken(Node node) const
    {
        return QByteArrayView(m_bytes).sliced(m_values[node].keyBegin, m_values[node].keySize);
    }
    QByteArrayView token(Node node) const { return QByteArrayView(m_bytes).sliced(m_values[node].begin, m_values[node].size); }
    void read();
    void arrangeChildren();

    QByteArray m_bytes;
    std::vector<Value> m_values; ///< in document order
    std::vector<Node> m_children;
};

} // namespace stratoscope
