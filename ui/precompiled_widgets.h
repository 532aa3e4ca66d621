// SPDX-License-Identifier: Apache-2.0
//
// Compiled once and used by every source of its library (CMake adds it). A source still includes what it uses.
#pragma once

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QWidget>
