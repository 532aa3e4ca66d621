// SPDX-License-Identifier: Apache-2.0
#include "fuzz/diff_fuzzers.h"

#include "content/archive_contents.h"
#include "diff/file/archive_diff.h"
#include "diff/file/byte_diff.h"
#include "diff/file/json_diff.h"
#include "fuzz/content_fuzzers.h"
#include "support/hand_made.h"

#include <QDir>

#include <algorithm>
#include <optional>
#include <span>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

struct TwoContents {
    std::string_view before;
    std::string_view after;
};

std::optional<TwoContents> twoContents(std::string_view bytes)
{
    if (bytes.size() < 2)
        return std::nullopt;
    const std::size_t wanted = std::uint8_t(bytes[0]) | std::size_t(std::uint8_t(bytes[1])) << 8;
    bytes.remove_prefix(2);
    const std::size_t length = std::min(wanted, bytes.size());
    return TwoContents{bytes.substr(0, length), bytes.substr(length)};
}

std::string inputOf(std::string_view before, std::string_view after)
{
    std::string input{char(before.size() & 0xFF), char(before.size() >> 8)};
    return input.append(before).append(after);
}

FileSide fileWith(std::string_view content)
{
    const ImageFs fs
        = makeImage({{"file " + std::to_string(content.size())}}, QByteArray(content.data(), qsizetype(content.size())))->fs();
    return {fs, *fs.tree->find("file")};
}

/// Without a tree if it is not an archive.
ImageFs archiveWith(std::string_view content)
{
    const FileSide file = fileWith(content);
    const auto head = std::as_bytes(std::span(content)).first(std::min<std::size_t>(content.size(), 4096));
    return openArchiveFs(file.fs, file.node, head, QDir::tempPath(), {}).value_or(ImageFs());
}

} // namespace

bool tryJsonDiff(std::string_view bytes)
{
    const auto contents = twoContents(bytes);
    const auto parsed = [](std::string_view text) {
        return JsonTree::parse(QByteArray(text.data(), qsizetype(text.size())), u"document"_s).value_or(nullptr);
    };
    const auto before = contents ? parsed(contents->before) : nullptr;
    const auto after = contents ? parsed(contents->after) : nullptr;
    if (!before || !after)
        return false;
    const JsonDiff diff = diffJson(before, after, {});
    for (const JsonChange &change : diff.changes) {
        const bool isBefore = change.before != JsonChange::kNone;
        const bool isAfter = change.after != JsonChange::kNone;
        insist(isBefore || isAfter, "a change is of a value");
        insist((!isBefore || change.before < before->size()) && (!isAfter || change.after < after->size()),
               "the value is in its document");
        insist(!isBefore || !isAfter || before->json(change.before) != after->json(change.after), "a value that changed differs");
        (void)diff.path(change);
    }
    insist(diff.changes.empty() == diffJson(after, before, {}).changes.empty(), "documents differ in both directions or in none");
    insist(diffJson(before, before, {}).changes.empty(), "a document does not differ from itself");
    insist(before->json() != after->json() || diff.changes.empty(), "documents that are printed alike do not differ");
    return true;
}

bool tryArchiveDiff(std::string_view bytes)
{
    const auto contents = twoContents(bytes);
    const ImageFs before = contents ? archiveWith(contents->before) : ImageFs();
    const ImageFs after = contents ? archiveWith(contents->after) : ImageFs();
    if (!before.tree && !after.tree)
        return false;
    const auto diff = diffArchives(before, after, {});
    if (!diff) {
        insist(!diff.error().message().isEmpty(), "an error has a message");
        return true; // contents that cannot be unpacked
    }
    std::size_t added = 0;
    std::size_t removed = 0;
    for (const ArchiveChange &change : diff->changes) {
        insist((change.before == kNoNode || change.before < before.tree->size())
                   && (change.after == kNoNode || change.after < after.tree->size()),
               "an entry is in its archive");
        insist((change.before == kNoNode) == (change.change == Change::Added)
                   && (change.after == kNoNode) == (change.change == Change::Removed)
                   && (change.aspects != 0) == (change.change == Change::Modified),
               "an entry is added, removed, or differs in something");
        insist(diff->path(change).starts_with('/'), "an entry has a path");
        added += change.change == Change::Added;
        removed += change.change == Change::Removed;
    }
    const auto entries = [](const ImageFs &fs) { return fs.tree ? fs.tree->size() - 1 : 0U; };
    insist(entries(before) + added == entries(after) + removed, "the other entries are in both archives");
    const ImageFs &one = before.tree ? before : after;
    const auto same = diffArchives(one, one, {});
    insist(same && same->changes.empty(), "an archive does not differ from itself");
    return before.tree && after.tree;
}

