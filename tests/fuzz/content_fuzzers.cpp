// SPDX-License-Identifier: Apache-2.0
#include "fuzz/content_fuzzers.h"

#include "content/archive_contents.h"
#include "content/archive_listing.h"
#include "content/file_facts.h"
#include "content/json_tree.h"
#include "content/text_decoder.h"
#include "content/text_encoding.h"
#include "content/xattr_values.h"
#include "fuzz/document_fuzzers.h"
#include "grep/line_matcher.h"
#include "query/tree_filter.h"
#include "support/compress.h"
#include "support/hand_made.h"
#include "support/layers.h"
#include "support/tar_builder.h"
#include "tree/user.h"

#include <KZip>

#include <QBuffer>
#include <QDir>
#include <QtEndian>

#include <cstring>
#include <elf.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

/// An image with a file of this content, among others that it may refer to.
ImageFs fsWithFile(std::string_view bytes)
{
    return makeImage({{"file " + std::to_string(bytes.size()), "lib/", "lib/libc.so.6 1", "bin/", "bin/sh 1"}}, toQt(bytes))->fs();
}

/// A little-endian program of 64 bits with an interpreter, a dynamic section, a note, and sections.
std::string elfProgram()
{
    const std::string_view strings("\0libc.so.6\0libx.so\0/opt/lib\0$ORIGIN/../lib\0", 43);
    const std::string_view names("\0.debug_info\0.symtab\0", 21);
    const std::string_view interpreter("/lib64/ld-linux-x86-64.so.2\0", 28);
    const std::string_view note("\4\0\0\0\4\0\0\0\3\0\0\0GNU\0\xDE\xAD\xBE\xEF", 20);
    constexpr std::size_t kInterpreterAt = 0x200, kNoteAt = 0x240, kStringsAt = 0x280, kNamesAt = 0x2C0, kDynamicAt = 0x300;
    constexpr std::size_t kSectionsAt = 0x400;
    const std::vector<Elf64_Dyn> dynamic{{DT_NEEDED, {1}},          {DT_SONAME, {11}},        {DT_RPATH, {19}}, {DT_RUNPATH, {28}},
                                         {DT_STRTAB, {kStringsAt}}, {DT_FLAGS_1, {DF_1_PIE}}, {DT_NULL, {0}}};
    std::string file(kSectionsAt + 3 * sizeof(Elf64_Shdr), '\0');
    const auto put = [&file](std::size_t at, const auto &value) { std::memcpy(file.data() + at, &value, sizeof value); };

    Elf64_Ehdr header{};
    std::memcpy(header.e_ident,
                "\x7f"
                "ELF\2\1\1",
                7);
    header.e_type = ET_DYN;
    header.e_machine = EM_X86_64;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = 4;
    header.e_shoff = kSectionsAt;
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = 3;
    header.e_shstrndx = 2;
    put(0, header);
    const auto segment = [&](std::size_t number, Elf64_Word type, std::size_t at, std::size_t size) {
        Elf64_Phdr entry{};
        entry.p_type = type;
        entry.p_offset = entry.p_vaddr = at;
        entry.p_filesz = size;
        put(sizeof header + number * sizeof entry, entry);
    };
    segment(0, PT_LOAD, 0, file.size());
    segment(1, PT_INTERP, kInterpreterAt, interpreter.size());
    segment(2, PT_DYNAMIC, kDynamicAt, dynamic.size() * sizeof(Elf64_Dyn));
    segment(3, PT_NOTE, kNoteAt, note.size());
    file.replace(kInterpreterAt, interpreter.size(), interpreter);
    file.replace(kNoteAt, note.size(), note);
    file.replace(kStringsAt, strings.size(), strings);
    file.replace(kNamesAt, names.size(), names);
    for (std::size_t i = 0; i < dynamic.size(); ++i)
        put(kDynamicAt + i * sizeof(Elf64_Dyn), dynamic[i]);
    const auto section = [&](std::size_t number, Elf64_Word name, Elf64_Word type, std::size_t at, std::size_t size) {
        Elf64_Shdr entry{};
        entry.sh_name = name;
        entry.sh_type = type;
        entry.sh_offset = at;
        entry.sh_size = size;
        put(kSectionsAt + number * sizeof entry, entry);
    };
    section(0, 1, SHT_PROGBITS, 0, 0);
    section(1, 13, SHT_SYMTAB, 0, 0);
    section(2, 0, SHT_STRTAB, kNamesAt, names.size());
    return file;
}

