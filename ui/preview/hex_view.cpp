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

constexpr int kMargin = 8; // pixels
constexpr std::uint64_t kMaxCopied = 4 * 1024 * 1024;
/// Scroll bars count in int; in larger files a step is several lines.
constexpr std::uint64_t kMaxSteps = 0x3fffffff;
const QKeySequence kGoToKey(Qt::CTRL | Qt::Key_G);

QChar plainCharacter(std::byte byte)
{
    const auto code = ushort(byte);
    return code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
}

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
    : QAbstractScrollArea(parent)
    , m_session(session)
    , m_buffer(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Bytes"));
    setLayoutDirection(Qt::LeftToRight); // as numbers are in every language
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    connect(&m_buffer, &HexBuffer::changed, viewport(), qOverload<>(&QWidget::update));
}

void HexView::show(const ImageFs &fs, NodeId node, std::uint64_t size)
{
    clear();
    m_fs = fs;
    m_node = node;
    m_size = size;
    m_cursor = HexCursor(size);
    m_buffer.setFile(fs, node);
    verticalScrollBar()->setValue(0);
    fitLine();
    readVisibleBytes();
    viewport()->update();
}

void HexView::clear()
{
    m_buffer.clear();
    m_copying.drop();
    m_fs = {};
    m_node = kNoNode;
    m_size = 0;
    m_cursor = {};
}

std::uint64_t HexView::lineCount() const
{
    return m_size / m_lineLength + (m_size % m_lineLength != 0 ? 1 : 0);
}

std::uint64_t HexView::firstLine() const
{
    const auto step = std::uint64_t(verticalScrollBar()->value());
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxSteps)
        return step;
    const auto maximum = std::uint64_t(std::max(1, verticalScrollBar()->maximum()));
    const std::uint64_t last = lines - linesInPage();
    return step == maximum ? last : std::min(last, std::uint64_t(double(last) * (double(step) / double(maximum))));
}

void HexView::scrollToLine(std::uint64_t line)
{
    const std::uint64_t lines = lineCount();
    if (lines <= kMaxSteps)
        return verticalScrollBar()->setValue(int(std::min(line, kMaxSteps)));
    const std::uint64_t last = lines - linesInPage();
    const double share = double(line) / double(std::max<std::uint64_t>(1, last));
    verticalScrollBar()->setValue(int(std::min(1.0, share) * verticalScrollBar()->maximum()));
}

void HexView::updateScrollBars()
{
    const int page = std::max(1, visibleLines() - 1);
    const std::uint64_t steps = std::min(lineCount(), kMaxSteps);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(steps > std::uint64_t(page) ? steps - std::uint64_t(page) : 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, lineWidth() - viewport()->width()));
}

int HexView::lineWidth() const
{
    const Columns at = columns();
    return at.plain + int(m_lineLength) * at.advance + kMargin + horizontalScrollBar()->value();
}

/// Fits the bytes in a line to the width; the topmost byte stays at the top.
void HexView::fitLine()
{
    const std::uint64_t top = firstLine() * m_lineLength;
    m_lineLength = 16;
    if (lineWidth() > viewport()->width())
        m_lineLength = 8;
    updateScrollBars();
    scrollToLine(top / m_lineLength);
    viewport()->update();
}

HexView::Columns HexView::columns() const
{
    Columns at{};
    at.advance = fontMetrics().horizontalAdvance(u'0');
    at.offset = kMargin - horizontalScrollBar()->value();
    at.hex = at.offset + ((m_size > 0xffffffff ? 16 : 8) + 2) * at.advance;
    at.plain = at.hex + (hexColumn(int(m_lineLength)) + 2) * at.advance;
    return at;
}

void HexView::readVisibleBytes()
{
    const std::uint64_t begin = std::min(m_size, firstLine() * m_lineLength);
    m_buffer.require(begin, std::min(m_size, begin + std::uint64_t(visibleLines()) * m_lineLength));
}

void HexView::select(std::uint64_t first, std::uint64_t count)
{
    if (m_size == 0 || count == 0)
        return;
    m_cursor.select(first, count);
    showCursor();
}

void HexView::goTo(std::uint64_t offset)
{
    m_cursor.moveTo(offset, false);
    viewport()->update();
    // A place elsewhere in the file is easier to see in the middle.
    const std::uint64_t line = m_cursor.offset() / m_lineLength;
    const auto half = std::uint64_t(visibleLines() / 2);
    scrollToLine(line > half ? line - half : 0);
}

/// Scrolls as far as necessary.
void HexView::showCursor()
{
    const std::uint64_t line = m_cursor.offset() / m_lineLength;
    if (line < firstLine())
        scrollToLine(line);
    else if (line >= firstLine() + linesInPage())
        scrollToLine(line - linesInPage() + 1);
    viewport()->update();
}

void HexView::copy(CopyAs as)
{
    const std::uint64_t count = std::min(m_cursor.count(), kMaxCopied);
    if (m_node == kNoNode || count == 0)
        return;
    const auto work = [fs = m_fs, node = m_node, first = m_cursor.first(), count, as](const std::stop_token &) -> Result<QString> {
        std::vector<std::byte> bytes(count);
        STRATOSCOPE_TRY(const std::size_t got, fs.read(node, first, bytes));
        return textOf(std::span(bytes).first(got), as);
    };
    m_copying.run(m_session, work, [](const Result<QString> &text) {
        if (text)
            QGuiApplication::clipboard()->setText(*text);
    });
}

