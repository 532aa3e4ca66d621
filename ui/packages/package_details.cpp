// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/package_details.h"

#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct PackageDetailsTr {
    Q_DECLARE_TR_FUNCTIONS(PackageDetails)
};

} // namespace

Details packageDetails(const PackageGroups &packages, const PackageGroup &package)
{
    Details details;
    const auto add = [&](const QString &label, const auto &textOf) {
        const QString before = package.before.empty() ? QString() : textOf(*package.before.front(), *packages.before.tree);
        const QString after = package.after.empty() ? QString() : textOf(*package.after.front(), *packages.after.tree);
        const bool isSame = before == after || before.isEmpty() || after.isEmpty();
        const QString text = isSame ? (after.isEmpty() ? before : after) : fromToText(before, after);
        if (!text.isEmpty())
            details.append({label, text});
    };
    const auto addText = [&](const QString &label, std::string Package::*text) {
        add(label, [text](const Package &of, const MergedTree &) { return printable(of.*text); });
    };
    details.append({PackageDetailsTr::tr("Package"), printable(package.name)});
    addText(PackageDetailsTr::tr("Version"), &Package::version);
    details.append({PackageDetailsTr::tr("Type"), printable(packageTypeName(package.type))});
    addText(PackageDetailsTr::tr("Architecture"), &Package::arch);
    addText(PackageDetailsTr::tr("Source"), &Package::source);
    addText(PackageDetailsTr::tr("License"), &Package::license);
    addText(PackageDetailsTr::tr("Maintainer"), &Package::maintainer);
    add(PackageDetailsTr::tr("Installed size"),
        [](const Package &of, const MergedTree &) { return of.size ? sizeText(*of.size) : QString(); });
    add(PackageDetailsTr::tr("Files"), [](const Package &of, const MergedTree &) { return countText(of.files.size()); });
    add(PackageDetailsTr::tr("Described by"),
        [](const Package &of, const MergedTree &tree) { return printable(tree.path(of.describedBy)); });
    return details;
}

} // namespace stratoscope::ui
