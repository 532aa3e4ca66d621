// SPDX-License-Identifier: Apache-2.0
#include "support/tar_builder.h"

#include <algorithm>
#include <cstdio>

namespace stratoscope::test {

namespace {

constexpr std::size_t kBlock = 512;

void put(std::string &header, std::size_t offset, std::size_t length, std::string_view text)
{
    text = text.substr(0, length);
    header.replace(offset, text.size(), text);
}

void putNumber(std::string &header, std::size_t offset, std::size_t length, std::int64_t value, bool base256)
{
    const bool fitsOctal = value >= 0 && value < std::int64_t(1) << std::min<std::size_t>(62, 3 * (length - 1));
    if (fitsOctal && !base256) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%0*llo", int(length - 1), static_cast<unsigned long long>(value));
        put(header, offset, length - 1, digits);
        return;
    }
    for (std::size_t i = length; i-- > 0; value >>= 8)
        header[offset + i] = char(value & 0xFF);
    header[offset] = char(header[offset] | '\x80');
}

/// Where a path is split into prefix and name: at the last slash that leaves the prefix short enough; npos where nothing fits.
std::size_t prefixEnd(std::string_view path, std::size_t prefixLength)
{
    const std::size_t slash = path.rfind('/', prefixLength);
    const bool fits = slash != std::string_view::npos && slash > 0 && path.size() - slash - 1 <= 100;
    return fits ? slash : std::string_view::npos;
}

std::size_t prefixLengthOf(TarFormat format)
{
    return format == TarFormat::Ustar ? 155 : format == TarFormat::Star ? 131 : 0;
}

std::string number(std::uint64_t value)
{
    return std::to_string(value);
}

/// The end of the map as GNU tar writes it: a part without data where the file ends in a hole.
std::vector<std::pair<std::uint64_t, std::uint64_t>> mapOf(const SparseFile &file)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> map;
    std::uint64_t end = 0;
    for (const auto &[offset, data] : file.parts) {
        map.emplace_back(offset, data.size());
        end = offset + data.size();
    }
    if (end < file.size)
        map.emplace_back(file.size, 0);
    return map;
}

} // namespace

std::string padded(std::string bytes)
{
    bytes.resize((bytes.size() + kBlock - 1) / kBlock * kBlock, '\0');
    return bytes;
}

std::string tarEnd()
{
    return std::string(2 * kBlock, '\0');
}

std::string withChecksum(std::string header)
{
    put(header, 148, 8, "        ");
    unsigned sum = 0;
    for (const char byte : header)
        sum += static_cast<unsigned char>(byte);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    put(header, 148, 8, std::string_view(digits, 7));
    return header;
}

std::string tarHeader(const TarEntry &entry)
{
    std::string header(kBlock, '\0');
    const std::size_t slash = entry.path.size() > 100 ? prefixEnd(entry.path, prefixLengthOf(entry.format)) : std::string::npos;
    if (slash == std::string::npos) {
        put(header, 0, 100, entry.path);
    } else {
        put(header, 0, 100, std::string_view(entry.path).substr(slash + 1));
        put(header, 345, slash, entry.path);
    }
    putNumber(header, 100, 8, entry.mode, entry.base256);
    putNumber(header, 108, 8, entry.uid, entry.base256);
    putNumber(header, 116, 8, entry.gid, entry.base256);
    putNumber(header, 124, 12, entry.size.value_or(std::int64_t(entry.content.size())), entry.base256);
    putNumber(header, 136, 12, entry.mtime, entry.base256);
    header[156] = entry.type;
    put(header, 157, 100, entry.link);
    if (entry.format != TarFormat::V7) {
        put(header, 257, 8, entry.format == TarFormat::Gnu ? std::string_view("ustar  \0", 8) : std::string_view("ustar\00000", 8));
        put(header, 265, 32, "owner");
        put(header, 297, 32, "group");
        putNumber(header, 329, 8, entry.deviceMajor, entry.base256);
        putNumber(header, 337, 8, entry.deviceMinor, entry.base256);
    }
    if (entry.format == TarFormat::Star)
        put(header, 508, 4, std::string_view("tar\0", 4));
    return withChecksum(std::move(header));
}

std::string paxText(const PaxRecordList &records)
{
    std::string text;
    for (const auto &[key, value] : records) {
        const std::string rest = " " + key + "=" + value + "\n";
        std::size_t length = rest.size();
        while (length != rest.size() + number(length).size())
            length = rest.size() + number(length).size();
        text += number(length) + rest;
    }
    return text;
}

std::string SparseFile::expanded() const
{
    std::string content(size, '\0');
    for (const auto &[offset, data] : parts)
        content.replace(offset, data.size(), data);
    return content;
}

std::string SparseFile::stored() const
{
    std::string bytes;
    for (const auto &[offset, data] : parts)
        bytes += data;
    return bytes;
}

