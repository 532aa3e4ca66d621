// SPDX-License-Identifier: Apache-2.0
#include "packages/sbom/cyclonedx_document.h"

#include "base/json_writer.h"
#include "packages/sbom/license_expression.h"
#include "packages/sbom/package_url.h"

#include <map>

namespace stratoscope {

namespace {

class CycloneDxWriter
{
public:
    CycloneDxWriter(const PackageList &list, const MergedTree &tree, const SbomSubject &subject)
        : m_list(list)
        , m_tree(tree)
        , m_subject(subject)
    {
    }

    std::string write()
    {
        m_json.beginObject()
            .member("bomFormat", "CycloneDX")
            .member("specVersion", "1.5")
            .member("serialNumber", QStringLiteral("urn:uuid:") + m_subject.uuid)
            .member("version", 1);
        writeMetadata();
        m_json.key("components").beginArray();
        if (!m_list.distribution.id.empty())
            writeDistribution();
        for (const Package &package : m_list.packages)
            writePackage(package);
        m_json.endArray().endObject();
        return m_json.take() + '\n';
    }

private:
    void writeMetadata()
    {
        m_json.key("metadata").beginObject().member("timestamp", m_subject.created);
        m_json.key("tools").beginObject().key("components").beginArray().beginObject();
        m_json.member("type", "application").member("name", "stratoscope");
        if (!m_subject.toolVersion.isEmpty())
            m_json.member("version", m_subject.toolVersion);
        m_json.endObject().endArray().endObject();
        m_json.key("component").beginObject().member("type", "container").member("bom-ref", "image");
        m_json.member("name", m_subject.name.isEmpty() ? QStringLiteral("image") : m_subject.name);
        if (!m_subject.digest.isEmpty())
            m_json.member("version", m_subject.digest);
        m_json.endObject().endObject();
    }

    void writeDistribution()
    {
        m_json.beginObject().member("type", "operating-system").member("bom-ref", "distribution");
        m_json.member("name", m_list.distribution.id);
        if (!m_list.distribution.version.empty())
            m_json.member("version", m_list.distribution.version);
        m_json.endObject();
    }

    void writePackage(const Package &package)
    {
        const std::string url = packageUrl(package, m_list.distribution);
        const int repeated = m_references[url]++;
        m_json.beginObject()
            .member("type", "library")
            .member("bom-ref", repeated == 0 ? url : url + '#' + std::to_string(repeated + 1));
        if (!package.maintainer.empty())
            m_json.member("publisher", package.maintainer);
        const auto [group, name] = groupAndName(package);
        if (!group.empty())
            m_json.member("group", group);
        m_json.member("name", name);
        if (!package.version.empty())
            m_json.member("version", package.version);
        if (!package.license.empty())
            writeLicense(package.license);
        m_json.member("purl", url);
        QString place = printable(m_tree.path(package.describedBy));
        if (!package.inside.empty())
            place += u'!' + printable(package.inside);
        m_json.key("evidence").beginObject().key("occurrences").beginArray().beginObject();
        m_json.member("location", place).endObject().endArray().endObject();
        m_json.endObject();
    }

    static std::pair<std::string_view, std::string_view> groupAndName(const Package &package)
    {
        const std::string_view name = package.name;
        const std::size_t end = package.type == PackageType::Jar ? name.find(':')
            : package.type == PackageType::Npm                   ? name.find('/')
                                                                 : std::string_view::npos;
        if (end == std::string_view::npos)
            return {{}, name};
        return {name.substr(0, end), name.substr(end + 1)};
    }

    void writeLicense(const std::string &license)
    {
        m_json.key("licenses").beginArray().beginObject();
        if (const auto expression = licenseExpression(license))
            m_json.member("expression", *expression);
        else
            m_json.key("license").beginObject().member("name", license).endObject();
        m_json.endObject().endArray();
    }

    const PackageList &m_list;
    const MergedTree &m_tree;
    const SbomSubject &m_subject;
    JsonWriter m_json{JsonWriter::Form::Indented};
    std::map<std::string, int> m_references;
};

} // namespace

std::string cycloneDxDocument(const PackageList &list, const MergedTree &tree, const SbomSubject &subject)
{
    return CycloneDxWriter(list, tree, subject).write();
}

} // namespace stratoscope
