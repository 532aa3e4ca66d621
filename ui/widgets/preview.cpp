// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/preview.h"

#include "base/cancel.h"
#include "ui/models/format.h"
#include "ui/models/preview_text.h"

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

/// Null where it cannot be decoded within the limits.
QImage decodePicture(QByteArray bytes, const QByteArray &format)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
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
    if (file != node)
        preview.caption = Tr::tr("%1: ").arg(printable(tree.path(file)));
    preview.caption += sizeText(preview.size);
    if (preview.size == 0) {
        preview.message = Tr::tr("An empty file");
        return preview;
    }
    STRATOSCOPE_TRY(QByteArray head, readHead(fs, file, std::min(kHead, preview.size)));
    throwIfStopped(stop);

    if (const QByteArray format = pictureFormat(head); !format.isEmpty() && preview.size <= kLargestPictureFile) {
        STRATOSCOPE_TRY(QByteArray all, fs.readAll(file, kLargestPictureFile));
        throwIfStopped(stop);
        preview.picture = decodePicture(std::move(all), format);
        if (!preview.picture.isNull()) {
            preview.kind = Preview::Picture;
            preview.caption += Tr::tr(", %1 picture").arg(QString::fromLatin1(format).toUpper());
            return preview;
        }
    }

    const TextEncoding encoding = guessEncoding(head, std::uint64_t(head.size()) == preview.size);
    preview.kind = encoding == TextEncoding::None ? Preview::Bytes : Preview::Text;
    if (preview.kind == Preview::Text) {
        if (std::uint64_t(head.size()) < preview.size) {
            STRATOSCOPE_TRY(head, readHead(fs, file, std::min(std::uint64_t(kTextPreviewLimit), preview.size)));
        }
        throwIfStopped(stop);
        preview.text = decodeText(head, encoding);
        preview.cut = std::uint64_t(head.size()) < preview.size;
        preview.caption += Tr::tr(", %1 text").arg(encodingName(encoding));
    }
    return preview;
}

} // namespace stratoscope::ui
