// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer_source.h"
#include "prebaked/prebaked_config.h"

namespace stratoscope {

/// The layers of a prebaked directory.
class PrebakedSource final : public LocalSource
{
public:
    /// Reads the directory's config.json.
    static Result<std::unique_ptr<LocalSource>> open(const QString &directory);

    std::uint64_t openSize(std::size_t layer) const override;
    Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;
    std::uint64_t verifySize(std::size_t layer) const override;
    Finding verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;
    Result<void> complete(Image &image) const override;

private:
    PrebakedSource(const QString &directory, PrebakedConfig config);

    PrebakedConfig m_config;
};

} // namespace stratoscope
