// SPDX-License-Identifier: Apache-2.0
#include "packages/sbom/spdx_document.h"

#include "base/json_writer.h"
#include "base/utf8.h"
#include "packages/sbom/license_expression.h"
#include "packages/sbom/package_url.h"

#include <map>
#include <set>

namespace stratoscope {

namespace {

constexpr const char *kImageId = "SPDXRef-Image";
constexpr const char *kUnknown = "NOASSERTION";

/// Letters, digits, dots and dashes, which identifiers consist of.
std::string inIdentifier(std::string_view text)
{
    std::string identifier;
    for (const char byte : text.substr(0, 100)) {
        const char lower = asciiLower(byte);
        const bool isAllowed = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '.';
        identifier += isAllowed ? byte : '-';
    }
    return identifier;
}

class SpdxWriter
{
public:
    SpdxWriter(const PackageList &list, const MergedTree &tree, const SbomSubject &subject)
        : m_list(list)
        , m_tree(tree)
        , m_subject(subject)
    {
    }

    std::string write()
    {
        const QString name = m_subject.name.isEmpty() ? QStringLiteral("image") : m_subject.name;
        m_json.beginObject()
            .member("spdxVersion", "SPDX-2.3")
            .member("dataLicense", "CC0-1.0")
            .member("SPDXID", "SPDXRef-DOCUMENT")
            .member("name", name)
            .member("documentNamespace",
                    "https://spdx.org/spdxdocs/" + inIdentifier(name.toStdString()) + '-' + m_subject.uuid.toStdString());
        m_json.key("creationInfo").beginObject().member("created", m_subject.created);
        m_json.key("creators").beginArray().value(QStringLiteral("Tool: stratoscope-") + m_subject.toolVersion).endArray();
        m_json.endObject();
        m_json.key("packages").beginArray();
        writeImage(name);
        for (const Package &package : m_list.packages)
            writePackage(package);
        m_json.endArray();
        writeRelationships();
        writeLicenses();
        m_json.endObject();
        return m_json.take() + '\n';
    }

private:
    void writeImage(const QString &name)
    {
        m_json.beginObject().member("name", name).member("SPDXID", kImageId);
        if (!m_subject.digest.isEmpty())
            m_json.member("versionInfo", m_subject.digest);
        m_json.member("downloadLocation", kUnknown)
            .member("filesAnalyzed", false)
            .member("licenseConcluded", kUnknown)
            .member("licenseDeclared", kUnknown)
            .member("copyrightText", kUnknown)
            .member("primaryPackagePurpose", "CONTAINER")
            .endObject();
    }

    void writePackage(const Package &package)
    {
        m_json.beginObject().member("name", package.name).member("SPDXID", identifierFor(package));
        if (!package.version.empty())
            m_json.member("versionInfo", package.version);
        if (!package.maintainer.empty())
            m_json.member("supplier", supplierOf(package.maintainer));
        m_json.member("downloadLocation", kUnknown)
            .member("filesAnalyzed", false)
            .member("sourceInfo", "described by " + placeOf(package).toStdString())
            .member("licenseConcluded", kUnknown)
            .member("licenseDeclared", licenseOf(package.license))
            .member("copyrightText", kUnknown);
        m_json.key("externalRefs").beginArray().beginObject();
        m_json.member("referenceCategory", "PACKAGE-MANAGER")
            .member("referenceType", "purl")
            .member("referenceLocator", packageUrl(package, m_list.distribution));
        m_json.endObject().endArray();
        m_json.endObject();
    }

    QString placeOf(const Package &package) const
    {
        const QString place = printable(m_tree.path(package.describedBy));
        return package.inside.empty() ? place : place + u'!' + printable(package.inside);
    }

    const std::string &identifierFor(const Package &package)
    {
        std::string identifier = "SPDXRef-Package-";
        identifier.append(packageTypeName(package.type)).append("-").append(inIdentifier(package.name));
        identifier.append("-").append(inIdentifier(package.version));
        std::string tried = identifier;
        while (!m_identifiers.insert(tried).second)
            tried = identifier + '-' + std::to_string(++m_repeated[identifier] + 1);
        return m_order.emplace_back(std::move(tried));
    }

    /// `Name <address>` as SPDX writes it. Whoever has no address is taken for an organization.
    static std::string supplierOf(std::string_view maintainer)
    {
        const std::size_t open = maintainer.rfind(" <");
        if (open == std::string_view::npos || !maintainer.ends_with('>'))
            return std::string("Organization: ").append(maintainer);
        const std::string_view address = maintainer.substr(open + 2, maintainer.size() - open - 3);
        return std::string("Person: ").append(maintainer.substr(0, open)).append(" (").append(address).append(")");
    }

    std::string licenseOf(const std::string &license)
    {
        if (license.empty())
            return kUnknown;
        if (auto expression = licenseExpression(license))
            return *std::move(expression);
        const auto [found, isNew] = m_licenses.try_emplace(license, "LicenseRef-" + std::to_string(m_licenses.size() + 1));
        if (isNew)
            m_licenseOrder.push_back(found);
        return found->second;
    }

    void writeRelationships()
    {
        m_json.key("relationships").beginArray();
        const auto relationship = [this](std::string_view from, std::string_view type, std::string_view to) {
            m_json.beginObject().member("spdxElementId", from).member("relationshipType", type).member("relatedSpdxElement", to);
            m_json.endObject();
        };
        relationship("SPDXRef-DOCUMENT", "DESCRIBES", kImageId);
        for (const std::string &identifier : m_order)
            relationship(kImageId, "CONTAINS", identifier);
        m_json.endArray();
    }

    void writeLicenses()
    {
        if (m_licenseOrder.empty())
            return;
        m_json.key("hasExtractedLicensingInfos").beginArray();
        for (const auto &license : m_licenseOrder)
            m_json.beginObject().member("licenseId", license->second).member("extractedText", license->first).endObject();
        m_json.endArray();
    }

    const PackageList &m_list;
    const MergedTree &m_tree;
    const SbomSubject &m_subject;
    JsonWriter m_json{JsonWriter::Form::Indented};
    std::set<std::string> m_identifiers;
    std::map<std::string, int> m_repeated;
    std::vector<std::string> m_order;
    std::map<std::string, std::string> m_licenses; ///< what is quoted, and its identifier
    std::vector<std::map<std::string, std::string>::const_iterator> m_licenseOrder;
};

} // namespace

std::string spdxDocument(const PackageList &list, const MergedTree &tree, const SbomSubject &subject)
{
    return SpdxWriter(list, tree, subject).write();
}

} // namespace stratoscope
