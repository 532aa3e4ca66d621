// SPDX-License-Identifier: Apache-2.0
#include "analysis/size_rules.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

struct DiveKey {
    const char *name;
    const char *otherName; ///< in the configuration of dive itself
    SizeRule::Figure figure;
    const char *defaultValue;
};
constexpr std::array kDiveKeys{
    DiveKey{"lowestEfficiency", "lowest-efficiency", SizeRule::Figure::Efficiency, "0.9"},
    DiveKey{"highestWastedBytes", "highest-wasted-bytes", SizeRule::Figure::DiveWastedBytes, "disabled"},
    DiveKey{"highestUserWastedPercent", "highest-user-wasted-percent", SizeRule::Figure::DiveWastedRatio, "0.1"},
};

bool isDisabled(const QString &value)
{
    return value.isEmpty() || value == u"disabled" || value == u"off" || value == u"false";
}

/// As go-humanize, which dive uses, reads sizes: `20MB`, `1,000 kib`, `3 g`.
std::optional<std::uint64_t> parseDiveSize(const QString &text)
{
    qsizetype end = 0;
    while (end < text.size() && (text[end].isDigit() || text[end] == u'.' || text[end] == u','))
        ++end;
    bool isNumber = false;
    const double number = text.left(end).remove(u',').toDouble(&isNumber);
    QString unit = text.sliced(end).trimmed();
    if (unit.endsWith(u'b'))
        unit.chop(1);
    const bool isBinary = unit.size() == 2 && unit.endsWith(u'i');
    if (isBinary)
        unit.chop(1);
    const qsizetype power = unit.isEmpty() ? 0 : u"kmgtpe"_s.indexOf(unit) + 1;
    if (!isNumber || (power == 0 && !unit.isEmpty()) || unit.size() > 1)
        return std::nullopt;
    const double bytes = number * std::pow(isBinary ? 1024.0 : 1000.0, double(power));
    return bytes < 18446744073709551616.0 ? std::optional(std::uint64_t(bytes)) : std::nullopt;
}

/// Nothing for a rule that is disabled.
Result<std::optional<SizeRule>> parseRule(const DiveKey &key, const std::string &written, const QString &subject)
{
    const QString value = QString::fromStdString(written).trimmed().toLower();
    if (isDisabled(value))
        return std::nullopt;
    SizeRule rule{.name = QString::fromLatin1(key.name), .figure = key.figure};
    if (rule.isInBytes()) {
        const auto bytes = parseDiveSize(value);
        if (!bytes)
            return fail(ErrorKind::Configuration, subject,
                        u"%1: %2 is not a size, such as 20MB, nor “disabled”"_s.arg(rule.name, printable(written)));
        rule.mostBytes = *bytes;
        return rule;
    }
    bool isNumber = false;
    rule.limit = value.toDouble(&isNumber);
    if (!isNumber || !(rule.limit >= 0 && rule.limit <= 1))
        return fail(ErrorKind::Configuration, subject,
                    u"%1: %2 is not a number from 0 to 1, nor “disabled”"_s.arg(rule.name, printable(written)));
    return rule;
}

Failure notA(const QString &file, const YAML::Node &node, const QString &what)
{
    const YAML::Mark mark = node.Mark();
    const QString subject = mark.is_null() ? file : u"%1: line %2"_s.arg(file).arg(mark.line + 1);
    return fail(ErrorKind::Configuration, subject, what);
}

Result<DiveRules> parseDocument(const YAML::Node &document, const QString &file)
{
    if (!document.IsNull() && !document.IsMap())
        return notA(file, document, u"is not a map with “rules”"_s);
    const YAML::Node rules = document.IsMap() ? document["rules"] : YAML::Node();
    if (rules.IsDefined() && !rules.IsNull() && !rules.IsMap())
        return notA(file, rules, u"“rules” is not a map"_s);

    std::array<std::string, kDiveKeys.size()> values;
    for (std::size_t i = 0; i < kDiveKeys.size(); ++i)
        values[i] = kDiveKeys[i].defaultValue;
    DiveRules made;
    for (const auto &entry : rules) {
        const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
        const auto key
            = std::ranges::find_if(kDiveKeys, [&](const DiveKey &one) { return name == one.name || name == one.otherName; });
        if (key == kDiveKeys.end())
            made.unknown << printable(name);
        else if (entry.second.IsScalar())
            values[std::size_t(key - kDiveKeys.begin())] = entry.second.Scalar();
        else if (!entry.second.IsNull()) // as in dive, nothing leaves the default
            return notA(file, entry.second, u"the value of “%1” is not a number or a text"_s.arg(printable(name)));
    }
    for (std::size_t i = 0; i < kDiveKeys.size(); ++i) {
        STRATOSCOPE_TRY(const auto rule, parseRule(kDiveKeys[i], values[i], file));
        if (rule)
            made.rules.push_back(*rule);
    }
    return made;
}

} // namespace

std::vector<RuleOutcome> checkRules(const std::vector<SizeRule> &rules, const ImageAnalysis &analysis)
{
    std::vector<RuleOutcome> outcomes;
    for (const SizeRule &rule : rules) {
        RuleOutcome outcome{.rule = rule};
        switch (rule.figure) {
        case SizeRule::Figure::Efficiency:
            outcome.value = analysis.dive.efficiency;
            break;
        case SizeRule::Figure::HiddenBytes:
            outcome.bytes = analysis.hidden.total();
            break;
        case SizeRule::Figure::HiddenPercent:
            outcome.value = analysis.hiddenPercent();
            break;
        case SizeRule::Figure::DiveWastedBytes:
            outcome.bytes = analysis.dive.wastedBytes;
            break;
        case SizeRule::Figure::DiveWastedRatio:
            outcome.value = analysis.dive.userWastedPercent();
            break;
        }
        if (rule.isInBytes())
            outcome.isMet = outcome.bytes <= rule.mostBytes;
        else
            outcome.isMet = rule.figure == SizeRule::Figure::Efficiency ? outcome.value >= rule.limit : outcome.value <= rule.limit;
        outcomes.push_back(outcome);
    }
    return outcomes;
}

Result<DiveRules> DiveRules::parse(const QByteArray &yaml, const QString &file)
{
    try {
        return parseDocument(YAML::Load(yaml.toStdString()), file);
    } catch (const YAML::Exception &exception) {
        const QString what = QString::fromStdString(exception.msg);
        return fail(ErrorKind::Configuration, file,
                    exception.mark.is_null() ? what : u"line %1: not valid YAML: %2"_s.arg(exception.mark.line + 1).arg(what));
    }
}

} // namespace stratoscope
