// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/inspector.h"

#include <QWidget>

class QButtonGroup;
class QStackedWidget;

namespace stratoscope::ui {

class FindBar;
class JsonView;
class MessageBar;
class TextView;

/// A JSON document as a tree or as text, to be copied and saved.
class JsonPage : public QWidget
{
    Q_OBJECT

public:
    explicit JsonPage(QWidget *parent = nullptr);

    /// `fileName`: what to call it when it is saved.
    void show(const InspectorDocument &document, const QString &fileName);
    using QWidget::show;

    /// As it was received.
    void copy() const;
    void saveAs();
    /// Writes it in place of what is there; false, with a message in place, where that fails.
    bool save(const QString &path);

private:
    void showAs(int way);

    InspectorDocument m_document;
    QString m_fileName;
    QButtonGroup *m_ways;
    MessageBar *m_problem;
    QStackedWidget *m_stack;
    JsonView *m_tree;
    TextView *m_text;
    FindBar *m_find;
};

} // namespace stratoscope::ui
