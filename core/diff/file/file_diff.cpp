// SPDX-License-Identifier: Apache-2.0
#include "diff/file/file_diff.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "content/archive_contents.h"
#include "content/archive_listing.h"
#include "content/content_reader.h"
#include "content/picture_format.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kHead = 64 * 1024;

enum class ContentKind { Nothing, Text, Archive, Program, Picture, Other };

/// A file and what its beginning says about it.
struct Side {
    FileSide file;
    QByteArray head;
    ContentKind kind = ContentKind::Nothing;
    TextFacts text;

    Bytes headBytes() const { return std::as_bytes(std::span(head.constData(), std::size_t(head.size()))); }
};

bool isTar(QByteArrayView head)
{
    constexpr qsizetype kMagicAt = 257; // of POSIX and GNU tars
    return head.size() >= kMagicAt + 5 && head.sliced(kMagicAt, 5) == "ustar";
}

Result<Side> examine(const FileSide &file)
{
    Side side{.file = file, .head = {}, .text = {}};
    if (file.size() == 0)
        return side;
    side.head.resize(qsizetype(std::min(kHead, file.size())));
    STRATOSCOPE_TRY(const std::size_t count,
                    file.fs.read(file.node, 0, std::as_writable_bytes(std::span(side.head.data(), std::size_t(side.head.size())))));
    side.head.truncate(qsizetype(count));
    side.kind = ContentKind::Other;
    if (!pictureFormat(side.head).isEmpty()) {
        side.kind = ContentKind::Picture;
    } else if (side.head.startsWith("\x7f"
                                    "ELF")) {
        side.kind = ContentKind::Program;
    } else if (side.head.startsWith("PK\3\4") || side.head.startsWith("PK\5\6") || side.head.startsWith("!<arch>\n")
               || isTar(side.head)) {
        side.kind = ContentKind::Archive;
    } else if (const auto unpacked = unpackHead(file.fs, file.node, side.headBytes(), kHead);
               unpacked && *unpacked && !(*unpacked)->bytes.isEmpty()) {
        side.text = {guessEncoding((*unpacked)->bytes, (*unpacked)->isComplete), (*unpacked)->compression};
        if (isTar((*unpacked)->bytes))
            side.kind = ContentKind::Archive;
        else if (side.text.encoding != TextEncoding::None)
            side.kind = ContentKind::Text;
    } else {
        side.text.encoding = guessEncoding(side.head, std::uint64_t(side.head.size()) == file.size());
        if (side.text.encoding != TextEncoding::None)
            side.kind = ContentKind::Text;
    }
    return side;
}

/// The whole text in UTF-8.
Result<QByteArray> readText(const Side &side, const std::stop_token &stop)
{
    constexpr qsizetype kPiece = 1024 * 1024;
    QByteArray text;
    if (side.kind == ContentKind::Nothing)
        return text;
    ContentReader reader(side.file.fs, side.file.node, side.text.compression);
    QStringDecoder decoder = decoderFor(side.text.encoding);
    const bool isUtf8 = side.text.encoding == TextEncoding::Utf8;
    if (side.text.compression == Compression::None && isUtf8)
        text.reserve(qsizetype(std::min<std::uint64_t>(side.file.size(), std::uint64_t(kMaxComparedText))));
    QByteArray piece(kPiece, Qt::Uninitialized);
    while (true) {
        STRATOSCOPE_TRY(const std::size_t count,
                        reader.read(std::as_writable_bytes(std::span(piece.data(), std::size_t(kPiece))), stop));
        if (count == 0)
            return text;
        const QByteArrayView bytes(piece.constData(), qsizetype(count));
        if (isUtf8)
            text.append(bytes);
        else
            text.append(QString(decoder.decode(bytes)).toUtf8());
        if (text.size() > kMaxComparedText)
            return fail(ErrorKind::TooLarge, printable(side.file.fs.tree->path(side.file.node)),
                        u"has more than %1 MiB of text, which are not compared by lines"_s.arg(kMaxComparedText >> 20));
    }
}

LineEnds lineEndsOf(const TextLines &lines)
{
    std::uint32_t ended = 0;
    std::uint32_t withReturn = 0;
    for (std::uint32_t i = 0; i < lines.count(); ++i) {
        ended += lines.line(i).endsWith('\n');
        withReturn += lines.line(i).endsWith("\r\n");
    }
    return ended == 0         ? LineEnds::None
        : withReturn == 0     ? LineEnds::LineFeed
        : withReturn == ended ? LineEnds::CarriageReturnLineFeed
                              : LineEnds::Mixed;
}

