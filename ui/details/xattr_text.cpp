// SPDX-License-Identifier: Apache-2.0
#include "ui/details/xattr_text.h"

#include "base/error.h"
#include "content/xattr_values.h"
#include "ui/common/format.h"

#include <QCoreApplication>

namespace stratoscope::ui {

namespace {

struct AttributesTr {
    Q_DECLARE_TR_FUNCTIONS(Attributes)
};

} // namespace

QString xattrLabel(std::string_view name)
{
    if (name == "security.capability")
        return AttributesTr::tr("Capabilities");
    if (name == "security.selinux")
        return AttributesTr::tr("SELinux label");
    if (name == "system.posix_acl_access")
        return AttributesTr::tr("Access control list");
    if (name == "system.posix_acl_default")
        return AttributesTr::tr("Default access control list");
    return printable(name);
}

QString xattrText(std::string_view name, std::string_view value)
{
    if (name == "security.capability") {
        if (const auto text = capabilitiesText(value))
            return text->isEmpty() ? AttributesTr::tr("none") : *text;
    } else if (name == "system.posix_acl_access" || name == "system.posix_acl_default") {
        if (const auto text = accessListText(value))
            return *text;
    }
    return attributeText(value);
}

} // namespace stratoscope::ui
