// SPDX-License-Identifier: Apache-2.0
#include "oci/platform.h"

#include <QRegularExpression>

#include <sys/utsname.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kUnknown = u"unknown"_s;

/// The rank of a variant among those of its architecture: v8 is 0x80, v8.2 is 0x82. Without a variant, that of the base.
std::optional<int> variantRank(const Platform &platform)
{
    static const QRegularExpression pattern(u"\\Av(\\d{1,2})(?:\\.(\\d))?\\z"_s);
    if (platform.architecture != "arm"_L1 && platform.architecture != "arm64"_L1 && platform.architecture != "amd64"_L1)
        return std::nullopt;
    if (platform.variant.isEmpty())
        return platform.architecture == "amd64"_L1 ? 0x10 : 0x80;
    const auto match = pattern.match(platform.variant);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1).toInt() * 16 + match.captured(2).toInt();
}

/// See platformDistance(), for normalized platforms of one architecture.
std::optional<int> variantDistance(const Platform &want, const Platform &offer)
{
    if (want.variant == offer.variant)
        return 0;
    const auto wantRank = variantRank(want);
    const auto offerRank = variantRank(offer);
    if (wantRank && offerRank)
        return *offerRank < *wantRank ? std::optional(*wantRank - *offerRank) : std::nullopt;
    // If the variants of an architecture have no order, any is acceptable if none is wanted.
    return want.variant.isEmpty() ? std::optional(1) : std::nullopt;
}

/// The platform for a machine name of uname(2).
Platform fromMachine(const QString &machine)
{
    static const QRegularExpression arm(u"\\Aarmv(\\d)"_s);
    static const QRegularExpression i386(u"\\Ai[3-6]86\\z"_s);
    if (const auto match = arm.match(machine); match.hasMatch())
        return {.os = {}, .architecture = u"arm"_s, .variant = u'v' + match.captured(1), .osVersion = {}, .osFeatures = {}};
    const QString architecture = i386.match(machine).hasMatch() ? u"386"_s : machine == "loongarch64"_L1 ? u"loong64"_s : machine;
    return {.os = {}, .architecture = architecture, .variant = {}, .osVersion = {}, .osFeatures = {}};
}

} // namespace

Result<Platform> Platform::parse(QStringView text)
{
    static const QRegularExpression pattern(
        u"\\A([A-Za-z0-9_.-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?/([A-Za-z0-9_.-]+)(?:/([A-Za-z0-9_.-]+))?\\z"_s);
    const auto match = pattern.match(text.toString());
    if (!match.hasMatch())
        return fail(ErrorKind::Invalid, quoted(text), u"not a platform: expected OS/ARCH or OS/ARCH/VARIANT, as in linux/arm/v7"_s);
    const Platform platform{.os = match.captured(1),
                            .architecture = match.captured(3),
                            .variant = match.captured(4),
                            .osVersion = match.captured(2),
                            .osFeatures = {}};
    return platform.normalized();
}

Platform Platform::host()
{
    utsname system{};
    if (uname(&system) != 0)
        return {};
    Platform platform = fromMachine(QString::fromLatin1(system.machine));
    platform.os = QString::fromLatin1(system.sysname);
    return platform.normalized();
}

Platform Platform::normalized() const
{
    Platform result = *this;
    result.os = os.toLower();
    result.architecture = architecture.toLower();
    result.variant = variant.toLower();
    if (!result.variant.isEmpty() && result.variant.front().isDigit())
        result.variant.prepend(u'v');

    if (result.os == "macos"_L1)
        result.os = u"darwin"_s;
    if (result.architecture == "i386"_L1) {
        result.architecture = u"386"_s;
    } else if (result.architecture == "x86_64"_L1 || result.architecture == "x86-64"_L1) {
        result.architecture = u"amd64"_s;
    } else if (result.architecture == "aarch64"_L1) {
        result.architecture = u"arm64"_s;
    } else if (result.architecture == "armhf"_L1 || result.architecture == "armel"_L1) {
        result.variant = result.architecture == "armhf"_L1 ? u"v7"_s : u"v6"_s;
        result.architecture = u"arm"_s;
    }

    const QString target = result.architecture + u'/' + result.variant;
    if (target == "amd64/v1"_L1 || target == "arm64/v8"_L1 || target == "arm64/v8.0"_L1 || result.architecture == "386"_L1)
        result.variant.clear();
    else if (target == "arm64/v9.0"_L1)
        result.variant = u"v9"_s;
    else if (result.architecture == "arm"_L1 && result.variant.isEmpty())
        result.variant = u"v7"_s;
    return result;
}

QString Platform::toString() const
{
    QString text = os.isEmpty() ? kUnknown : os;
    if (!osVersion.isEmpty())
        text += u'(' + osVersion + u')';
    text += u'/' + (architecture.isEmpty() ? kUnknown : architecture);
    return variant.isEmpty() ? text : text + u'/' + variant;
}

bool Platform::isUnknown() const
{
    return (os.isEmpty() || os == kUnknown) && (architecture.isEmpty() || architecture == kUnknown);
}

std::optional<int> platformDistance(const Platform &wanted, const Platform &offered)
{
    const Platform want = wanted.normalized();
    const Platform offer = offered.normalized();
    if (want.os != offer.os || want.architecture != offer.architecture)
        return std::nullopt;
    const auto isOffered = [&offer](const QString &feature) { return offer.osFeatures.contains(feature); };
    if ((!want.osVersion.isEmpty() && want.osVersion != offer.osVersion) || !std::ranges::all_of(want.osFeatures, isOffered))
        return std::nullopt;
    // Any variant that needs nothing special is better than one that does.
    constexpr int kNeedsFeatures = 1000;
    const auto isWanted = [&want](const QString &feature) { return want.osFeatures.contains(feature); };
    const int features = std::ranges::all_of(offer.osFeatures, isWanted) ? 0 : kNeedsFeatures;
    const auto variant = variantDistance(want, offer);
    return variant ? std::optional(*variant + features) : std::nullopt;
}

Result<void> requirePlatform(const Platform &offered, const std::optional<Platform> &wanted, const QString &subject)
{
    if (!wanted || offered.isUnknown() || platformDistance(*wanted, offered))
        return {};
    return fail(ErrorKind::WrongPlatform, subject,
                u"no image for %1; available: %2"_s.arg(wanted->toString(), printable(offered.toString().toStdString())));
}

} // namespace stratoscope
