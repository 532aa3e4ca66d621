// SPDX-License-Identifier: Apache-2.0
#include "prebaked/sidecar.h"

#include "base/json_reader.h"
#include "base/parse_text.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMostText = std::uint64_t(512) << 20;
constexpr std::uint32_t kNanosecondsPerSecond = 1'000'000'000;

std::string toBase64(std::string_view bytes)
{
    return QByteArrayView(bytes.data(), qsizetype(bytes.size())).toByteArray().toBase64().toStdString();
}

Result<std::string> fromBase64(const JsonFields &fields, JsonFields::Key key, const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text.toUtf8(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return fields.fail(key, u"is not base64"_s);
    return decoded.decoded.toStdString();
}

Result<std::optional<std::string>> optionalBytes(const JsonFields &fields, JsonFields::Key key)
{
    if (!fields.has(key))
        return std::nullopt;
    STRATOSCOPE_TRY(const QString text, fields.string(key));
    return fromBase64(fields, key, text);
}

Result<SidecarEntry> parseEntry(const QByteArray &text, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(text, subject));
    SidecarEntry entry;
    STRATOSCOPE_TRY(entry.name, optionalBytes(fields, "name"_L1));
    STRATOSCOPE_TRY(entry.link, optionalBytes(fields, "link"_L1));
    STRATOSCOPE_TRY(const auto nanoseconds, fields.integer("mtimeNsec"_L1));
    if (nanoseconds.value_or(0) < 0 || nanoseconds.value_or(0) >= kNanosecondsPerSecond)
        return fields.fail("mtimeNsec"_L1, u"is not in the range 0 to 999999999"_s);
    entry.nanoseconds = std::uint32_t(nanoseconds.value_or(0));
    STRATOSCOPE_TRY(const auto xattrs, fields.stringMap("xattrs"_L1));
    for (auto it = xattrs.begin(); it != xattrs.end(); ++it) {
        STRATOSCOPE_TRY(entry.xattrs[it.key().toStdString()], fromBase64(fields, "xattrs"_L1, it.value()));
    }
    STRATOSCOPE_TRY(const QStringList warnings, fields.strings("warnings"_L1));
    for (const EntryWarningName &known : entryWarningNames()) {
        if (warnings.contains(QLatin1StringView(known.name.data(), qsizetype(known.name.size()))))
            entry.warnings |= known.warning;
    }
    return entry;
}

/// The form of nearly all entries if a layer has times with fractions of a second: `{"mtimeNsec":123}`.
std::optional<std::uint32_t> onlyNanoseconds(std::string_view text)
{
    constexpr std::string_view kBegin = "{\"mtimeNsec\":";
    if (!text.starts_with(kBegin) || !text.ends_with('}'))
        return std::nullopt;
    const auto number = parseNumber<std::uint32_t>(text.substr(kBegin.size(), text.size() - kBegin.size() - 1));
    return number < kNanosecondsPerSecond ? number : std::nullopt;
}

/// Scans JSON without parsing values: a sidecar may have a hundred thousand entries, each of which is parsed on demand.
class JsonScanner
{
public:
    explicit JsonScanner(std::string_view text)
        : m_text(text)
    {
    }

    std::size_t position() const { return m_at; }

    bool take(char wanted)
    {
        skipSpace();
        if (m_at == m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    /// The text between the quotes, with its escape sequences.
    std::optional<std::string_view> string()
    {
        if (!take('"'))
            return std::nullopt;
        const std::size_t begin = m_at;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
            else if (m_text[m_at] == '"')
                return m_text.substr(begin, m_at++ - begin);
        }
        return std::nullopt;
    }

    /// Any value; it is not validated here.
    std::optional<std::string_view> value()
    {
        skipSpace();
        const std::size_t begin = m_at;
        std::size_t depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (!string())
                    return std::nullopt;
                if (depth == 0)
                    break;
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']' || isSpace(c)))
                break;
            ++m_at;
            if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                if (--depth == 0)
                    break;
            }
        }
        if (depth > 0 || m_at == begin)
            return std::nullopt;
        return m_text.substr(begin, m_at - begin);
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }

    /// Scans `{"key": value, …}`: calls `member(key)`, which scans the value, for each. Returns false if it is not an object, or if
    /// `member` does.
    template <typename Member>
    bool object(Member member)
    {
        if (!take('{'))
            return false;
        if (take('}'))
            return true;
        do {
            const auto key = string();
            if (!key || !take(':') || !member(*key))
                return false;
        } while (take(','));
        return take('}');
    }

