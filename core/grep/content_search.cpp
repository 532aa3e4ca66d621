// SPDX-License-Identifier: Apache-2.0
#include "grep/content_search.h"

#include "base/cancel.h"
#include "grep/text_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kWindow = 256 << 10; ///< stays in a core's cache while it is searched
constexpr std::size_t kLarge = 128 << 10; ///< contents above are read by pieces
constexpr std::uint64_t kLargestGap = 64 << 10; ///< between contents that are read at once
constexpr std::size_t kPiece = 1 << 20; ///< of a large content
constexpr std::size_t kFirstPiece = 64 << 10; ///< smaller, since most large files are binary, which shows soon
/// What two parts of a line that is too long have in common.
constexpr std::size_t kOverlap = 64 << 10;
/// How much is reported at once.
constexpr std::size_t kMostLines = 4096;
constexpr std::size_t kMostBytes = 1 << 20;

bool continuesCharacter(char byte)
{
    return (std::uint8_t(byte) & 0xC0) == 0x80;
}

/// The part of a line to report: where it begins and ends.
std::pair<std::size_t, std::size_t> partAround(std::string_view line, std::size_t match, std::size_t most)
{
    if (line.size() <= most)
        return {0, line.size()};
    constexpr int kLongestCharacter = 4;
    std::size_t begin = std::min(match - std::min(match, most / 4), line.size() - most);
    std::size_t end = begin + most;
    for (int i = 1; i < kLongestCharacter && begin < end && begin > 0 && continuesCharacter(line[begin]); ++i)
        ++begin;
    for (int i = 1; i < kLongestCharacter && end > begin && end < line.size() && continuesCharacter(line[end]); ++i)
        --end;
    return {begin, end};
}

/// As std::count() does; several times faster, since bytes are counted in bytes.
std::size_t countLineFeeds(std::string_view text)
{
    constexpr std::size_t kLanes = 64;
    constexpr std::size_t kMostRounds = 255; // of which each adds one at most
    std::size_t count = 0;
    while (text.size() >= kLanes) {
        std::array<std::uint8_t, kLanes> lanes{};
        const std::size_t rounds = std::min(text.size() / kLanes, kMostRounds);
        for (std::size_t round = 0; round < rounds; ++round) {
            const char *const bytes = text.data() + round * kLanes;
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                lanes[lane] = std::uint8_t(lanes[lane] + (bytes[lane] == '\n' ? 1 : 0));
        }
        count += std::accumulate(lanes.begin(), lanes.end(), std::size_t(0));
        text.remove_prefix(rounds * kLanes);
    }
    return count + std::size_t(std::ranges::count(text, '\n'));
}

bool hasZero(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

/// As rfind() does, which looks at one byte after the other.
std::size_t afterLastLineFeed(std::string_view text)
{
    const auto *const found = static_cast<const char *>(memrchr(text.data(), '\n', text.size()));
    return found ? std::size_t(found - text.data()) + 1 : 0;
}

bool isLarge(const GrepFiles &files, const GrepFiles::Content &content)
{
    return files.size(content) > kLarge || files.index(content).sparseExtents(content.record);
}

Result<bool> containsZero(const GrepFiles &files, const GrepFiles::Content &content, const std::stop_token &stop)
{
    TextReader reader(files.bytes(content), files.index(content), content.record);
    std::string piece(kOverlap, '\0');
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, reader.read(piece));
        if (hasZero(std::string_view(piece).substr(0, count)))
            return true;
        if (count < piece.size())
            return false;
    }
}

} // namespace

/// Makes lines of matches, and hands them on where they become many.
class ContentSearch::Findings
{
public:
    /// `isBinary` is asked before the first line is added.
    Findings(const GrepOptions &options, const Overflow &overflow, std::function<Result<bool>()> isBinary)
        : m_options(options)
        , m_overflow(overflow)
        , m_isBinary(std::move(isBinary))
    {
    }

    /// Adds a line. False: no further one is wanted.
    Result<bool> add(std::string_view text, const LineMatcher::Match &match)
    {
        if (m_lines == 0) {
            const auto isBinary = m_isBinary();
            if (!isBinary)
                setProblem(isBinary.error());
            if (!isBinary || *isBinary)
                return false;
        }
        count(text, match.lineBegin);
        const std::string_view line = text.substr(match.lineBegin, match.lineEnd - match.lineBegin);
        const std::size_t begin = match.begin - match.lineBegin;
        const std::size_t end = std::clamp(match.end - match.lineBegin, begin, line.size());
        const auto [from, to] = partAround(line, begin, m_options.mostText);
        m_finding.lines.push_back({.number = m_number,
                                   .column = (match.lineBegin == 0 ? m_columnsBefore : 0) + begin + 1,
                                   .text = std::string(line.substr(from, to - from)),
                                   .begin = std::clamp(begin, from, to) - from,
                                   .end = std::clamp(end, from, to) - from});
        m_bytes += to - from;
        if (m_finding.lines.size() == kMostLines || m_bytes >= kMostBytes) {
            STRATOSCOPE_CHECK(m_overflow(std::exchange(m_finding, {})));
            m_bytes = 0;
        }
        return ++m_lines < m_options.mostLines;
    }
    void setProblem(Error error) { m_finding.problem = std::move(error); }
    void setLimitReached()
    {
        setProblem(
            {ErrorKind::TooLarge,
             {},
             u"not searched to its end, because the pattern needs too many steps or too much memory for one of its lines"_s});
    }

