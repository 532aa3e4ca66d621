// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <span>
#include <vector>

/// The search APIs of registries.
namespace stratoscope::search_api {

struct Hit {
    QString repository; ///< without the registry
    QString description;
    qint64 stars = -1;
    bool official = false;
};

struct Page {
    std::vector<Hit> hits;
    bool hasMore = false;
};

struct SearchApi {
    /// Path and query of a page; pages count from 1.
    QByteArray (*path)(const QByteArray &term, int page);
    /// Returns nothing if the answer is not of this API.
    std::optional<Page> (*read)(const QJsonObject &answer);
};

/// `/v1/search` of Docker's index, which many registries imitate.
extern const SearchApi kIndex;
/// Docker Hub's own API.
extern const SearchApi kHub;
extern const SearchApi kQuay;
extern const SearchApi kHarbor;

} // namespace stratoscope::search_api