TarBuilder &TarBuilder::raw(std::string_view bytes)
{
    m_bytes += bytes;
    return *this;
}

TarBuilder &TarBuilder::member(const TarEntry &entry)
{
    return raw(tarHeader(entry)).raw(padded(entry.content));
}

TarBuilder &TarBuilder::add(const TarEntry &entry)
{
    PaxRecordList records = entry.pax;
    const bool isLong = entry.path.size() > 100 && prefixEnd(entry.path, prefixLengthOf(entry.format)) == std::string::npos;
    if (entry.format == TarFormat::Gnu) {
        if (entry.link.size() > 100)
            gnuLong(entry.link, 'K');
        if (isLong)
            gnuLong(entry.path, 'L');
    } else {
        if (isLong)
            records.emplace_back("path", entry.path);
        if (entry.link.size() > 100)
            records.emplace_back("linkpath", entry.link);
    }
    if (!records.empty())
        pax(records);
    return member(entry);
}

TarBuilder &TarBuilder::file(std::string path, std::string content)
{
    return add({.path = std::move(path), .content = std::move(content)});
}

TarBuilder &TarBuilder::dir(std::string path, std::int64_t mode)
{
    return add({.path = std::move(path), .type = '5', .mode = mode});
}

TarBuilder &TarBuilder::symlink(std::string path, std::string target)
{
    return add({.path = std::move(path), .type = '2', .link = std::move(target), .mode = 0777});
}

TarBuilder &TarBuilder::hardlink(std::string path, std::string target)
{
    return add({.path = std::move(path), .type = '1', .link = std::move(target)});
}

TarBuilder &TarBuilder::device(std::string path, char type, std::int64_t major, std::int64_t minor)
{
    return add({.path = std::move(path), .type = type, .deviceMajor = major, .deviceMinor = minor});
}

TarBuilder &TarBuilder::fifo(std::string path)
{
    return add({.path = std::move(path), .type = '6'});
}

TarBuilder &TarBuilder::pax(const PaxRecordList &records, char type)
{
    return member({.path = "PaxHeaders/next", .type = type, .content = paxText(records)});
}

TarBuilder &TarBuilder::gnuLong(std::string_view text, char type)
{
    return member({.path = "././@LongLink", .type = type, .content = std::string(text) + '\0', .format = TarFormat::Gnu});
}

TarBuilder &TarBuilder::sparse(const SparseFile &file, SparseForm form)
{
    const auto map = mapOf(file);
    if (form == SparseForm::Old) {
        TarEntry entry{.path = file.path, .type = 'S', .content = file.stored(), .format = TarFormat::Gnu};
        std::string header = tarHeader(entry);
        std::string more;
        for (std::size_t i = 0; i < map.size(); ++i) {
            if (i >= 4 && (i - 4) % 21 == 0)
                more.resize(more.size() + kBlock, '\0');
            std::string &block = i < 4 ? header : more;
            const std::size_t at = i < 4 ? 386 + 24 * i : (i - 4) / 21 * kBlock + (i - 4) % 21 * 24;
            putNumber(block, at, 12, std::int64_t(map[i].first), false);
            putNumber(block, at + 12, 12, std::int64_t(map[i].second), false);
        }
        header[482] = more.empty() ? 0 : 1;
        for (std::size_t at = kBlock; at < more.size(); at += kBlock)
            more[at - kBlock + 504] = 1;
        putNumber(header, 483, 12, std::int64_t(file.size), false);
        return raw(withChecksum(header)).raw(more).raw(padded(entry.content));
    }

    TarEntry entry{.path = file.path, .content = file.stored()};
    if (form == SparseForm::Pax10) {
        std::string text = number(map.size()) + "\n";
        for (const auto &[offset, length] : map)
            text += number(offset) + "\n" + number(length) + "\n";
        entry.content.insert(0, padded(text));
        entry.path = "GNUSparseFile.1/x";
        entry.pax = {{"GNU.sparse.major", "1"},
                     {"GNU.sparse.minor", "0"},
                     {"GNU.sparse.name", file.path},
                     {"GNU.sparse.realsize", number(file.size)}};
        return add(entry);
    }
    entry.pax = {{"GNU.sparse.size", number(file.size)}, {"GNU.sparse.numblocks", number(map.size())}};
    if (form == SparseForm::Pax00) {
        for (const auto &[offset, length] : map) {
            entry.pax.emplace_back("GNU.sparse.offset", number(offset));
            entry.pax.emplace_back("GNU.sparse.numbytes", number(length));
        }
        return add(entry);
    }
    std::string text;
    for (const auto &[offset, length] : map)
        text += (text.empty() ? "" : ",") + number(offset) + "," + number(length);
    entry.path = "GNUSparseFile.1/x";
    entry.pax.emplace_back("GNU.sparse.name", file.path);
    entry.pax.emplace_back("GNU.sparse.map", text);
    return add(entry);
}

} // namespace stratoscope::test
