// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_view.h"

#include "ui/common/shortcuts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

const QKeySequence kGoToKey(Qt::CTRL | Qt::Key_G);

/// Left edge of a byte in the hexadecimal column, in characters.
int hexColumn(int byte)
{
    return 3 * byte + (byte >= 8 ? 1 : 0);
}

QString textOf(std::span<const std::byte> bytes, HexView::CopyAs as)
{
    const QByteArray all(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
    if (as == HexView::CopyAs::Hex)
        return QString::fromLatin1(all.toHex(' '));
    // Some clipboards end a text at its first null character.
    return QString::fromUtf8(all).replace(QChar(u'\0'), QChar(u'\u2400'));
}

} // namespace

HexView::HexView(Session &session, QWidget *parent)
    : HexArea(session, 8, parent)
    , m_buffer(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Bytes"));
    connect(&m_buffer, &HexBuffer::changed, viewport(), qOverload<>(&QWidget::update));
}

void HexView::show(const ImageFs &fs, NodeId node, std::uint64_t size)
{
    m_fs = fs;
    m_node = node;
    m_size = size;
    m_buffer.setFile(fs, node);
    reset();
}

void HexView::clear()
{
    m_buffer.clear();
    m_fs = {};
    m_node = kNoNode;
    m_size = 0;
    reset();
}

int HexView::widthOf(std::uint64_t lineLength) const
{
    return columns(lineLength).plain + int(lineLength) * advance() + kMargin + horizontalScrollBar()->value();
}

HexView::Columns HexView::columns(std::uint64_t lineLength) const
{
    Columns at{};
    at.offset = kMargin - horizontalScrollBar()->value();
    at.hex = at.offset + ((m_size > 0xffffffff ? 16 : 8) + 2) * advance();
    at.plain = at.hex + (hexColumn(int(lineLength)) + 2) * advance();
    return at;
}

void HexView::readVisibleBytes()
{
    const std::uint64_t begin = std::min(m_size, firstLine() * lineLength());
    m_buffer.require(begin, std::min(m_size, begin + (linesInPage() + 1) * lineLength()));
}

void HexView::goTo(std::uint64_t offset)
{
    moveCursor(offset);
    // A place elsewhere in the file is easier to see in the middle.
    const std::uint64_t line = cursor().offset() / lineLength();
    const std::uint64_t half = (linesInPage() + 1) / 2;
    scrollToLine(line > half ? line - half : 0);
}

void HexView::copy(CopyAs as)
{
    const std::uint64_t count = std::min(cursor().count(), kMaxCopied);
    if (m_node == kNoNode || count == 0)
        return;
    copyText([fs = m_fs, node = m_node, first = cursor().first(), count, as]() -> Result<QString> {
        std::vector<std::byte> bytes(count);
        STRATOSCOPE_TRY(const std::size_t got, fs.read(node, first, bytes));
        return textOf(std::span(bytes).first(got), as);
    });
}

void HexView::paintLine(QPainter &painter, std::uint64_t line, int top) const
{
    const Columns at = columns(lineLength());
    const QColor text = palette().color(QPalette::Text);
    const int baseline = top + fontMetrics().ascent();
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.drawText(at.offset, baseline,
                     u"%1"_s.arg(qulonglong{line * lineLength()}, m_size > 0xffffffff ? 16 : 8, 16, QChar(u'0')));
    const auto bytes = m_buffer.bytes(line * lineLength(), lineLength());
    const bool showsSelection = cursor().count() > 1 || hasFocus();
    for (int i = 0; i < int(bytes.size()); ++i) {
        const std::uint64_t offset = line * lineLength() + std::uint64_t(i);
        const int hex = at.hex + hexColumn(i) * advance();
        const int plain = at.plain + i * advance();
        const bool selected = showsSelection && cursor().isSelected(offset);
        if (selected) {
            const bool joins = cursor().isSelected(offset + 1) && i + 1 < int(lineLength());
            const int width = (joins ? hexColumn(i + 1) - hexColumn(i) : 2) * advance();
            const QColor strong = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
            const QColor weak = blend(palette().color(QPalette::Base), strong, 0.3);
            painter.fillRect(hex, top, width, lineHeight(), m_isInText ? weak : strong);
            painter.fillRect(plain, top, advance(), lineHeight(), m_isInText ? strong : weak);
        }
        const QColor lit = palette().color(QPalette::HighlightedText);
        painter.setPen(selected && !m_isInText ? lit : text);
        painter.drawText(hex, baseline, u"%1"_s.arg(int(bytes[std::size_t(i)]), 2, 16, QChar(u'0')));
        painter.setPen(selected && m_isInText ? lit : text);
        painter.drawText(plain, baseline, QString(characterOf(bytes[std::size_t(i)])));
    }
}

std::pair<std::uint64_t, bool> HexView::byteAt(const QPoint &point) const
{
    const Columns at = columns(lineLength());
    const auto row = std::uint64_t(std::max(0, point.y() - kMargin / 2) / lineHeight());
    const bool isInText = point.x() >= at.plain - advance();
    int byte = 0;
    if (isInText) {
        byte = (point.x() - at.plain) / advance();
    } else {
        while (byte + 1 < int(lineLength()) && point.x() >= at.hex + hexColumn(byte + 1) * advance() - advance() / 2)
            ++byte;
    }
    byte = std::clamp(byte, 0, int(lineLength()) - 1);
    return {std::min(m_size > 0 ? m_size - 1 : 0, (firstLine() + row) * lineLength() + std::uint64_t(byte)), isInText};
}

bool HexView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy, QKeySequence::SelectAll, QKeySequence::Find}, kGoToKey)
        || HexArea::event(event);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy(m_isInText ? CopyAs::Text : CopyAs::Hex);
    if (event->matches(QKeySequence::SelectAll))
        return select(0, m_size);
    if (event->matches(QKeySequence::Find) || QKeySequence(event->keyCombination()) == kGoToKey)
        return Q_EMIT goToRequested();
    HexArea::keyPressEvent(event);
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("Copy as &Hex"), this, [this] { copy(CopyAs::Hex); });
    menu.addAction(tr("Copy as &Text"), this, [this] { copy(CopyAs::Text); });
    menu.addAction(tr("Copy &Offset"), this,
                   [this] { QGuiApplication::clipboard()->setText(u"0x"_s + QString::number(cursor().first(), 16)); });
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, [this] { select(0, m_size); });
    menu.addAction(tr("&Go to Offset…"), this, &HexView::goToRequested);
    menu.exec(event->globalPos());
}

} // namespace stratoscope::ui
