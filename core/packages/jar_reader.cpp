// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "base/parse_text.h"
#include "base/utf8.h"
#include "packages/package_reader.h"
#include "packages/parsers/field_blocks.h"
#include "packages/parsers/zip_directory.h"

#include <array>
#include <cstring>

namespace stratoscope {

namespace {

constexpr int kDeepest = 4; ///< jars in jars
constexpr std::uint64_t kLargestInnerJar = 256 * 1024 * 1024;
constexpr std::uint64_t kLargestManifest = 1024 * 1024;
constexpr std::size_t kMostInnerJars = 5000;

bool isJarName(std::string_view name)
{
    constexpr std::array<std::string_view, 5> kEndings{".jar", ".war", ".ear", ".jpi", ".hpi"};
    if (name.size() <= 4)
        return false;
    std::string ending(name.substr(name.size() - 4));
    std::ranges::transform(ending, ending.begin(), asciiLower);
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

bool isJar(const MergedTree &, NodeId, std::string_view name)
{
    return isJarName(name);
}

/// `name-1.2.jar`: the name, and the version if there is one.
std::pair<std::string, std::string> nameAndVersion(std::string_view file)
{
    file = file.substr(file.rfind('/') + 1);
    file.remove_suffix(4);
    for (std::size_t dash = file.find('-'); dash != std::string_view::npos; dash = file.find('-', dash + 1)) {
        if (dash > 0 && dash + 1 < file.size() && file[dash + 1] >= '0' && file[dash + 1] <= '9')
            return {std::string(file.substr(0, dash)), std::string(file.substr(dash + 1))};
    }
    return {std::string(file), {}};
}

/// Reads one file of an image, and the jars in it.
class JarReader
{
public:
    JarReader(PackageCollector &into, NodeId file)
        : m_into(into)
        , m_file(file)
    {
    }

    Result<void> run()
    {
        const auto read
            = [this](std::uint64_t position, std::span<std::byte> bytes) { return m_into.fs().read(m_file, position, bytes); };
        const std::uint64_t size = m_into.tree().entry(m_file).size;
        return readJar(read, size, m_into.tree().path(m_file), {}, 1);
    }

private:
    /// `inside`: the path of the jar in those around it.
    Result<void> readJar(ReadAt read, std::uint64_t size, const std::string &name, const std::string &inside, int depth)
    {
        const QString subject = m_into.pathOf(m_file) + (inside.empty() ? QString() : u'!' + printable(inside));
        STRATOSCOPE_TRY(const ZipDirectory zip, ZipDirectory::open(std::move(read), size, subject));
        std::string_view manifest;
        QByteArray manifestText;
        bool isDescribed = false;
        for (const ZipDirectory::Member &member : zip.members()) {
            throwIfStopped(m_into.stop());
            const std::string_view path = member.name;
            if (path == "META-INF/MANIFEST.MF") {
                STRATOSCOPE_TRY(manifestText, content(zip, member, kLargestManifest));
                manifest = asText(manifestText);
            } else if (path.starts_with("META-INF/maven/") && path.ends_with("/pom.properties")) {
                STRATOSCOPE_TRY(const QByteArray text, content(zip, member, kLargestManifest));
                isDescribed = addFromProperties(asText(text), size, inside) || isDescribed;
            } else if (isJarName(path) && depth < kDeepest && m_innerJars < kMostInnerJars) {
                ++m_innerJars;
                readInner(zip, member, inside, depth);
            }
        }
        if (!isDescribed && !manifest.empty())
            addFromManifest(manifest, size, name, inside);
        return {};
    }

    void readInner(const ZipDirectory &zip, const ZipDirectory::Member &member, const std::string &outer, int depth)
    {
        const auto bytes = content(zip, member, kLargestInnerJar);
        if (!bytes) {
            m_into.note(bytes.error());
            return;
        }
        const auto read = [&bytes](std::uint64_t position, std::span<std::byte> into) -> Result<std::size_t> {
            const auto size = std::uint64_t(bytes->size());
            const std::uint64_t count = position < size ? std::min<std::uint64_t>(into.size(), size - position) : 0;
            if (count > 0)
                std::memcpy(into.data(), bytes->constData() + position, std::size_t(count));
            return std::size_t(count);
        };
        const std::string inside = outer.empty() ? member.name : outer + '!' + member.name;
        if (const auto added = readJar(read, std::uint64_t(bytes->size()), member.name, inside, depth + 1); !added)
            m_into.note(added.error());
    }

    Result<QByteArray> content(const ZipDirectory &zip, const ZipDirectory::Member &member, std::uint64_t limit)
    {
        if (member.size <= limit)
            STRATOSCOPE_CHECK(m_into.charge(member.size, m_into.pathOf(m_file)));
        return zip.content(member, limit);
    }

    /// Maven's pom.properties: `key=value` lines. False if they name no package.
    bool addFromProperties(std::string_view text, std::uint64_t size, const std::string &inside)
    {
        std::string_view group, artifact, version;
        while (!text.empty()) {
            std::string_view value = takeUntil('\n', text);
            const std::string_view key = takeUntil('=', value);
            if (value.ends_with('\r'))
                value.remove_suffix(1);
            if (key == "groupId")
                group = value;
            else if (key == "artifactId")
                artifact = value;
            else if (key == "version")
                version = value;
        }
        if (artifact.empty())
            return false;
        add(group.empty() ? std::string(artifact) : std::string(group).append(":").append(artifact), std::string(version), {}, size,
            inside);
        return true;
    }

    void addFromManifest(std::string_view text, std::uint64_t size, const std::string &file, const std::string &inside)
    {
        const FieldBlock fields = FieldReader(text, FieldReader::Continued::Joined).next();
        const auto first = [&fields](std::initializer_list<std::string_view> names) {
            for (const std::string_view name : names) {
                if (!fields[name].empty())
                    return std::string(fields[name]);
            }
            return std::string();
        };
        const auto [name, version] = nameAndVersion(file);
        const std::string given = first({"Implementation-Version", "Bundle-Version", "Specification-Version", "Plugin-Version"});
        std::string symbolic(fields["Bundle-SymbolicName"]);
        symbolic.resize(std::min(symbolic.find(';'), symbolic.size()));
        add(name.empty() ? symbolic : name, version.empty() ? given : version, std::string(fields["Bundle-License"]), size, inside);
    }

    void add(std::string name, std::string version, std::string license, std::uint64_t size, const std::string &inside)
    {
        m_into.add({.type = PackageType::Jar,
                    .name = std::move(name),
                    .version = std::move(version),
                    .arch = {},
                    .source = {},
                    .license = std::move(license),
                    .maintainer = {},
                    .size = size,
                    .files = {m_file},
                    .describedBy = m_file,
                    .inside = inside});
    }

    PackageCollector &m_into;
    const NodeId m_file;
    std::size_t m_innerJars = 0;
};

Result<void> readJarFile(PackageCollector &into, NodeId file)
{
    return JarReader(into, file).run();
}

} // namespace

const PackageReader kJarReader{.isCandidate = isJar, .read = readJarFile};

} // namespace stratoscope
