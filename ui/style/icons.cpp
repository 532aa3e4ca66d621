// SPDX-License-Identifier: Apache-2.0
#include "ui/style/icons.h"

#include "image/image.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// Renders an SVG and fills its shape with the palette's colour. Caches the pixmap by name, colour and size.
class TintedEngine : public QIconEngine
{
public:
    TintedEngine(QString name, Tint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    /// `size` is in device pixels.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const QColor color = colorFor(mode);
        const QString key
            = u"stratoscope/%1/%2/%3x%4"_s.arg(m_name, color.name(QColor::HexArgb)).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = render(size, color);
            QPixmapCache::insert(key, pixmap);
        }
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    QIconEngine *clone() const override { return new TintedEngine(m_name, m_tint); }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return tintColor(m_tint, palette);
    }

    QPixmap render(const QSize &size, const QColor &color) const
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QSvgRenderer renderer(u":/stratoscope/icons/%1.svg"_s.arg(m_name));
        if (!renderer.isValid())
            return pixmap;
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(QPointF(0, 0), size));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
        return pixmap;
    }

    QString m_name;
    Tint m_tint;
};

} // namespace

QIcon icon(const QString &name, Tint tint)
{
    return QIcon(new TintedEngine(name, tint));
}

QIcon verificationIcon(Verification state)
{
    switch (state) {
    case Verification::Verified:
        return icon(u"verified"_s, Tint::Good);
    case Verification::Running:
        return icon(u"verifying"_s, Tint::Accent);
    case Verification::Failed:
        return icon(u"error"_s, Tint::Bad);
    case Verification::Pending:
    case Verification::Unknown:
        return icon(u"unverified"_s, Tint::Muted);
    }
    Q_UNREACHABLE();
}

QIcon applicationIcon()
{
    return QIcon(u":/stratoscope/io.github.stratoscope.Stratoscope.svg"_s);
}

} // namespace stratoscope::ui