    /// The text goes on with another piece, which begins at `position` of this one.
    void moveTo(std::string_view text, std::size_t position)
    {
        count(text, position);
        const std::size_t line = afterLastLineFeed(text.substr(0, position));
        m_columnsBefore = position - line + (line == 0 ? m_columnsBefore : 0);
        m_counted = 0;
    }
    /// Whether the piece begins in the middle of a line.
    bool isInsideLine() const { return m_columnsBefore > 0; }

    ContentFinding take() { return std::move(m_finding); }

private:
    void count(std::string_view text, std::size_t position)
    {
        m_number += countLineFeeds(text.substr(m_counted, position - m_counted));
        m_counted = position;
    }

    const GrepOptions &m_options;
    const Overflow &m_overflow;
    const std::function<Result<bool>()> m_isBinary;
    ContentFinding m_finding;
    std::size_t m_bytes = 0;
    std::uint64_t m_lines = 0;
    std::uint64_t m_number = 1; ///< of the line at m_counted
    std::size_t m_counted = 0; ///< in the text
    std::uint64_t m_columnsBefore = 0; ///< bytes of the text's first line that precede it
};

ContentSearch::ContentSearch(const GrepFiles &files, const GrepPattern &pattern, const GrepOptions &options)
    : m_files(files)
    , m_options(options)
    , m_matcher(pattern)
    , m_window(kWindow, '\0')
{
}

std::size_t ContentSearch::groupEnd(const GrepFiles &files, std::size_t first)
{
    const auto &contents = files.contents();
    const auto beginOf = [&files](const GrepFiles::Content &content) { return files.index(content).contentOffset(content.record); };
    const std::uint64_t begin = beginOf(contents[first]);
    std::size_t last = first + 1;
    if (isLarge(files, contents[first]))
        return last;
    std::uint64_t end = begin + files.size(contents[first]);
    for (; last < contents.size(); ++last) {
        const GrepFiles::Content &next = contents[last];
        if (next.part != contents[first].part || next.layer != contents[first].layer || isLarge(files, next))
            break;
        const std::uint64_t nextEnd = beginOf(next) + files.size(next);
        if (beginOf(next) < end || beginOf(next) - end > kLargestGap || nextEnd - begin > kWindow)
            break;
        end = nextEnd;
    }
    return last;
}

void ContentSearch::open(std::size_t first, std::size_t last)
{
    m_windowSize = 0;
    const GrepFiles::Content &begin = m_files.contents()[first];
    if (isLarge(m_files, begin))
        return;
    const GrepFiles::Content &end = m_files.contents()[last - 1];
    m_windowAt = m_files.index(begin).contentOffset(begin.record);
    const std::size_t size = std::size_t(m_files.index(end).contentOffset(end.record) + m_files.size(end) - m_windowAt);
    // Where not all of it is there, each content is read by itself.
    const auto count = m_files.bytes(begin).region().readAt(m_windowAt, std::as_writable_bytes(std::span(m_window.data(), size)));
    if (count && *count == size)
        m_windowSize = size;
    m_nextLiteral = 0;
    if (m_matcher.hasLiteral())
        m_nextLiteral = m_matcher.findLiteral({m_window.data(), m_windowSize});
}

std::string_view ContentSearch::inWindow(const GrepFiles::Content &content) const
{
    const std::uint64_t position = m_files.index(content).contentOffset(content.record) - m_windowAt;
    return {m_window.data() + position, std::size_t(m_files.size(content))};
}

/// Whether the pattern's literal begins in a content, or it has to be looked at for another reason. The whole window is searched
/// for the literal in one go, since most contents do not have it.
bool ContentSearch::mayMatch(const GrepFiles::Content &content)
{
    if (m_windowSize == 0 || !m_matcher.hasLiteral())
        return true;
    const std::string_view text = inWindow(content);
    const auto begin = std::size_t(text.data() - m_window.data());
    if (m_nextLiteral < begin)
        m_nextLiteral = begin + m_matcher.findLiteral({text.data(), m_windowSize - begin});
    return m_nextLiteral < begin + text.size() || byteOrderMark(text) != ByteOrderMark::None;
}

Result<void> ContentSearch::search(std::size_t number, const Sink &sink, const std::stop_token &stop)
{
    const GrepFiles::Content &content = m_files.contents()[number];
    if (!mayMatch(content))
        return {};
    for (std::uint32_t file = 0; file < content.fileCount; ++file) {
        bool isMuch = false;
        const auto overflow = [&](ContentFinding finding) {
            isMuch = true;
            return sink(file, file + 1, std::move(finding));
        };
        STRATOSCOPE_TRY(ContentFinding rest, searchOnce(content, overflow, stop));
        if (!isMuch) { // what is little is the same for all its names
            if (!rest.isEmpty())
                STRATOSCOPE_CHECK(sink(file, content.fileCount, std::move(rest)));
            break;
        }
        if (!rest.isEmpty())
            STRATOSCOPE_CHECK(sink(file, file + 1, std::move(rest)));
    }
    return {};
}

