// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/size/map/map_painter.h"

#include <QWidget>

namespace stratoscope::ui {

/// Draws an image's files as large as they are, as a treemap or a sunburst. The map is laid out and painted on the session's
/// threads; the previous picture stays until the next one is ready.
///
/// A double click or Enter zooms into a directory, Backspace out of it; so does the wheel. The arrow keys lead from tile to tile.
class SizeMapView : public QWidget
{
    Q_OBJECT

public:
    explicit SizeMapView(Session &session, QWidget *parent = nullptr);

    /// Keeps the zoom and the current entry by their paths.
    void setTree(std::shared_ptr<const SizeTree> tree, std::shared_ptr<const SizeClasses> classes);
    const std::shared_ptr<const SizeTree> &tree() const { return m_tree; }
    const std::shared_ptr<const SizeClasses> &classes() const { return m_classes; }
    void setShape(SizeMapRequest::Shape shape);
    SizeMapRequest::Shape shape() const { return m_shape; }
    /// Dims everything else; null: nothing.
    void setLit(LitItems lit);

    /// The directory that fills the map.
    SizeItem root() const { return m_root; }
    void zoomTo(SizeItem directory);
    void zoomIn();
    void zoomOut();
    /// kNoItem if there is none.
    SizeItem current() const { return m_current; }
    /// Does not emit currentChanged().
    void setCurrent(SizeItem item);

    /// The map on screen.
    const SizeMap &map() const { return m_picture.map; }
    /// What is under the pointer or, if it is elsewhere, the current entry; null if there is neither.
    const SizeTile *described() const;
    /// The name, the size and the layer.
    QString description(const SizeTile &tile) const;
    /// Whether the picture that was requested last is shown.
    bool isSettled() const { return !m_painting.isRunning(); }

    QSize sizeHint() const override { return {640, 480}; }
    QSize minimumSizeHint() const override { return {120, 100}; }

Q_SIGNALS:
    /// The user has made another entry current.
    void currentChanged();
    /// What described() returns has changed.
    void describedChanged();
    void zoomed();
    /// Another picture is on screen.
    void shown();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Picture {
        std::shared_ptr<const SizeTree> tree; ///< that it shows
        SizeMap map;
        QImage image;
    };
    void request();
    void present(Picture picture);
    bool isPictureOfTree() const { return m_picture.tree == m_tree; }
    SizeItem directoryOf(const SizeTile &tile) const;
    SizeItem stepTowards(SizeItem item) const;
    void makeCurrent(SizeItem item);
    void move(SizeMap::Direction direction);
    void hover(std::uint32_t tile);
    void tellAccessibility();

    Session &m_session;
    std::shared_ptr<const SizeTree> m_tree;
    std::shared_ptr<const SizeClasses> m_classes;
    SizeMapRequest::Shape m_shape = SizeMapRequest::Shape::Treemap;
    LitItems m_lit;
    SizeItem m_root = kRootItem;
    SizeItem m_current = kNoItem;
    std::uint32_t m_hovered = kNoTile;
    Picture m_picture;
    bool m_isStale = false; ///< the size has changed while the picture was painted
    LatestTask m_painting{this};
    int m_wheel = 0; ///< what has not made a whole step yet
};

} // namespace stratoscope::ui
