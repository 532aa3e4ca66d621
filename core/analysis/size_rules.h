// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QStringList>

namespace stratoscope {

/// A limit for continuous integration.
struct SizeRule {
    enum class Figure {
        Efficiency, ///< dive's, at least
        HiddenBytes, ///< at most, like the others
        HiddenPercent, ///< ImageAnalysis::hiddenPercent()
        DiveWastedBytes,
        DiveWastedRatio, ///< dive's userWastedPercent, which is a ratio
    };
    QString name; ///< as it was given: "--max-wasted", "highestWastedBytes"
    Figure figure = Figure::Efficiency;
    double limit = 0;
    std::uint64_t mostBytes = 0; ///< the limit of a figure in bytes

    bool isInBytes() const { return figure == Figure::HiddenBytes || figure == Figure::DiveWastedBytes; }
};

/// How an image compares with a rule.
struct RuleOutcome {
    SizeRule rule;
    double value = 0;
    std::uint64_t bytes = 0; ///< the value of a figure in bytes
    bool isMet = false;
};
std::vector<RuleOutcome> checkRules(const std::vector<SizeRule> &rules, const ImageAnalysis &analysis);

/// The rules in a `.dive-ci` file, as dive reads them: a YAML map with `rules`, in which `lowestEfficiency`, `highestWastedBytes`
/// and `highestUserWastedPercent` are numbers, sizes such as `20MB` (powers of 1000; `MiB`: of 1024), or `disabled`. What is
/// missing has dive's default: 0.9, disabled and 0.1.
struct DiveRules {
    std::vector<SizeRule> rules;
    QStringList unknown; ///< other keys in `rules`, which dive ignores

    /// Errors: Configuration, naming the file and what is wrong in it.
    static Result<DiveRules> parse(const QByteArray &yaml, const QString &file);
};

} // namespace stratoscope