Result<ContentFinding> ContentSearch::searchOnce(const GrepFiles::Content &content, const Overflow &overflow,
                                                 const std::stop_token &stop)
{
    if (m_windowSize > 0) {
        std::string_view text = inWindow(content);
        const ByteOrderMark mark = byteOrderMark(text);
        if (mark == ByteOrderMark::None || mark == ByteOrderMark::Utf8) {
            text.remove_prefix(mark == ByteOrderMark::Utf8 ? kUtf8MarkSize : 0);
            if (!m_options.searchesBinaryFiles && hasZero(text))
                return ContentFinding();
            Findings findings(m_options, overflow, [] { return false; });
            STRATOSCOPE_CHECK(searchLines(text, findings, stop));
            return findings.take();
        }
    }
    Findings findings(m_options, overflow, [&]() -> Result<bool> {
        return m_options.searchesBinaryFiles ? false : containsZero(m_files, content, stop);
    });
    STRATOSCOPE_CHECK(searchPieces(content, findings, stop));
    return findings.take();
}

/// Searches complete lines. False: the rest of the content does not matter.
Result<bool> ContentSearch::searchLines(std::string_view text, Findings &findings, const std::stop_token &stop)
{
    for (std::size_t from = 0; from < text.size();) {
        const auto found = m_matcher.next(text, from, stop);
        if (!found) {
            findings.setLimitReached();
            return false;
        }
        if (!*found)
            return true;
        STRATOSCOPE_TRY(const bool goesOn, findings.add(text, **found));
        if (!goesOn)
            return false;
        from = (*found)->lineEnd + 1;
    }
    return true;
}

/// Searches a content piece by piece. A piece consists of complete lines, as far as these are not too long, and what is left of one
/// is the beginning of the next piece.
Result<void> ContentSearch::searchPieces(const GrepFiles::Content &content, Findings &findings, const std::stop_token &stop)
{
    TextReader reader(m_files.bytes(content), m_files.index(content), content.record);
    std::size_t kept = 0; // bytes of the previous piece
    bool wantsNextLine = false; // something was found in the line, of which more is to come
    std::size_t wanted = kFirstPiece;
    for (bool isEnd = false; !isEnd;) {
        throwIfStopped(stop);
        m_pieces.resize(std::max(m_pieces.size(), kept + wanted));
        const auto count = reader.read(std::span(m_pieces).subspan(kept, wanted));
        if (!count) {
            findings.setProblem(count.error());
            return {};
        }
        isEnd = *count < wanted;
        wanted = wanted == kFirstPiece ? kPiece - kFirstPiece : kPiece;
        if (!m_options.searchesBinaryFiles && hasZero(std::string_view(m_pieces).substr(kept, *count)))
            return {};
        const std::string_view text = std::string_view(m_pieces).substr(0, kept + *count);
        if (text.empty())
            break;
        std::size_t done = 0; // searched, or not to be searched
        if (wantsNextLine || findings.isInsideLine() || text.find('\n') == std::string_view::npos) {
            const std::size_t lineEnd = std::min(text.find('\n'), text.size());
            const bool isWhole = isEnd || lineEnd < text.size();
            if (!wantsNextLine && (isWhole || text.size() >= kLongestLine)) {
                const auto found = m_matcher.matchLine(text.substr(0, lineEnd), !findings.isInsideLine(), isWhole, stop);
                if (!found) {
                    findings.setLimitReached();
                    return {};
                }
                if (*found) {
                    STRATOSCOPE_TRY(const bool goesOn, findings.add(text, **found));
                    if (!goesOn)
                        return {};
                    wantsNextLine = true;
                }
                done = lineEnd - (isWhole || wantsNextLine ? 0 : kOverlap);
            } else if (wantsNextLine) {
                done = lineEnd;
            }
            if (lineEnd < text.size()) {
                done = lineEnd + 1;
                wantsNextLine = false;
            }
        }
        const bool isAtLine = done > 0 ? text[done - 1] == '\n' : !findings.isInsideLine();
        const std::size_t complete = isEnd ? text.size() : afterLastLineFeed(text);
        if (isAtLine && complete > done) {
            findings.moveTo(text, done);
            STRATOSCOPE_TRY(const bool goesOn, searchLines(text.substr(done, complete - done), findings, stop));
            if (!goesOn)
                return {};
            findings.moveTo(text.substr(done), complete - done);
            done = complete;
        } else {
            findings.moveTo(text, done);
        }
        kept = text.size() - done;
        std::memmove(m_pieces.data(), m_pieces.data() + done, kept);
    }
    return {};
}

} // namespace stratoscope
