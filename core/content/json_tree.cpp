// SPDX-License-Identifier: Apache-2.0
#include "content/json_tree.h"

#include "base/json_reader.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostValues = 2'000'000;

/// The value of a string token, which has quotes and escapes.
QString unescaped(QByteArrayView token)
{
    const auto inner = token.sliced(1, token.size() - 2);
    if (!inner.contains('\\'))
        return QString::fromUtf8(inner);
    return QJsonDocument::fromJson(QByteArray("[").append(token).append(']')).array().at(0).toString();
}

/// The end of the token at `at`: a string, number or literal of a valid document.
qsizetype tokenEnd(QByteArrayView bytes, qsizetype at)
{
    if (bytes[at] == '"') {
        for (++at; bytes[at] != '"'; ++at) {
            if (bytes[at] == '\\')
                ++at;
        }
        return at + 1;
    }
    constexpr std::string_view kEnds = ",]}: \t\n\r";
    while (at < bytes.size() && kEnds.find(bytes[at]) == std::string_view::npos)
        ++at;
    return at;
}

} // namespace

Result<std::shared_ptr<const JsonTree>> JsonTree::parse(const QByteArray &bytes, const QString &subject)
{
    if (bytes.size() > kMaxDocument)
        return fail(ErrorKind::TooLarge, subject, u"is too large to be shown as a tree"_s);
    if (std::size_t(std::ranges::count_if(bytes, [](char c) { return c == ',' || c == '[' || c == '{'; })) >= kMostValues)
        return fail(ErrorKind::TooLarge, subject, u"has too many values to be shown as a tree"_s);
    const auto tree = std::make_shared<JsonTree>();
    tree->m_bytes = validJsonText(bytes);
    // Validated by Qt, whose own document does not keep the order of members.
    QJsonParseError error;
    QJsonDocument::fromJson(tree->m_bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::Malformed, subject,
                    u"is not valid JSON at byte %1: %2"_s.arg(QString::number(error.offset), error.errorString()));
    if (constexpr QByteArrayView kMark("\xEF\xBB\xBF"); tree->m_bytes.startsWith(kMark)) // which Qt takes once
        tree->m_bytes.remove(0, kMark.size());
    tree->read();
    tree->arrangeChildren();
    return tree;
}

/// Expects a valid document.
void JsonTree::read()
{
    Node open = kRoot; // the innermost object or array that is not closed yet
    Value next;
    const QByteArrayView bytes = m_bytes;
    for (qsizetype at = 0; at < bytes.size();) {
        const char c = bytes[at];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':') {
            ++at;
            continue;
        }
        if (c == '}' || c == ']') {
            open = m_values[open].parent;
            ++at;
            continue;
        }
        const bool nests = c == '{' || c == '[';
        const qsizetype end = nests ? at + 1 : tokenEnd(bytes, at);
        if (!m_values.empty() && m_values[open].kind == Kind::Object && next.keySize == 0) {
            next.keyBegin = std::uint32_t(at);
            next.keySize = std::uint32_t(end - at);
            at = end;
            continue;
        }
        next.parent = open;
        next.begin = std::uint32_t(at);
        next.size = std::uint32_t(end - at);
        next.kind = c == '{'                       ? Kind::Object
            : c == '['                             ? Kind::Array
            : c == '"'                             ? Kind::String
            : (c == '-' || (c >= '0' && c <= '9')) ? Kind::Number
                                                   : Kind::Literal;
        if (!m_values.empty())
            next.row = m_values[open].childCount++;
        if (nests)
            open = Node(m_values.size());
        m_values.push_back(std::exchange(next, {}));
        at = end;
    }
}

void JsonTree::arrangeChildren()
{
    std::uint32_t first = 0;
    for (Value &value : m_values) {
        value.firstChild = first;
        first += value.childCount;
    }
    m_children.resize(first);
    for (Node node = 1; node < m_values.size(); ++node)
        m_children[m_values[m_values[node].parent].firstChild + m_values[node].row] = node;
}

QString JsonTree::key(Node node) const
{
    return m_values[node].keySize > 0 ? unescaped(keyToken(node)) : QString();
}

QString JsonTree::text(Node node) const
{
    if (kind(node) == Kind::Object || kind(node) == Kind::Array)
        return {};
    return kind(node) == Kind::String ? unescaped(token(node)) : QString::fromLatin1(token(node));
}

QString JsonTree::path(Node node) const
{
    QString path;
    for (; node != kRoot; node = parent(node)) {
        const bool inObject = kind(parent(node)) == Kind::Object;
        QString step = inObject ? key(node) : u"[%1]"_s.arg(row(node));
        if (inObject && parent(node) != kRoot)
            step.prepend(u'.');
        path.prepend(step);
    }
    return path;
}

QString JsonTree::json(Node top) const
{
    QString text;
    const auto newLine = [&text](int depth) { text += u'\n' + QString(2 * depth, u' '); };
    int depth = 0;
    const auto begin = [&](Node node) {
        if (m_values[node].keySize > 0 && node != top)
            text += QString::fromUtf8(keyToken(node)) + u": "_s;
        text += QString::fromUtf8(token(node));
        if (kind(node) == Kind::Object || kind(node) == Kind::Array) {
            if (childCount(node) > 0)
                return true;
            text += kind(node) == Kind::Object ? u'}' : u']';
        }
        return false;
    };
    // Without recursion, since the document may be nested deeply.
    Node node = top;
    bool entered = begin(node);
    while (true) {
        if (entered) {
            newLine(++depth);
            node = child(node, 0);
        } else {
            while (node != top && row(node) + 1 == childCount(parent(node))) {
                node = parent(node);
                newLine(--depth);
                text += kind(node) == Kind::Object ? u'}' : u']';
            }
            if (node == top)
                return text;
            node = child(parent(node), row(node) + 1);
            text += u',';
            newLine(depth);
        }
        entered = begin(node);
    }
}

} // namespace stratoscope
