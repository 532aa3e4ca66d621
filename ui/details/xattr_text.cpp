// SPDX-License-Identifier: Apache-2.0
#include "ui/details/xattr_text.h"

#include "base/error.h"
#include "content/xattr_values.h"
#include "ui/common/format.h"

#include <QCoreApplication>

namespace stratoscope::ui {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Attributes)
};

} // namespace

QString xattrLabel(std::string_view name)
{
    if (name == "security.capability")
        return Tr::tr("Capabilities");
    if (name == "security.selinux")
        return Tr::tr("SELinux label");
    if (name == "system.posix_acl_access")
        return Tr::tr("Access control list");
    if (name == "system.posix_acl_default")
        return Tr::tr("Default access control list");
    return printable(name);
}

QString xattrText(std::string_view name, std::string_view value)
{
    if (name == "security.capability") {
        if (const auto text = capabilitiesText(value))
            return text->isEmpty() ? Tr::tr("none") : *text;
    } else if (name == "system.posix_acl_access" || name == "system.posix_acl_default") {
        if (const auto text = accessListText(value))
            return *text;
    }
    return attributeText(value);
}

} // namespace stratoscope::ui