std::shared_ptr<const JsonTree> jsonOf(const TextLines &text)
{
    const QByteArrayView begin = QByteArrayView(text.bytes()).first(std::min<qsizetype>(text.bytes().size(), 4096)).trimmed();
    if (text.bytes().size() > kMaxDocument || (!begin.startsWith('{') && !begin.startsWith('[')))
        return nullptr;
    return JsonTree::parse(text.bytes(), {}).value_or(nullptr);
}

Result<void> compareTexts(FileDiff &diff, const Side &before, const Side &after, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(QByteArray left, readText(before, stop));
    STRATOSCOPE_TRY(QByteArray right, readText(after, stop));
    STRATOSCOPE_TRY(TextDiff text, diffTexts(std::move(left), std::move(right), stop));
    diff.kind = FileDiff::Kind::Text;
    diff.beforeText = before.text;
    diff.beforeText.lineEnds = lineEndsOf(text.before);
    diff.afterText = after.text;
    diff.afterText.lineEnds = lineEndsOf(text.after);
    const auto beforeJson = jsonOf(text.before);
    const auto afterJson = beforeJson ? jsonOf(text.after) : nullptr;
    if (beforeJson && afterJson)
        diff.json = std::make_shared<JsonDiff>(diffJson(beforeJson, afterJson, stop));
    diff.text = std::make_shared<TextDiff>(std::move(text));
    return {};
}

Result<ImageFs> openSide(const Side &side, const QString &spoolDirectory, const std::stop_token &stop)
{
    return side.kind == ContentKind::Nothing ? ImageFs()
                                             : openArchiveFs(side.file.fs, side.file.node, side.headBytes(), spoolDirectory, stop);
}

Result<void> compareArchives(FileDiff &diff, const Side &before, const Side &after, const QString &spoolDirectory,
                             const std::stop_token &stop)
{
    STRATOSCOPE_TRY(ImageFs left, openSide(before, spoolDirectory, stop));
    STRATOSCOPE_TRY(ImageFs right, openSide(after, spoolDirectory, stop));
    STRATOSCOPE_TRY(ArchiveDiff archive, diffArchives(std::move(left), std::move(right), stop));
    diff.kind = FileDiff::Kind::Archive;
    diff.archive = std::make_shared<ArchiveDiff>(std::move(archive));
    return {};
}

Result<std::shared_ptr<const ElfFacts>> programOf(const FileSide &file)
{
    if (file.size() == 0)
        return nullptr;
    STRATOSCOPE_TRY(const auto facts, readElf([&file](std::uint64_t position, std::span<std::byte> into) {
                        return file.fs.read(file.node, position, into);
                    }));
    return facts ? std::make_shared<const ElfFacts>(*facts) : nullptr;
}

/// What both files are; that of the other if there is only one.
ContentKind commonKind(const Side &before, const Side &after)
{
    if (before.kind == ContentKind::Nothing)
        return after.kind;
    return after.kind == ContentKind::Nothing || before.kind == after.kind ? before.kind : ContentKind::Other;
}

} // namespace

Result<FileDiff> diffFiles(const FileSide &before, const FileSide &after, const QString &spoolDirectory,
                           const std::stop_token &stop)
{
    FileDiff diff;
    if (!before.isFile() && !after.isFile())
        return diff;
    if (before.isFile() && after.isFile()) {
        STRATOSCOPE_TRY(const bool isSame, sameBytes(before, after, stop));
        if (isSame) {
            diff.kind = FileDiff::Kind::Same;
            return diff;
        }
    }
    STRATOSCOPE_TRY(const Side left, examine(before));
    STRATOSCOPE_TRY(const Side right, examine(after));
    throwIfStopped(stop);
    diff.kind = FileDiff::Kind::Bytes;
    Result<void> compared;
    switch (commonKind(left, right)) {
    case ContentKind::Nothing:
        diff.kind = FileDiff::Kind::Same; // an empty file and a missing one
        break;
    case ContentKind::Text:
        compared = compareTexts(diff, left, right, stop);
        break;
    case ContentKind::Archive:
        compared = compareArchives(diff, left, right, spoolDirectory, stop);
        break;
    case ContentKind::Program: {
        STRATOSCOPE_TRY(diff.beforeProgram, programOf(before));
        STRATOSCOPE_TRY(diff.afterProgram, programOf(after));
        diff.kind = FileDiff::Kind::Program;
        break;
    }
    case ContentKind::Picture:
        diff.kind = FileDiff::Kind::Picture;
        break;
    case ContentKind::Other:
        break;
    }
    if (!compared) // the bytes can be compared all the same
        diff.problem = compared.error();
    return diff;
}

} // namespace stratoscope
