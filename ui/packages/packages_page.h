// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/packages/package_lists.h"
#include "ui/packages/package_model.h"
#include "ui/packages/sbom_file.h"
#include "ui/tree/image_page.h"

class QCheckBox;
class QLabel;
class QToolButton;
class QTreeView;

namespace stratoscope::ui {

class MessageBar;
class SearchField;
class Transfers;

/// The packages that are installed in an image, or in its state after a layer; or how they differ between two images, or before and
/// after layers. Read on the session's threads once the page is visible.
class PackagesPage : public ImagePage
{
    Q_OBJECT

public:
    /// `lists`: where packages are read, shared with others that show them.
    PackagesPage(Session &session, Transfers &transfers, std::shared_ptr<PackageLists> lists, QWidget *parent = nullptr);

    void setImage(std::shared_ptr<const Image> image) override;
    void setSnapshot(const TreeSnapshot &snapshot) override;
    bool followsLayers() const override { return true; }

    PackageModel *model() const { return m_model; }
    QTreeView *view() const { return m_view; }
    /// Whether what was asked for last is shown.
    bool isSettled() const { return !m_isStale && !m_reading.isRunning() && !m_arranging.isRunning(); }

Q_SIGNALS:
    /// To show the files of a package. Valid until the signal returns.
    void filesRequested(const stratoscope::ui::PackageRow &package);
    void failed(const QString &headline, const QString &detail);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildBar();
    void buildView();
    void read();
    void present(std::shared_ptr<const PackageTable> table, std::vector<std::uint32_t> rows);
    void arrangeRows();
    void showColumns(bool isCompared);
    void fitColumns();
    void showNotes();
    void showMenu(const QPoint &position);
    void requestFiles();
    void copyRow();
    void save(SbomFormat format);
    const PackageRow *current() const;

    Session &m_session;
    Transfers &m_transfers;
    const std::shared_ptr<PackageLists> m_lists;
    std::shared_ptr<const Image> m_image;
    TreeSnapshot m_snapshot;
    std::shared_ptr<const PackageTable> m_table; ///< null until it is read
    PackageSort m_sort;
    bool m_isStale = false;
    bool m_showsComparison = false; ///< the columns
    LatestTask m_reading{this};
    LatestTask m_arranging{this};

    SearchField *m_filter;
    QCheckBox *m_onlyDifferences;
    QLabel *m_summary;
    QToolButton *m_save;
    QTreeView *m_view;
    PackageModel *m_model;
    QLabel *m_hint; ///< over the empty table
    MessageBar *m_notes;
};

} // namespace stratoscope::ui
