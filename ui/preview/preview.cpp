// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/preview.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "content/picture_format.h"
#include "ui/common/format.h"
#include "ui/preview/content_text.h"
#include "ui/preview/svg_picture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kHead = 64 * 1024;
constexpr std::uint64_t kMaxPictureFile = 32 * 1024 * 1024;
constexpr qint64 kMaxPixels = 64'000'000;
/// Pictures are kept no larger than a screen.
constexpr QSize kMaxPictureSize(4096, 4096);

struct PreviewTr {
    Q_DECLARE_TR_FUNCTIONS(Preview)
};

Result<QByteArray> readHead(const ImageFs &fs, NodeId node, std::uint64_t count)
{
    QByteArray bytes(qsizetype(count), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t got, fs.read(node, 0, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
    bytes.truncate(qsizetype(got));
    return bytes;
}

/// Null if the picture cannot be decoded within the limits. `size`: the original size.
QImage decodePicture(QByteArray bytes, const QByteArray &format, QSize &size)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > kMaxPixels)
        return {};
    if (size.width() > kMaxPictureSize.width() || size.height() > kMaxPictureSize.height())
        reader.setScaledSize(size.scaled(kMaxPictureSize, Qt::KeepAspectRatio));
    return reader.read();
}

Preview messageFor(const MergedTree &tree, NodeId node)
{
    Preview preview;
    switch (tree.kind(node)) {
    case EntryKind::Directory:
        preview.message = tree.children(node).size() == 0 ? PreviewTr::tr("Empty folder") : PreviewTr::tr("Folder");
        break;
    case EntryKind::Whiteout:
        preview.message = PreviewTr::tr("This whiteout removes the file or folder of the same name in lower layers");
        break;
    case EntryKind::Opaque:
        preview.message = PreviewTr::tr("This opaque whiteout hides the contents that lower layers have in this folder");
        break;
    case EntryKind::Hardlink:
        preview.message = PreviewTr::tr("The target of this hard link is in a lower layer");
        break;
    case EntryKind::Symlink:
        preview.message = PreviewTr::tr("Broken link: %1").arg(brokenLinkText(linkChain(tree, node)));
        break;
    default:
        preview.message = kindText(tree.kind(node));
    }
    return preview;
}

/// The entry itself, or the target of a link.
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
    if (format.isEmpty() || preview.size > kMaxPictureFile)
        return false;
    STRATOSCOPE_TRY(QByteArray all, fs.readAll(preview.file, kMaxPictureFile));
    throwIfStopped(stop);
    QSize size;
    preview.picture = decodePicture(std::move(all), format, size);
    if (preview.picture.isNull())
        return false;
    preview.kind = Preview::Picture;
    addToCaption(
        preview,
        PreviewTr::tr("%1 picture, %2 × %3").arg(QString::fromLatin1(format).toUpper()).arg(size.width()).arg(size.height()));
    return true;
}

/// The whole text if it has at most `limit` bytes.
Result<std::optional<QByteArray>> readWhole(const Preview &preview, const ImageFs &fs, qsizetype limit, const std::stop_token &stop)
{
    QByteArray bytes(limit + 1, Qt::Uninitialized);
    ContentReader reader(fs, preview.file, preview.compression);
    STRATOSCOPE_TRY(const std::size_t count,
                    reader.read(std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size()))), stop));
    if (count > std::size_t(limit))
        return std::nullopt;
    bytes.truncate(qsizetype(count));
    return bytes;
}

/// `head`: the beginning of the text.
Result<void> showText(Preview &preview, const ImageFs &fs, QByteArrayView head, const std::stop_token &stop)
{
    constexpr qsizetype kMaxSvg = 4 * 1024 * 1024;
    const auto stream = std::make_shared<TextStream>(fs, preview.file, preview.compression, preview.encoding);
    STRATOSCOPE_TRY(preview.text, stream->next(std::size_t(kTextPreviewLimit), stop));
    preview.kind = Preview::Text;
    if (!stream->isComplete()) {
        preview.rest = stream;
        preview.note = PreviewTr::tr("The rest of the text is loaded while scrolling.");
    }
    const QByteArrayView begin = head.trimmed();
    if (preview.encoding == TextEncoding::Utf8 && begin.size() > 2 && (begin.startsWith('{') || begin.startsWith('['))) {
        STRATOSCOPE_TRY(const auto document, readWhole(preview, fs, kMaxDocument, stop));
        if (document)
            preview.json = JsonTree::parse(*document, preview.name).value_or(nullptr);
    }
    addToCaption(preview, PreviewTr::tr("%1 text").arg(encodingName(preview.encoding)));
    if (looksLikeSvg(head)) {
        STRATOSCOPE_TRY(const auto document, readWhole(preview, fs, kMaxSvg, stop));
        QSize size;
        preview.picture = document ? drawSvg(*document, size) : QImage();
        if (!preview.picture.isNull())
            addToCaption(preview, PreviewTr::tr("SVG picture, %1 × %2").arg(size.width()).arg(size.height()));
    }
    return {};
}

/// False if the file is not compressed text.
Result<bool> showUnpackedText(Preview &preview, const ImageFs &fs, Bytes head, const std::stop_token &stop)
{
    const auto unpacked = unpackHead(fs, preview.file, head, kHead);
    if (!unpacked || !*unpacked || (*unpacked)->bytes.isEmpty())
        return false; // the bytes of a damaged file are shown
    const UnpackedHead &found = **unpacked;
    const TextEncoding encoding = guessEncoding(found.bytes, found.isComplete);
    if (encoding == TextEncoding::None)
        return false;
    Preview text = preview;
    text.encoding = encoding;
    text.compression = found.compression;
    addToCaption(text, compressionName(found.compression));
    if (!showText(text, fs, found.bytes, stop))
        return false;
    preview = std::move(text);
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
    const ArchiveListing &found = **listing;
    preview.archive = TreeRows::make(TreeOrder::byName(found.tree, stop), {}, *TreeFilter::parse({}), stop);
    preview.note = archiveMissingText(found);
    addToCaption(preview, archiveFormatText(found));
    addToCaption(preview, entriesText(found.tree->totalEntries(kRootNode)));
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
        preview.caption = PreviewTr::tr("%1: ").arg(printable(tree.path(file)));
    preview.caption += sizeText(preview.size);
    if (preview.size == 0) {
        preview.message = PreviewTr::tr("Empty file");
        return preview;
    }
    STRATOSCOPE_TRY(const QByteArray head, readHead(fs, file, std::min(kHead, preview.size)));
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
        STRATOSCOPE_TRY(shown, showUnpackedText(preview, fs, headBytes, stop));
    }
    throwIfStopped(stop);
    const bool headIsAll = std::uint64_t(head.size()) == preview.size;
    const TextEncoding encoding = shown ? TextEncoding::None : guessEncoding(head, headIsAll);
    if (encoding == TextEncoding::None)
        return preview;
    preview.encoding = encoding;
    STRATOSCOPE_CHECK(showText(preview, fs, head, stop));
    return preview;
}

} // namespace stratoscope::ui
