// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/segment_bar.h"
#include "ui/tree/tree_snapshot.h"

#include <QWidget>

namespace stratoscope::ui {

/// A page about an opened image, beside its files. Its object name identifies it in the settings. What takes longer than a moment
/// is read on the session's threads, once the page is visible.
class ImagePage : public QWidget
{
    Q_OBJECT

public:
    /// Without a text in the segment, the page is not in the switch of the pages.
    ImagePage(const QString &name, SegmentBar::Segment segment, QWidget *parent)
        : QWidget(parent)
        , m_segment(std::move(segment))
    {
        setObjectName(name);
    }

    const SegmentBar::Segment &segment() const { return m_segment; }
    /// Another image, or the same one with more layers or other states of verification.
    virtual void setImage(std::shared_ptr<const Image> image) = 0;
    /// The tree that the Files page shows, each time it is replaced.
    virtual void setSnapshot(const TreeSnapshot &) { }
    /// The current entry in that tree; kNoNode: none.
    virtual void setCurrent(NodeId) { }
    /// The entries that are selected in that tree.
    virtual void setSelected(const std::vector<NodeId> &) { }
    /// The layer under the mouse pointer; −1: none.
    virtual void setHoveredLayer(int) { }
    /// Whether the page stays when other layers are chosen; otherwise the files are shown.
    virtual bool followsLayers() const { return false; }

Q_SIGNALS:
    /// Show this entry among the files of a tree of the image. The path is absolute, as bytes.
    void entryRequested(const stratoscope::ui::TreeChoice &state, const std::string &path);
    /// Make this entry the current one, if the tree on the Files page has it, and stay on this page.
    void selected(const std::string &path);

private:
    SegmentBar::Segment m_segment;
};

} // namespace stratoscope::ui
