// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <span>
#include <vector>

/// How registries are searched, and what they answer.
namespace stratoscope::search_answer {

struct Hit {
    QString repository; ///< as the registry calls it
    QString description;
    qint64 stars = -1;
    bool official = false;
};

struct Page {
    std::vector<Hit> hits;
    bool hasMore = false;
};

struct Way {
    /// Path and query of a page; pages count from 1.
    QByteArray (*path)(const QByteArray &term, int page);
    /// Nothing where this is no such answer.
    std::optional<Page> (*read)(const QJsonObject &answer);
};

/// `/v1/search`, as Docker's index has it and many registries copied it.
extern const Way kIndex;
/// Docker Hub's own interface.
extern const Way kHub;
extern const Way kQuay;
extern const Way kHarbor;

} // namespace stratoscope::search_answer