std::string zipFile()
{
    QBuffer buffer;
    KZip zip(&buffer);
    zip.open(QIODevice::WriteOnly);
    zip.writeFile(u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\n");
    zip.writeFile(u"org/example/Main.class"_s, QByteArray(5000, 'c'));
    zip.writeDir(u"empty"_s);
    zip.writeSymLink(u"link"_s, u"org"_s);
    zip.close();
    return buffer.data().toStdString();
}

std::string arFile(const std::vector<std::pair<std::string, std::string>> &members)
{
    std::string file = "!<arch>\n";
    for (const auto &[name, content] : members) {
        file += QByteArray::fromStdString(name).leftJustified(16).toStdString() + "1714564800  0     0     100644  "
            + QByteArray::number(qulonglong(content.size())).leftJustified(10).toStdString() + "`\n" + content;
        if (content.size() % 2 > 0)
            file += '\n';
    }
    return file;
}

std::string listedTar()
{
    return TarBuilder().dir("bin/").file("bin/sh", std::string(700, 'x')).symlink("bin/ash", "sh").file("a", "1").finish();
}

template <typename Number>
std::string littleEndian(std::initializer_list<Number> numbers)
{
    std::string bytes;
    for (const Number number : numbers) {
        const Number little = qToLittleEndian(number);
        bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
    }
    return bytes;
}

} // namespace

bool tryUsers(std::string_view bytes)
{
    const std::string text(bytes);
    const ImageFs fs = fsOf({TarBuilder().dir("etc/").file("etc/passwd", text).file("etc/group", text)});
    bool isAnyFound = false;
    for (const QString &user : {u"app"_s, u"app:staff"_s, u"1000"_s, u"1000:staff"_s})
        isAnyFound = resolveUser(user, fs).has_value() || isAnyFound;
    const auto names = namesOf({.uid = 1000, .gid = 50}, fs);
    insist(names.has_value(), "unknown IDs have no names");
    insist(names->user.find_first_of(":\n") == std::string::npos, "a name is a field of a line");
    return isAnyFound;
}

bool tryProgram(std::string_view bytes)
{
    const ImageFs fs = fsWithFile(bytes);
    const auto head = toQt(bytes.substr(0, 4096));
    const auto facts = readFileFacts(fs, *fs.tree->find("file"), head);
    insist(facts.has_value(), "a file without facts is not an error");
    const auto script = scriptLine(head);
    insist(!script || !script->interpreter.contains('\n'), "a script's first line is a line");
    return !std::holds_alternative<std::monostate>(*facts);
}

bool tryListing(std::string_view bytes)
{
    const ImageFs fs = fsWithFile(bytes);
    const NodeId node = *fs.tree->find("file");
    const Bytes head = asBytes(bytes.substr(0, 4096));
    const auto unpacked = unpackHead(fs, node, head, 1000);
    insist(!unpacked || !*unpacked || (*unpacked)->bytes.size() <= 1000, "no more is unpacked than asked for");
    const auto listing = listArchive(fs, node, head, {});
    if (!listing || !*listing)
        return false;
    const MergedTree &tree = *(*listing)->tree;
    for (NodeId entry = 1; entry < tree.size(); ++entry)
        insist(tree.parent(entry) < entry && !tree.path(entry).empty(), "entries are in a tree");
    return true;
}

bool tryOpenedArchive(std::string_view bytes)
{
    const ImageFs fs = fsWithFile(bytes);
    const auto opened = openArchiveFs(fs, *fs.tree->find("file"), asBytes(bytes.substr(0, 4096)), QDir::tempPath(), {});
    if (!opened)
        return false;
    std::vector<std::byte> buffer(1000);
    for (NodeId node = 1; node < opened->tree->size(); ++node) {
        if (opened->tree->kind(node) != EntryKind::Regular)
            continue;
        const auto count = opened->read(node, 0, buffer);
        insist(!count || *count <= opened->tree->entry(node).size, "a file has no more bytes than its size");
    }
    return true;
}

