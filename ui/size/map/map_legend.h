// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_classes.h"

#include <QWidget>

#include <optional>

namespace stratoscope::ui {

/// What the colours of a map mean, in up to two lines: the classes with most bytes, with their bytes. The one under the pointer is
/// to be emphasized in the map.
class MapLegend : public QWidget
{
    Q_OBJECT

public:
    explicit MapLegend(QWidget *parent);

    void setClasses(std::shared_ptr<const SizeClasses> classes, std::uint64_t hiddenBytes);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {300, heightForWidth(300)}; }
    QSize minimumSizeHint() const override { return {100, heightForWidth(300)}; }

Q_SIGNALS:
    /// Nothing: the pointer has left.
    void hovered(std::optional<stratoscope::ui::SizeClasses::Class> number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Place {
        int entry;
        QRect area;
    };
    struct Entry {
        QString name;
        QString size;
        std::optional<SizeClasses::Class> number; ///< nothing: what is hidden
    };
    std::vector<Place> places(int width) const;
    void setHovered(int entry);

    std::shared_ptr<const SizeClasses> m_classes;
    std::vector<Entry> m_entries;
    int m_hovered = -1;
};

} // namespace stratoscope::ui
