// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/hex_view.h"

#include "session/session.h"
#include "ui/theme.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::uint64_t kBytesInLine = 16;
constexpr std::uint64_t kWindow = 256 * 1024;
constexpr int kMargin = 8;
/// A scroll bar counts in int; beyond this a step of it is several lines.
constexpr std::uint64_t kMostSteps = 0x3fffffff;

} // namespace

HexView::HexView(Session &session, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_session(session)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Bytes"));
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
    updateScrollBars();
    readWhatIsNeeded();
    viewport()->update();
}

void HexView::clear()
{
    m_reading.drop();
    m_fs = {};
    m_node = kNoNode;
    m_size = 0;
    m_window.clear();
    m_error.clear();
}

std::uint64_t HexView::lineCount() const
{
    return m_size / kBytesInLine + (m_size % kBytesInLine != 0 ? 1 : 0);
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

void HexView::updateScrollBars()
{
    const int page = std::max(1, visibleLines() - 1);
    const std::uint64_t steps = std::min(lineCount(), kMostSteps);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(steps > std::uint64_t(page) ? steps - std::uint64_t(page) : 0));
    const int columns = int(offsetText(0).size() + hexText(0).size() + kBytesInLine) + 4;
    const int width = columns * fontMetrics().horizontalAdvance(u'0') + 2 * kMargin;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
}

void HexView::readWhatIsNeeded()
{
    const std::uint64_t begin = std::min(m_size, firstLine() * kBytesInLine);
    const std::uint64_t end = std::min(m_size, begin + std::uint64_t(visibleLines()) * kBytesInLine);
    if (m_node == kNoNode || !m_error.isEmpty() || (begin >= m_windowBegin && end <= m_windowBegin + m_window.size()))
        return;
    // What is in sight stands in the middle of what is read.
    const std::uint64_t around = kWindow / 2 - (kWindow / 2) % kBytesInLine;
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
    const std::uint64_t begin = line * kBytesInLine;
    if (begin < m_windowBegin || begin >= m_windowBegin + m_window.size())
        return {};
    const std::size_t at = begin - m_windowBegin;
    return std::span(m_window).subspan(at, std::min<std::size_t>(kBytesInLine, m_window.size() - at));
}

QString HexView::offsetText(std::uint64_t line) const
{
    const int digits = m_size > 0xffffffff ? 16 : 8;
    return u"%1"_s.arg(qulonglong(line * kBytesInLine), digits, 16, QChar(u'0'));
}

QString HexView::hexText(std::uint64_t line) const
{
    QString text;
    const auto bytes = bytesOf(line);
    for (std::size_t i = 0; i < kBytesInLine; ++i) {
        if (i == kBytesInLine / 2)
            text += u' ';
        text += i < bytes.size() ? u"%1 "_s.arg(int(bytes[i]), 2, 16, QChar(u'0')) : u"   "_s;
    }
    return text;
}

QString HexView::plainText(std::uint64_t line) const
{
    QString text;
    for (const std::byte byte : bytesOf(line)) {
        const auto code = ushort(byte);
        text += code >= 0x20 && code < 0x7f ? QChar(code) : QChar(u'·');
    }
    return text;
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const QColor text = palette().color(QPalette::Text);
    const QColor muted = tintColor(Tint::Muted, palette());
    if (!m_error.isEmpty()) {
        painter.setPen(text);
        painter.drawText(viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin), Qt::TextWordWrap, m_error);
        return;
    }
    const int advance = fontMetrics().horizontalAdvance(u'0');
    const int left = kMargin - horizontalScrollBar()->value();
    const int hexLeft = left + int(offsetText(0).size() + 2) * advance;
    const int plainLeft = hexLeft + int(kBytesInLine * 3 + 2) * advance;
    const std::uint64_t first = firstLine();
    for (int i = 0; i < visibleLines() && first + std::uint64_t(i) < lineCount(); ++i) {
        const std::uint64_t line = first + std::uint64_t(i);
        const int baseline = kMargin / 2 + i * lineHeight() + fontMetrics().ascent();
        painter.setPen(muted);
        painter.drawText(left, baseline, offsetText(line));
        painter.setPen(text);
        painter.drawText(hexLeft, baseline, hexText(line));
        painter.drawText(plainLeft, baseline, plainText(line));
    }
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
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
        updateScrollBars();
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *const bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home:
        bar->setValue(0);
        return;
    case Qt::Key_End:
        bar->setValue(bar->maximum());
        return;
    case Qt::Key_PageUp:
        bar->triggerAction(QScrollBar::SliderPageStepSub);
        return;
    case Qt::Key_PageDown:
        bar->triggerAction(QScrollBar::SliderPageStepAdd);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace stratoscope::ui