bool tryByteDiff(std::string_view bytes)
{
    const auto contents = twoContents(bytes);
    if (!contents)
        return false;
    const auto &[before, after] = *contents;
    const auto diff = diffBytes(fileWith(before), fileWith(after), {});
    insist(diff.has_value(), "bytes in memory can be read");
    std::uint64_t position = 0;
    std::uint64_t ofBefore = 0;
    std::uint64_t ofAfter = 0;
    for (const ByteAlignment::Stretch &stretch : diff->alignment.stretches()) {
        insist(stretch.position == position && stretch.before == ofBefore && stretch.after == ofAfter && stretch.count > 0,
               "a stretch follows the one before it");
        position += stretch.count;
        ofBefore += stretch.side == ByteAlignment::Side::After ? 0 : stretch.count;
        ofAfter += stretch.side == ByteAlignment::Side::Before ? 0 : stretch.count;
    }
    insist(ofBefore == before.size() && ofAfter == after.size(), "each byte has its place");
    const auto differs = [&](std::uint64_t at) {
        const ByteAlignment::Place place = diff->alignment.at(at);
        insist(place.before || place.after, "a byte is at each position");
        return !place.before || !place.after || before[*place.before] != after[*place.after];
    };
    std::uint64_t next = 0; // position that no difference was listed for yet
    for (const ByteRange &range : diff->differences) {
        insist(range.begin >= next && range.end > range.begin && range.end <= position, "differences are in order");
        insist(differs(range.begin) && differs(range.end - 1), "a difference begins and ends with bytes that differ");
        for (; next < range.begin; ++next)
            insist(!differs(next), "bytes between differences are equal");
        next = range.end;
    }
    for (; diff->isComplete && next < position; ++next)
        insist(!differs(next), "bytes after the last difference are equal");
    return true;
}

std::vector<std::string> jsonDiffCorpus()
{
    return {inputOf(R"({"a": 1, "b": [1, 2, {"c": null}], "d": {}})", R"({"d": {"e": 1.0}, "b": [2, {"c": true}, 3], "a": 1})"),
            inputOf(R"(["x", "y", "z", "z"])", R"(["z", "x", "y"])"), inputOf(R"({"a": 1, "a": 2})", R"({"a": 2})"),
            inputOf("[[[]]]", "[[{}]]"), inputOf("[1]", "[\"1\"]")};
}

std::vector<std::string> archiveDiffCorpus()
{
    const std::vector<std::string> archives = listingCorpus();
    std::vector<std::string> corpus;
    for (std::size_t i = 0; i < archives.size(); ++i)
        corpus.push_back(inputOf(archives[i], archives[(i + 1) % archives.size()]));
    return corpus;
}

std::vector<std::string> byteDiffCorpus()
{
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "record " + std::to_string(i) + '\n';
    std::string moved = text.substr(2000) + "inserted" + text.substr(0, 2000);
    std::string changed = text;
    changed[1000] ^= 1;
    changed.insert(3000, "more");
    changed.erase(100, 50);
    return {inputOf(text, changed), inputOf(text, moved), inputOf(text, text),
            inputOf("", "abc"),     inputOf("abc", ""),   inputOf("", "")};
}

} // namespace stratoscope::test
