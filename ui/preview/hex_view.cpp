// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/hex_view.h"

#include "session/session.h"
#include "ui/common/theme.h"

#include <QFontDatabase>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kWindow = 256 * 1024;
/// A scroll bar counts in int; beyond this a step of it is several lines.
constexpr std::uint64_t kMostSteps = 0x3fffffff;

QChar plainCharacter(std::byte byte)
{
    const auto code = ushort(byte);
    return code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
}

} // namespace

HexView::HexView(Session &session, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_session(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Bytes"));
    setLayoutDirection(Qt::LeftToRight); // as figures are, in every language
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
}

void HexView::show(const ImageFs &fs, NodeId node, std::uint64_t size)
{
    clear();
    m_fs = fs;
    m_node = node;
    m_size = size;
    verticalScrollBar()->setValue(0);
    fitLine();
    readWhatIsNeeded();
    viewport()->update();
}

void HexView::clear()
{
    m_reading.drop();
    m_copying.drop();
    m_fs = {};
    m_node = kNoNode;
    m_size = 0;
    m_cursor = 0;
    m_anchor = 0;
    m_window.clear();
    m_error.clear();
}

std::uint64_t HexView::lineCount() const
{
    return m_size / m_bytesInLine + (m_size % m_bytesInLine != 0 ? 1 : 0);
}

int HexView::lineHeight() const
{
    return fontMetrics().height() + 2;
}

int HexView::visibleLines() const
{
    return viewport()->height() / lineHeight() + 1;
}

std::uint64_t HexView::firstLine() const
{
    const auto step = std::uint64_t(verticalScrollBar()->value());
    const std::uint64_t lines = lineCount();
    if (lines <= kMostSteps)
        return step;
    const auto most = std::uint64_t(std::max(1, verticalScrollBar()->maximum()));
    const std::uint64_t last = lines - std::uint64_t(std::max(1, visibleLines() - 1));
    return step == most ? last : std::min(last, std::uint64_t(double(last) * (double(step) / double(most))));
}

void HexView::scrollToLine(std::uint64_t line)
{
    const std::uint64_t lines = lineCount();
    if (lines <= kMostSteps)
        return verticalScrollBar()->setValue(int(std::min(line, kMostSteps)));
    const std::uint64_t last = lines - std::uint64_t(std::max(1, visibleLines() - 1));
    const double share = double(line) / double(std::max<std::uint64_t>(1, last));
    verticalScrollBar()->setValue(int(std::min(1.0, share) * verticalScrollBar()->maximum()));
}

void HexView::updateScrollBars()
{
    const int page = std::max(1, visibleLines() - 1);
    const std::uint64_t steps = std::min(lineCount(), kMostSteps);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(steps > std::uint64_t(page) ? steps - std::uint64_t(page) : 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, widthOfLine() - viewport()->width()));
}

int HexView::widthOfLine() const
{
    const Columns at = columns();
    return at.plain + int(m_bytesInLine) * at.advance + kMargin + horizontalScrollBar()->value();
}

/// As many bytes in a line as there is room for; what is at the top stays there.
void HexView::fitLine()
{
    const std::uint64_t top = firstLine() * m_bytesInLine;
    m_bytesInLine = 16;
    if (widthOfLine() > viewport()->width())
        m_bytesInLine = 8;
    updateScrollBars();
    scrollToLine(top / m_bytesInLine);
    viewport()->update();
}

