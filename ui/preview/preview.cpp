// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/preview.h"

#include "base/cancel.h"
#include "ui/common/format.h"
#include "ui/preview/archive_text.h"
#include "ui/preview/program_details.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kHead = 64 * 1024;
constexpr std::uint64_t kLargestPictureFile = 32 * 1024 * 1024;
constexpr qint64 kMostPixels = 64'000'000;
/// A picture is kept no larger than a screen shows it.
constexpr QSize kShownAtMost(4096, 4096);

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Preview)
};

/// The formats that are shown, by their first bytes. SVG is no such: it is text, and may name other files.
QByteArray pictureFormat(const QByteArray &head)
{
    if (head.startsWith("\x89PNG\r\n\x1a\n"))
        return "png"_qba;
    if (head.startsWith("\xff\xd8\xff"))
        return "jpeg"_qba;
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a"))
        return "gif"_qba;
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WEBP")
        return "webp"_qba;
    if (head.startsWith("BM") && head.size() > 26)
        return "bmp"_qba;
    if (head.startsWith(QByteArrayView("\0\0\1\0", 4)))
        return "ico"_qba;
    return {};
}

Result<QByteArray> readHead(const ImageFs &fs, NodeId node, std::uint64_t count)
{
    QByteArray bytes(qsizetype(count), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t got, fs.read(node, 0, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
    bytes.truncate(qsizetype(got));
    return bytes;
}

/// Null where it cannot be decoded within the limits. `size`: in the file, before it is made smaller.
QImage decodePicture(QByteArray bytes, const QByteArray &format, QSize &size)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > kMostPixels)
        return {};
    if (size.width() > kShownAtMost.width() || size.height() > kShownAtMost.height())
        reader.setScaledSize(size.scaled(kShownAtMost, Qt::KeepAspectRatio));
    return reader.read();
}

Preview messageFor(const MergedTree &tree, NodeId node)
{
    Preview preview;
    switch (tree.kind(node)) {
    case EntryKind::Directory:
        preview.message = tree.children(node).size() == 0 ? Tr::tr("An empty folder") : Tr::tr("A folder");
        break;
    case EntryKind::Whiteout:
        preview.message = Tr::tr("This layer removes what lower layers have here");
        break;
    case EntryKind::Opaque:
        preview.message = Tr::tr("This layer hides what lower layers have in this folder");
        break;
    case EntryKind::Hardlink:
        preview.message = Tr::tr("The file that this hard link names is in a lower layer");
        break;
    case EntryKind::Symlink:
        preview.message = Tr::tr("This link leads to nothing in this tree");
        break;
    default:
        preview.message = kindText(tree.kind(node));
    }
    return preview;
}

/// The entry itself, or where a link leads.
NodeId fileOf(const MergedTree &tree, NodeId node)
{
    if (tree.kind(node) == EntryKind::Symlink)
        return tree.resolve(tree.path(node)).value_or(node);
    if (tree.kind(node) == EntryKind::Hardlink)
        return tree.find(tree.entry(node).linkTarget).value_or(node);
    return node;
}

void addToCaption(Preview &preview, const QString &fact)
{
    preview.caption = listText({preview.caption, fact});
}

Result<bool> showPicture(Preview &preview, const ImageFs &fs, const QByteArray &head, const std::stop_token &stop)
{
    const QByteArray format = pictureFormat(head);
    if (format.isEmpty() || preview.size > kLargestPictureFile)
        return false;
    STRATOSCOPE_TRY(QByteArray all, fs.readAll(preview.file, kLargestPictureFile));
    throwIfStopped(stop);
    QSize size;
    preview.picture = decodePicture(std::move(all), format, size);
    if (preview.picture.isNull())
        return false;
    preview.kind = Preview::Picture;
    addToCaption(preview,
                 Tr::tr("%1 picture, %2 × %3").arg(QString::fromLatin1(format).toUpper()).arg(size.width()).arg(size.height()));
    return true;
}

/// `bytes`: the beginning of the text, which is `whole` where there is no more.
void showText(Preview &preview, const QByteArray &bytes, bool whole, TextEncoding encoding)
{
    preview.kind = Preview::Text;
    preview.text = decodeText(bytes, encoding);
    const bool mayBeJson = whole && encoding == TextEncoding::Utf8
        && (bytes.trimmed().startsWith('{') || bytes.trimmed().startsWith('[')) && bytes.size() > 2;
    if (mayBeJson)
        preview.json = JsonTree::parse(bytes, preview.name).value_or(nullptr);
    addToCaption(preview, Tr::tr("%1 text").arg(encodingName(encoding)));
}