bool tryFilter(std::string_view bytes)
{
    static const ImageFs fs
        = fsOf({TarBuilder()
                    .dir("etc/")
                    .file("etc/passwd", "app:x:1000:50::/:/bin/sh\n")
                    .file("etc/group", "staff:x:50:\n")
                    .add({.path = "bin/su", .content = "x", .mode = 04755, .pax = {{"SCHILY.xattr.user.a", "b"}}})
                    .symlink("lib", "usr/lib")
                    .file("usr/lib/libx.so.10", "12345")
                    .file("two words", "")});
    const auto filter = TreeFilter::parse(std::string(bytes), ownersIn(fs));
    if (!filter) {
        insist(!filter.error().toError().message().isEmpty(), "an error has a message");
        return false;
    }
    for (const NodeId node : (*filter)->find(*fs.tree, nullptr, {})) {
        insist(node != kRootNode && node < fs.tree->size(), "what is found is in the tree");
        const std::string_view name = fs.tree->name(node);
        const auto [begin, length] = (*filter)->matchInName(name);
        insist(length == 0 || begin + length <= name.size(), "what matches is a part of the name");
    }
    return true;
}

bool tryGrep(std::string_view bytes)
{
    const std::size_t lineEnd = std::min(bytes.find('\n'), bytes.size());
    const auto pattern = GrepPattern::compile({.pattern = std::string(bytes.substr(0, lineEnd))});
    if (!pattern) {
        insist(!pattern.error().message().isEmpty(), "an error has a message");
        return false;
    }
    const std::string_view content = bytes.substr(std::min(lineEnd + 1, bytes.size()));
    LineMatcher several(*pattern);
    LineMatcher alone(*pattern);
    auto next = several.next(content, 0, {});
    for (std::size_t begin = 0; begin < content.size() && next;) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        const auto line = alone.matchLine(content.substr(begin, end - begin), true, true, {});
        if (!line)
            return true; // the pattern takes too many steps
        const bool isNext = *next && (*next)->lineBegin == begin;
        insist(line->has_value() == isNext, "the lines that are found are those that match by themselves");
        if (isNext) {
            insist((*next)->lineEnd == end, "a line that is found is complete");
            insist((*next)->begin == begin + (*line)->begin, "the first match in the line is found");
            next = several.next(content, std::min(end + 1, content.size()), {});
        }
        begin = end + 1;
    }
    return true;
}

bool tryJsonTree(std::string_view bytes)
{
    const auto tree = JsonTree::parse(toQt(bytes), u"document"_s);
    if (!tree)
        return false;
    std::vector<JsonTree::Node> open{JsonTree::kRoot};
    while (!open.empty()) {
        const JsonTree::Node node = open.back();
        open.pop_back();
        (void)(*tree)->key(node);
        (void)(*tree)->text(node);
        if (open.size() < 100)
            (void)(*tree)->path(node);
        for (std::uint32_t row = 0; row < (*tree)->childCount(node); ++row) {
            const JsonTree::Node child = (*tree)->child(node, row);
            insist((*tree)->parent(child) == node && (*tree)->row(child) == row, "a value is where its parent has it");
            open.push_back(child);
        }
    }
    const QString text = (*tree)->json();
    const auto again = JsonTree::parse(text.toUtf8(), u"document"_s);
    insist(again && (*again)->json() == text, "a document that is printed and parsed is the same");
    return true;
}

bool tryText(std::string_view bytes)
{
    const QByteArrayView head(bytes.data(), qsizetype(bytes.size()));
    (void)guessEncoding(head, false);
    const TextEncoding encoding = guessEncoding(head, true);
    (void)encodingName(encoding);
    for (const auto tried :
         {encoding, TextEncoding::Utf8, TextEncoding::Utf16BigEndian, TextEncoding::Utf32LittleEndian, TextEncoding::Gb18030}) {
        if (tried == TextEncoding::None)
            continue;
        const DecodedText decoded = decodeText(head, tried);
        qsizetype size = 0;
        for (const QString &piece : decoded.pieces)
            size += piece.size() + 1;
        const qsizetype whole = decodeWhole(head, tried).size();
        insist(size >= whole - 1 && size <= whole + decoded.pieces.size() + decoded.continued.size() + 1,
               "pieces are the whole text");
    }
    if (encoding == TextEncoding::None)
        return false;
    TextDecoder decoder(encoding);
    QString joined;
    const qsizetype portion = 1 + head.size() % 7;
    for (qsizetype at = 0; at < head.size(); at += portion)
        joined += decoder.nextPlain(head.sliced(at, std::min(portion, head.size() - at)), head.size() - at <= portion);
    insist(joined == decodeWhole(head, encoding), "a text that arrives in portions is the same");
    return true;
}

