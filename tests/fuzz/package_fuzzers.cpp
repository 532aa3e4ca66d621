// SPDX-License-Identifier: Apache-2.0
#include "fuzz/package_fuzzers.h"

#include "packages/parsers/go_build_info.h"
#include "packages/parsers/rpm_header.h"
#include "packages/read_packages.h"
#include "packages/sbom/package_url.h"
#include "support/layers.h"
#include "support/zip.h"

#include <QtEndian>

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <elf.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

/// Reads the packages of an image and compares them with what is always true. Returns whether there are any.
bool hasPackages(const ImageFs &fs)
{
    const PackageList list = readPackages(fs, {});
    for (const Package &package : list.packages) {
        insist(!package.name.empty(), "a package has a name");
        insist(package.describedBy < fs.tree->size(), "a package is described by a file of the tree");
        insist(std::ranges::is_sorted(package.files), "files are sorted");
        insist(package.files.empty() || package.files.back() < fs.tree->size(), "files are in the tree");
        insist(std::ranges::none_of(package.files, [&](NodeId file) { return fs.tree->isDirectory(file); }), "files are files");
        const std::string url = packageUrl(package, list.distribution);
        insist(url.starts_with("pkg:") && std::ranges::all_of(url, [](char byte) { return byte > ' ' && byte < '\x7f'; }),
               "a package URL is visible ASCII");
        insist(compareVersions(package.type, package.version, package.version).value_or(std::strong_ordering::equal) == 0,
               "a version is equal to itself");
    }
    for (const Error &note : list.notes)
        insist(!note.message().isEmpty(), "a note has a message");
    return !list.packages.empty();
}

std::string bigEndianWord(std::uint32_t number)
{
    const std::uint32_t stored = qToBigEndian(number);
    return {reinterpret_cast<const char *>(&stored), sizeof stored};
}

std::string rpmHeader()
{
    const std::string data("name\0001.0\0002\0GPL\0/usr/\0file\0\0\0\0\0\0", 32);
    const auto entry = [](RpmTag tag, std::uint32_t type, std::uint32_t offset, std::uint32_t count) {
        return bigEndianWord(std::uint32_t(tag)) + bigEndianWord(type) + bigEndianWord(offset) + bigEndianWord(count);
    };
    return bigEndianWord(7) + bigEndianWord(std::uint32_t(data.size())) + entry(RpmTag::Name, 6, 0, 1)
        + entry(RpmTag::Version, 6, 5, 1) + entry(RpmTag::Release, 6, 9, 1) + entry(RpmTag::License, 6, 11, 1)
        + entry(RpmTag::DirectoryNames, 8, 15, 1) + entry(RpmTag::BaseNames, 8, 21, 1) + entry(RpmTag::DirectoryIndexes, 4, 28, 1)
        + data;
}

std::string rpmDatabase()
{
    sqlite3 *database = nullptr;
    sqlite3_open(":memory:", &database);
    sqlite3_exec(database, "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)", nullptr, nullptr,
                 nullptr);
    const std::string header = rpmHeader();
    sqlite3_stmt *insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO Packages (blob) VALUES (?)", -1, &insert, nullptr);
    sqlite3_bind_blob(insert, 1, header.data(), int(header.size()), SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_finalize(insert);
    sqlite3_int64 size = 0;
    unsigned char *const bytes = sqlite3_serialize(database, "main", &size, 0);
    std::string file(reinterpret_cast<const char *>(bytes), std::size_t(size));
    sqlite3_free(bytes);
    sqlite3_close(database);
    return file;
}

/// A program with nothing but a section of build information, in the form since Go 1.18.
std::string goProgram()
{
    const std::string marker(16, '#');
    const std::string modules = marker
        + "path\texample.test/a\nmod\texample.test/a\tv1.0.0\th1:x\ndep\texample.test/b\tv1.0.0\n=>\t"
          "example.test/c\tv2.0.0\n"
        + marker;
    std::string info("\xFF Go buildinf:\x08\x02", 16);
    info.resize(32);
    info += std::string("\x08", 1) + "go1.22.1" + char(0x80 | (modules.size() & 0x7F)) + char(modules.size() >> 7) + modules;
    const std::string names("\0.go.buildinfo\0", 15);
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident,
                "\x7f"
                "ELF\2\1\1",
                7);
    header.e_shoff = sizeof header;
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = 2;
    Elf64_Shdr sections[2]{};
    sections[0].sh_offset = sizeof header + sizeof sections;
    sections[0].sh_size = names.size();
    sections[1].sh_name = 1;
    sections[1].sh_offset = sections[0].sh_offset + names.size();
    sections[1].sh_size = info.size();
    std::string file(sizeof header + sizeof sections, '\0');
    std::memcpy(file.data(), &header, sizeof header);
    std::memcpy(file.data() + sizeof header, sections, sizeof sections);
    return file + names + info;
}

} // namespace