void HexView::readWhatIsNeeded()
{
    const std::uint64_t begin = std::min(m_size, firstLine() * m_bytesInLine);
    const std::uint64_t end = std::min(m_size, begin + std::uint64_t(visibleLines()) * m_bytesInLine);
    if (m_node == kNoNode || !m_error.isEmpty() || (begin >= m_windowBegin && end <= m_windowBegin + m_window.size()))
        return;
    // What is in sight stands in the middle of what is read.
    const std::uint64_t around = kWindow / 2 - (kWindow / 2) % m_bytesInLine;
    const std::uint64_t from = begin > around ? begin - around : 0;
    auto task = m_session.run<std::vector<std::byte>>(
        [fs = m_fs, node = m_node, from](ProgressMeter &, const std::stop_token &) -> Result<std::vector<std::byte>> {
            std::vector<std::byte> bytes(kWindow);
            STRATOSCOPE_TRY(const std::size_t count, fs.read(node, from, bytes));
            bytes.resize(count);
            return bytes;
        });
    m_reading.start(std::move(task), [this, from](Result<std::vector<std::byte>> bytes) {
        if (bytes) {
            m_windowBegin = from;
            m_window = *std::move(bytes);
        } else {
            m_error = bytes.error().message();
        }
        viewport()->update();
    });
}

std::span<const std::byte> HexView::bytesOf(std::uint64_t line) const
{
    const std::uint64_t begin = line * m_bytesInLine;
    if (begin < m_windowBegin || begin >= m_windowBegin + m_window.size())
        return {};
    const std::size_t at = begin - m_windowBegin;
    return std::span(m_window).subspan(at, std::min<std::size_t>(m_bytesInLine, m_window.size() - at));
}

HexView::Columns HexView::columns() const
{
    Columns at{};
    at.advance = fontMetrics().horizontalAdvance(u'0');
    at.offset = kMargin - horizontalScrollBar()->value();
    at.hex = at.offset + ((m_size > 0xffffffff ? 16 : 8) + 2) * at.advance;
    at.plain = at.hex + (hexPlace(int(m_bytesInLine)) + 2) * at.advance;
    return at;
}

std::pair<std::uint64_t, std::uint64_t> HexView::selection() const
{
    const auto [first, last] = std::minmax(m_anchor, m_cursor);
    return {first, m_size > 0 ? last - first + 1 : 0};
}

void HexView::paintLine(QPainter &painter, std::uint64_t line, int top) const
{
    const Columns at = columns();
    const QColor text = palette().color(QPalette::Text);
    const int baseline = top + fontMetrics().ascent();
    painter.setPen(tintColor(Tint::Muted, palette()));
    painter.drawText(at.offset, baseline,
                     u"%1"_s.arg(qulonglong(line * m_bytesInLine), m_size > 0xffffffff ? 16 : 8, 16, QChar(u'0')));
    const auto bytes = bytesOf(line);
    const auto [first, count] = selection();
    const bool shown = count > 1 || hasFocus();
    for (int i = 0; i < int(bytes.size()); ++i) {
        const std::uint64_t offset = line * m_bytesInLine + std::uint64_t(i);
        const int hex = at.hex + hexPlace(i) * at.advance;
        const int plain = at.plain + i * at.advance;
        const bool selected = shown && offset >= first && offset - first < count;
        if (selected) {
            const bool joins = offset + 1 - first < count && i + 1 < int(m_bytesInLine);
            const int width = (joins ? hexPlace(i + 1) - hexPlace(i) : 2) * at.advance;
            const QColor strong = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
            const QColor weak = blend(palette().color(QPalette::Base), strong, 0.3);
            painter.fillRect(hex, top, width, lineHeight(), m_inText ? weak : strong);
            painter.fillRect(plain, top, at.advance, lineHeight(), m_inText ? strong : weak);
        }
        const QColor lit = palette().color(QPalette::HighlightedText);
        painter.setPen(selected && !m_inText ? lit : text);
        painter.drawText(hex, baseline, u"%1"_s.arg(int(bytes[std::size_t(i)]), 2, 16, QChar(u'0')));
        painter.setPen(selected && m_inText ? lit : text);
        painter.drawText(plain, baseline, QString(plainCharacter(bytes[std::size_t(i)])));
    }
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_error.isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin), Qt::TextWordWrap, m_error);
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
    readWhatIsNeeded();
}

void HexView::scrollContentsBy(int, int)
{
    readWhatIsNeeded();
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

} // namespace stratoscope::ui
