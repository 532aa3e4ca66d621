// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/json/json_model.h"

#include <QWidget>

class QStackedWidget;

namespace stratoscope::ui {

class FindBar;
class JsonView;
class MessageBar;
class SegmentBar;
class TextView;

/// Shows a JSON document as a tree or as text; copies and saves it.
class JsonPage : public QWidget
{
    Q_OBJECT

public:
    explicit JsonPage(QWidget *parent = nullptr);

    /// `fileName`: the suggested name for saving the document.
    void show(const JsonDocument &document, const QString &fileName);
    using QWidget::show;

    /// Copies the document as it was received.
    void copy() const;
    void saveAs();
    /// Overwrites an existing file. If that fails, shows a message and returns false.
    bool save(const QString &path);

private:
    void setView(int view);

    JsonDocument m_document;
    QString m_fileName;
    SegmentBar *m_views;
    MessageBar *m_problem;
    QStackedWidget *m_stack;
    JsonView *m_tree;
    TextView *m_text;
    FindBar *m_find;
};

} // namespace stratoscope::ui