bool tryXattr(std::string_view bytes)
{
    const auto capabilities = capabilitiesText(bytes);
    const auto list = accessListText(bytes);
    insist(!list || list->count(u'\n') <= qsizetype(bytes.size()), "a list has an entry per line");
    return capabilities || list;
}

std::vector<std::string> usersCorpus()
{
    return {
        "root:x:0:0:root:/root:/bin/sh\napp:x:1000:2000:App,,,:/app:/bin/false\n7up:x:7:70::/:\nmany:x:4294967295:4294967294:a:b\n",
        "# comment\n\napp:x:1000:50\nstaff:x:50:app,last\nstaff:x:51:\n+::\nend:x:60"};
}

std::vector<std::string> programCorpus()
{
    return {elfProgram(), "#!/bin/sh -e\necho\n", "#! /usr/bin/env -S python3 -u\n", "#!/usr/bin/env sh"};
}

std::vector<std::string> listingCorpus()
{
    std::vector<std::string> corpus{zipFile(), arFile({{"a.o/", "12345"}, {"b.o/", "1234"}})};
    for (const auto compression : {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Xz, Compression::Bzip2})
        corpus.push_back(compressed(listedTar(), compression));
    corpus.push_back(arFile({{"debian-binary", "2.0\n"},
                             {"control.tar.gz", compressed(listedTar(), Compression::Gzip)},
                             {"data.tar.xz", compressed(listedTar(), Compression::Xz)}}));
    return corpus;
}

std::vector<std::string> filterCorpus()
{
    return {"passwd \"two words\" -test etc/ssl",    "*.so lib?.[ao] /etc/**/*.conf [!a-z]*",
            "re:^lib.*\\d+$ -re:x{2,3}(?=a)",        "size:0 size:1k..2M size:>=10 size:<1.5G",
            "type:dir type:symlink mode:suid",       "mode:0755 mode:/022 mode:exec",
            "owner:0 owner:app:staff group:50",      "layer:3 layer:2..4 layer:<=1",
            "changed: changed:mod xattr: xattr:cap", ""};
}

std::vector<std::string> grepCorpus()
{
    return {"token\none token\n\ntoken",
            "\\w+_key\\s*=\nmy_key\n = x_key=\n",
            "^\\s*$\n\n \na\n",
            "(a|b)*c(?!d)\nababc\nabc\nx",
            "[^x]+y++\nab\ny\nyy\xFC\n",
            "(?i)stra\xC3\x9F"
            "e|k$\nSTRA\xC3\x9F"
            "E\n\xE2\x84\xAA\n",
            "[[:alpha:]\\]]{2,3}?\nab]c\n1\n"};
}

std::vector<std::string> jsonTreeCorpus()
{
    return {R"({"b": 1.50, "a": 12345678901234567890, "b": 1e3, "c": {"d": [null, true, {}]}})", "[[],{},\"x\\\"\\u00e9\",-1]",
            "\xEF\xBB\xBF[\"M\xFCller\"]"};
}

std::vector<std::string> textCorpus()
{
    return {"plain text\nwith lines\r\n",           "f\xC3\xBCr \xE2\x82\xAC \xF0\x9F\x98\x80",
            std::string("\xFF\xFEh\0i\0\n\0", 8),   std::string("\xFE\xFF\0h\0i", 6),
            std::string("\xFF\xFE\0\0h\0\0\0", 8),  "\xC4\xE3\xBA\xC3\xD6\xD0\xB9\xFA\n",
            std::string(9000, 'x') + "\nM\xFCller", "\xEF\xBB\xBFmarked"};
}

std::vector<std::string> xattrCorpus()
{
    return {littleEndian<quint32>({0x02000001, 0x2000, 0, 0, 0}),
            littleEndian<quint32>({0x03000000, 0xFFFFFFFF, 0x21, 1, 0x1FF, 1000}), littleEndian<quint32>({0x01000001, 0x2000, 0}),
            littleEndian<quint32>({2}) + littleEndian<quint16>({0x01, 6}) + littleEndian<quint32>({0xFFFFFFFF})
                + littleEndian<quint16>({0x02, 4}) + littleEndian<quint32>({1000}) + littleEndian<quint16>({0x04, 4})
                + littleEndian<quint32>({0xFFFFFFFF}) + littleEndian<quint16>({0x10, 4}) + littleEndian<quint32>({0xFFFFFFFF})
                + littleEndian<quint16>({0x20, 0}) + littleEndian<quint32>({0xFFFFFFFF})};
}

} // namespace stratoscope::test