/// False where what it unpacks to is no text.
Result<bool> showUnpackedText(Preview &preview, const ImageFs &fs, Bytes head)
{
    const auto unpacked = unpackHead(fs, preview.file, head, kTextPreviewLimit);
    if (!unpacked || !*unpacked || (*unpacked)->bytes.isEmpty())
        return false; // of what is damaged the bytes are shown
    const UnpackedHead &found = **unpacked;
    const TextEncoding encoding = guessEncoding(QByteArrayView(found.bytes).first(std::min<qsizetype>(found.bytes.size(), kHead)),
                                                found.isComplete && found.bytes.size() <= qsizetype(kHead));
    if (encoding == TextEncoding::None)
        return false;
    addToCaption(preview, compressionName(found.compression));
    showText(preview, found.bytes, found.isComplete, encoding);
    if (!found.isComplete)
        preview.note = Tr::tr("The first %1 of what it unpacks to.").arg(sizeText(kTextPreviewLimit));
    return true;
}

Result<bool> showArchive(Preview &preview, const ImageFs &fs, Bytes head, const std::stop_token &stop)
{
    auto listing = listArchive(fs, preview.file, head, stop);
    if (!listing) {
        if (listing.error().kind != ErrorKind::Malformed && listing.error().kind != ErrorKind::TooLarge)
            return Failure(listing.error());
        preview.note = listing.error().message();
        return false;
    }
    if (!*listing)
        return false;
    preview.kind = Preview::Archive;
    preview.archive = std::move(**listing);
    preview.note = archiveMissingText(*preview.archive);
    addToCaption(preview, archiveFormatText(*preview.archive));
    addToCaption(preview, entriesText(preview.archive->tree->totalEntries(kRootNode)));
    return true;
}

} // namespace

Result<Preview> readPreview(const ImageFs &fs, NodeId node, const std::stop_token &stop)
{
    const MergedTree &tree = *fs.tree;
    const NodeId file = fileOf(tree, node);
    if (tree.kind(file) != EntryKind::Regular)
        return messageFor(tree, file);

    Preview preview;
    preview.file = file;
    preview.size = tree.entry(file).size;
    preview.name = printable(tree.name(file));
    if (file != node)
        preview.caption = Tr::tr("%1: ").arg(printable(tree.path(file)));
    preview.caption += sizeText(preview.size);
    if (preview.size == 0) {
        preview.message = Tr::tr("An empty file");
        return preview;
    }
    STRATOSCOPE_TRY(QByteArray head, readHead(fs, file, std::min(kHead, preview.size)));
    throwIfStopped(stop);
    STRATOSCOPE_TRY(const FileFacts facts, readFileFacts(fs, file, head));
    preview.facts = programDetails(facts);
    preview.kind = Preview::Bytes;

    const auto headBytes = std::as_bytes(std::span(head.constData(), std::size_t(head.size())));
    STRATOSCOPE_TRY(bool shown, showPicture(preview, fs, head, stop));
    if (!shown) {
        STRATOSCOPE_TRY(shown, showArchive(preview, fs, headBytes, stop));
    }
    if (!shown) {
        STRATOSCOPE_TRY(shown, showUnpackedText(preview, fs, headBytes));
    }
    throwIfStopped(stop);
    const bool headIsAll = std::uint64_t(head.size()) == preview.size;
    const TextEncoding encoding = shown ? TextEncoding::None : guessEncoding(head, headIsAll);
    if (encoding == TextEncoding::None)
        return preview;
    if (!headIsAll) {
        STRATOSCOPE_TRY(head, readHead(fs, file, std::min(std::uint64_t(kTextPreviewLimit), preview.size)));
    }
    throwIfStopped(stop);
    showText(preview, head, std::uint64_t(head.size()) == preview.size, encoding);
    if (std::uint64_t(head.size()) < preview.size)
        preview.note = Tr::tr("The first %1 of the file; Bytes shows all of it.").arg(sizeText(kTextPreviewLimit));
    return preview;
}

} // namespace stratoscope::ui