bool tryPackageTexts(std::string_view bytes)
{
    const std::string text(bytes);
    return hasPackages(fsOf({TarBuilder()
                                 .file("var/lib/dpkg/status", text)
                                 .file("var/lib/dpkg/info/a.list", text)
                                 .file("var/lib/dpkg/status.d/a", text)
                                 .file("var/lib/dpkg/status.d/a.md5sums", text)
                                 .file("lib/apk/db/installed", text)
                                 .file("etc/os-release", text)
                                 .file("a.dist-info/METADATA", text)
                                 .file("a.dist-info/RECORD", text)
                                 .file("node_modules/a/package.json", text)}));
}

bool tryRpmHeader(std::string_view bytes)
{
    const auto header = RpmHeader::parse(asBytes(bytes), u"header"_s);
    if (!header)
        return false;
    insist(header->text(RpmTag::Name).size() <= bytes.size(), "a text is a part of the header");
    insist(header->texts(RpmTag::BaseNames).size() <= bytes.size(), "texts are parts of the header");
    insist(header->numbers(RpmTag::DirectoryIndexes).size() * 4 <= bytes.size(), "numbers are parts of the header");
    return true;
}

bool tryRpmDatabase(std::string_view bytes)
{
    return hasPackages(fsOf({TarBuilder().file("var/lib/rpm/rpmdb.sqlite", std::string(bytes)).file("usr/file", "x")}));
}

bool tryGoProgram(std::string_view bytes)
{
    const auto read = [bytes](std::uint64_t position, std::span<std::byte> into) -> Result<std::size_t> {
        const std::string_view rest = bytes.substr(std::size_t(std::min<std::uint64_t>(position, bytes.size())), into.size());
        std::memcpy(into.data(), rest.data(), rest.size());
        return rest.size();
    };
    const auto file = ElfFile::open(read);
    insist(file.has_value(), "reading does not fail");
    if (!*file)
        return false;
    const auto info = GoBuildInfo::read(**file);
    return info && *info && !(*info)->main.path.empty();
}

bool tryJar(std::string_view bytes)
{
    return hasPackages(fsOf({TarBuilder().file("a-1.0.jar", std::string(bytes))}));
}

bool tryVersions(std::string_view bytes)
{
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view a = bytes.substr(0, end);
    const std::string_view b = bytes.substr(std::min(end + 1, bytes.size()));
    bool isDecided = false;
    for (int type = 0; type <= int(PackageType::Jar); ++type) {
        const auto order = compareVersions(PackageType(type), a, b);
        const auto reverse = compareVersions(PackageType(type), b, a);
        insist(order.has_value() == reverse.has_value(), "both directions are known, or neither");
        insist(!order || (*order < 0) == (*reverse > 0), "an order has two directions");
        isDecided = isDecided || order;
    }
    return isDecided;
}

std::vector<std::string> packageTextsCorpus()
{
    return {
        "Package: a\nStatus: install ok installed\nVersion: 1\nSource: b (2)\nArchitecture: all\nInstalled-Size: 5\n\nPackage: b\n",
        "P:a\nV:1-r0\nA:x86_64\nI:9\nF:etc\nR:os-release\n\nP:b\nV:2\n",
        "Name: a\nVersion: 1.0\nLicense: MIT\n continued\n\nbody\n",
        R"({"name":"@s/a","version":"1.0.0","license":{"type":"MIT"},"author":"x"})",
        "ID=\"a\"\nName: a\n\"a \"\"b\"\",c\",x,1\n../../etc/os-release,,\n0123  etc/os-release\n/var/lib/dpkg/status\n"};
}

std::vector<std::string> rpmHeaderCorpus()
{
    return {rpmHeader()};
}

std::vector<std::string> rpmDatabaseCorpus()
{
    return {rpmDatabase()};
}

std::vector<std::string> goProgramCorpus()
{
    return {goProgram()};
}

std::vector<std::string> jarCorpus()
{
    const std::string inner = zipOf({{u"META-INF/maven/g/a/pom.properties"_s, "groupId=g\nartifactId=a\nversion=1\n"}});
    return {inner,
            zipOf({{u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\nBundle-Version: 1\n 2\n"},
                   {u"lib/b.jar"_s, QByteArray::fromStdString(inner)}})};
}

std::vector<std::string> versionsCorpus()
{
    return {"1:1.0~rc1-1+b1\n1.0-2", "1.2.3a_rc1-r4\n1.2.3_p1", "1!1.0rc1.post1.dev2+local.1\nv1.0", "v1.0.0-rc.1+b\n1.22rc1",
            "1.0^git\n1.0~"};
}

} // namespace stratoscope::test