void HexView::paintLine(QPainter &painter, std::uint64_t line, int top) const
{
    const Columns at = columns();
    const QColor text = palette().color(QPalette::Text);
    const int baseline = top + fontMetrics().ascent();
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.drawText(at.offset, baseline,
                     u"%1"_s.arg(qulonglong{line * m_lineLength}, m_size > 0xffffffff ? 16 : 8, 16, QChar(u'0')));
    const auto bytes = m_buffer.bytes(line * m_lineLength, m_lineLength);
    const bool showsSelection = m_cursor.count() > 1 || hasFocus();
    for (int i = 0; i < int(bytes.size()); ++i) {
        const std::uint64_t offset = line * m_lineLength + std::uint64_t(i);
        const int hex = at.hex + hexColumn(i) * at.advance;
        const int plain = at.plain + i * at.advance;
        const bool selected = showsSelection && m_cursor.isSelected(offset);
        if (selected) {
            const bool joins = m_cursor.isSelected(offset + 1) && i + 1 < int(m_lineLength);
            const int width = (joins ? hexColumn(i + 1) - hexColumn(i) : 2) * at.advance;
            const QColor strong = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
            const QColor weak = blend(palette().color(QPalette::Base), strong, 0.3);
            painter.fillRect(hex, top, width, lineHeight(), m_isInText ? weak : strong);
            painter.fillRect(plain, top, at.advance, lineHeight(), m_isInText ? strong : weak);
        }
        const QColor lit = palette().color(QPalette::HighlightedText);
        painter.setPen(selected && !m_isInText ? lit : text);
        painter.drawText(hex, baseline, u"%1"_s.arg(int(bytes[std::size_t(i)]), 2, 16, QChar(u'0')));
        painter.setPen(selected && m_isInText ? lit : text);
        painter.drawText(plain, baseline, QString(plainCharacter(bytes[std::size_t(i)])));
    }
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_buffer.error().isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin), Qt::TextWordWrap, m_buffer.error());
        return;
    }
    const std::uint64_t first = firstLine();
    for (int i = 0; i < visibleLines() && first + std::uint64_t(i) < lineCount(); ++i)
        paintLine(painter, first + std::uint64_t(i), kMargin / 2 + i * lineHeight());
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitLine();
    readVisibleBytes();
}

void HexView::scrollContentsBy(int, int)
{
    readVisibleBytes();
    viewport()->update();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitLine();
}

void HexView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

std::pair<std::uint64_t, bool> HexView::byteAt(const QPoint &point) const
{
    const Columns at = columns();
    const auto row = std::uint64_t(std::max(0, point.y() - kMargin / 2) / lineHeight());
    const bool isInText = point.x() >= at.plain - at.advance;
    int byte = 0;
    if (isInText) {
        byte = (point.x() - at.plain) / at.advance;
    } else {
        while (byte + 1 < int(m_lineLength) && point.x() >= at.hex + hexColumn(byte + 1) * at.advance - at.advance / 2)
            ++byte;
    }
    byte = std::clamp(byte, 0, int(m_lineLength) - 1);
    return {std::min(m_size > 0 ? m_size - 1 : 0, (firstLine() + row) * m_lineLength + std::uint64_t(byte)), isInText};
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto [byte, isInText] = byteAt(event->position().toPoint());
    m_isInText = isInText;
    m_cursor.moveTo(byte, event->modifiers() & Qt::ShiftModifier);
    showCursor();
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    // Beyond an edge, each movement scrolls by a line.
    const int y = event->position().toPoint().y();
    if (y < 0)
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepSub);
    else if (y > viewport()->height())
        verticalScrollBar()->triggerAction(QScrollBar::SliderSingleStepAdd);
    const QPoint inside(event->position().toPoint().x(), std::clamp(y, 0, viewport()->height() - 1));
    m_cursor.moveTo(byteAt(inside).first, true);
    showCursor();
}

bool HexView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy, QKeySequence::SelectAll, QKeySequence::Find}, kGoToKey)
        || QAbstractScrollArea::event(event);
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy(m_isInText ? CopyAs::Text : CopyAs::Hex);
    if (event->matches(QKeySequence::SelectAll))
        return select(0, m_size);
    if (event->matches(QKeySequence::Find) || QKeySequence(event->keyCombination()) == kGoToKey)
        return Q_EMIT goToRequested();
    if (m_cursor.move(event->key(), event->modifiers() & Qt::ControlModifier, m_lineLength, linesInPage(),
                      event->modifiers() & Qt::ShiftModifier))
        showCursor();
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("Copy as &Hex"), this, [this] { copy(CopyAs::Hex); });
    menu.addAction(tr("Copy as &Text"), this, [this] { copy(CopyAs::Text); });
    menu.addAction(tr("Copy &Offset"), this,
                   [this] { QGuiApplication::clipboard()->setText(u"0x"_s + QString::number(m_cursor.first(), 16)); });
    menu.addSeparator();
    menu.addAction(tr("Select &All"), this, [this] { select(0, m_size); });
    menu.addAction(tr("&Go to Offset…"), this, &HexView::goToRequested);
    menu.exec(event->globalPos());
}

} // namespace stratoscope::ui