private:
    static bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<void> SidecarWriter::add(std::uint32_t record, const SidecarEntry &entry)
{
    m_json.beginObject();
    if (entry.name)
        m_json.member("name", toBase64(*entry.name));
    if (entry.link)
        m_json.member("link", toBase64(*entry.link));
    if (entry.nanoseconds != 0)
        m_json.member("mtimeNsec", entry.nanoseconds);
    if (!entry.xattrs.empty()) {
        m_json.key("xattrs").beginObject();
        for (const auto &[name, value] : entry.xattrs)
            m_json.member(name, toBase64(value));
        m_json.endObject();
    }
    if (entry.warnings != 0) {
        m_json.key("warnings").beginArray();
        for (const EntryWarningName &known : entryWarningNames()) {
            if (entry.warnings & known.warning)
                m_json.value(known.name);
        }
        m_json.endArray();
    }
    m_json.endObject();

    const std::string text = m_json.take();
    STRATOSCOPE_CHECK(m_memory.add(text.size()));
    m_text += m_text.empty() ? "{\"version\":1,\"entries\":{\n\"" : ",\n\"";
    m_text += std::to_string(record);
    m_text += "\":";
    m_text += text;
    if (m_text.size() > kMostText)
        return fail(ErrorKind::TooLarge, {},
                    u"has more than %1 MiB of extended attributes and unusual names"_s.arg(kMostText >> 20));
    return {};
}

std::string SidecarWriter::take()
{
    if (!m_text.empty())
        m_text += "\n}}\n";
    m_memory = {};
    return std::exchange(m_text, {});
}

Result<Sidecar> Sidecar::parse(QByteArray text, QString subject)
{
    Sidecar sidecar;
    sidecar.m_text = std::move(text);
    sidecar.m_subject = std::move(subject);
    const auto malformed = [&sidecar](const QString &detail) { return fail(ErrorKind::Malformed, sidecar.m_subject, detail); };

    JsonScanner scanner(std::string_view(sidecar.m_text.constData(), std::size_t(sidecar.m_text.size())));
    std::string_view version;
    const auto readEntry = [&](std::string_view key) {
        const auto record = parseNumber<std::uint32_t>(key);
        const auto value = scanner.value();
        if (!record || !value)
            return false;
        sidecar.m_entries.push_back({*record, std::uint32_t(value->size()), scanner.position() - value->size()});
        return true;
    };
    const auto readMember = [&](std::string_view key) {
        if (key == "entries")
            return scanner.object(readEntry);
        const auto value = scanner.value();
        if (value && key == "version")
            version = *value;
        return value.has_value();
    };
    if (!scanner.object(readMember) || !scanner.atEnd())
        return malformed(u"is not a valid sidecar: error at byte %1"_s.arg(scanner.position()));
    if (version != "1")
        return fail(
            ErrorKind::Unsupported, sidecar.m_subject,
            u"has version %1, but this program only supports version 1"_s.arg(version.empty() ? u"none"_s : printable(version)));
    std::ranges::stable_sort(sidecar.m_entries, {}, &Numbered::record);
    return sidecar;
}

Result<Sidecar> Sidecar::read(const QString &path, std::shared_ptr<MemoryBudget> memory)
{
    if (!QFileInfo::exists(path))
        return Sidecar();
    STRATOSCOPE_TRY(const FileRegion file, FileRegion::whole(path));
    MemoryShare share(std::move(memory));
    STRATOSCOPE_CHECK(withContext(path, share.add(file.size)));
    STRATOSCOPE_TRY(QByteArray text, readAll(file, kMostText));
    STRATOSCOPE_TRY(Sidecar sidecar, parse(std::move(text), path));
    sidecar.m_memory = std::move(share);
    return sidecar;
}

bool Sidecar::seek(std::uint32_t record)
{
    // The last one of duplicate keys counts, as in any JSON.
    const auto end = std::ranges::upper_bound(m_entries, record, {}, &Numbered::record);
    if (end == m_entries.begin() || std::prev(end)->record != record)
        return false;
    m_found = std::size_t(std::prev(end) - m_entries.begin());
    return true;
}

Result<SidecarEntry> Sidecar::entry() const
{
    const Numbered &found = m_entries[m_found];
    const QByteArrayView text = QByteArrayView(m_text).sliced(qsizetype(found.offset), qsizetype(found.length));
    if (const auto nanoseconds = onlyNanoseconds({text.data(), std::size_t(text.size())}))
        return SidecarEntry{.name = {}, .link = {}, .nanoseconds = *nanoseconds, .xattrs = {}, .warnings = 0};
    return parseEntry(text.toByteArray(), u"%1: entry %2"_s.arg(m_subject, QString::number(found.record)));
}

} // namespace stratoscope
