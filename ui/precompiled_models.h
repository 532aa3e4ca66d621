// SPDX-License-Identifier: Apache-2.0
//
// Compiled once and used by every source of its library (CMake adds it). A source still includes what it uses.
#pragma once

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QLocale>
#include <QVariant>
