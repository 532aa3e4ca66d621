// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/http_wire.h"
#include "support/image_files.h"

#include <QJsonObject>

namespace stratoscope::test {

// What tests of the servers themselves ask them, without a program in between.

/// A small layer, and one of random bytes.
constexpr qint64 kServedLayerSize = 200'000;
TestImage servedImage();

const inline QByteArray kOciManifestType = "application/vnd.oci.image.manifest.v1+json";

/// An empty one where there is none.
WireAnswer answerOf(quint16 port, const WireRequest &request);
/// Takes what skopeo has put there; docker-registry gives an OCI manifest to nobody else.
WireAnswer get(quint16 port, const QByteArray &target, WireHeaders headers = {});
QJsonObject objectOf(const QByteArray &json);

} // namespace stratoscope::test
