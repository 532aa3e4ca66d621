// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/go_build_info.h"

#include "base/parse_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

// The layout is described in Go's package debug/buildinfo.
constexpr std::string_view kGoMagic("\xFF Go buildinf:", 14);
constexpr std::uint64_t kGoHeader = 32;
constexpr std::uint64_t kLongestGoVersion = 1024;
constexpr std::uint64_t kLongestModules = 4 * 1024 * 1024;
constexpr std::size_t kMostModules = 20'000;

Failure invalidBuildInfo()
{
    return fail(ErrorKind::Malformed, {}, u"has invalid build information of Go"_s);
}

Result<std::string> bytesAt(const ElfFile &file, std::uint64_t offset, std::uint64_t size)
{
    STRATOSCOPE_TRY(const QByteArray bytes, file.bytes(offset, size));
    if (std::uint64_t(bytes.size()) < size)
        return invalidBuildInfo();
    return bytes.toStdString();
}

/// A string that follows its length as a varint of Go's; moves `offset` behind it.
Result<std::string> inlineString(const ElfFile &file, std::uint64_t &offset, std::uint64_t longest)
{
    constexpr int kLongestVarint = 10;
    STRATOSCOPE_TRY(const QByteArray number, file.bytes(offset, kLongestVarint));
    std::uint64_t size = 0;
    qsizetype used = 0;
    for (bool isLast = false; !isLast; ++used) {
        if (used >= number.size() || used * 7 >= 63)
            return invalidBuildInfo();
        const auto byte = std::uint8_t(number[used]);
        size |= std::uint64_t(byte & 0x7F) << (used * 7);
        isLast = byte < 0x80;
    }
    if (size > longest)
        return invalidBuildInfo();
    offset += std::uint64_t(used);
    STRATOSCOPE_TRY(std::string text, bytesAt(file, offset, size));
    offset += size;
    return text;
}

/// The numbers in the section and the memory of a program have a byte order and a width of their own.
struct PointerForm {
    const ElfFile &file;
    std::vector<ElfFile::Segment> segments;
    std::size_t width = 8;
    bool isBigEndian = false;

    std::uint64_t number(std::string_view bytes, std::size_t at) const
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = value << 8 | std::uint8_t(bytes[at + (isBigEndian ? i : width - 1 - i)]);
        return value;
    }
    /// A string of Go's, given by the address of its pointer and length; empty for a null pointer.
    Result<std::string> string(std::uint64_t address, std::uint64_t longest) const
    {
        if (address == 0)
            return std::string();
        const auto header = ElfFile::offsetOf(address, segments);
        if (!header)
            return invalidBuildInfo();
        STRATOSCOPE_TRY(const std::string pair, bytesAt(file, *header, 2 * width));
        const std::uint64_t size = number(pair, width);
        if (size == 0)
            return std::string();
        const auto data = ElfFile::offsetOf(number(pair, 0), segments);
        if (!data || size > longest)
            return invalidBuildInfo();
        return bytesAt(file, *data, size);
    }
};

/// The lines of modules without the 16 bytes of a marker around them.
std::string_view withoutMarkers(std::string_view modules)
{
    constexpr std::size_t kMarker = 16;
    if (modules.size() < 2 * kMarker + 1 || modules[modules.size() - kMarker - 1] != '\n')
        return {};
    return modules.substr(kMarker, modules.size() - 2 * kMarker);
}

} // namespace

Result<std::optional<GoBuildInfo>> GoBuildInfo::read(const ElfFile &file)
{
    STRATOSCOPE_TRY(const auto sections, file.sections());
    const auto section = std::ranges::find(sections, QByteArrayView(".go.buildinfo"),
                                           [](const ElfFile::Section &found) { return QByteArrayView(found.name); });
    if (section == sections.end())
        return std::nullopt;
    STRATOSCOPE_TRY(const std::string header, bytesAt(file, section->offset, kGoHeader));
    if (!std::string_view(header).starts_with(kGoMagic))
        return invalidBuildInfo();
    constexpr std::size_t kWidthAt = 14, kFlagsAt = 15, kPointersAt = 16;
    constexpr std::uint8_t kBigEndian = 1, kInline = 2;
    const auto flags = std::uint8_t(header[kFlagsAt]);
    GoBuildInfo info;
    if (flags & kInline) {
        std::uint64_t offset = section->offset + kGoHeader;
        STRATOSCOPE_TRY(info.goVersion, inlineString(file, offset, kLongestGoVersion));
        STRATOSCOPE_TRY(const std::string modules, inlineString(file, offset, kLongestModules));
        info.addModules(withoutMarkers(modules));
        return info;
    }
    PointerForm form{
        .file = file, .segments = {}, .width = std::uint8_t(header[kWidthAt]), .isBigEndian = (flags & kBigEndian) != 0};
    if (form.width != 4 && form.width != 8)
        return invalidBuildInfo();
    STRATOSCOPE_TRY(form.segments, file.segments());
    STRATOSCOPE_TRY(info.goVersion, form.string(form.number(header, kPointersAt), kLongestGoVersion));
    STRATOSCOPE_TRY(const std::string modules, form.string(form.number(header, kPointersAt + form.width), kLongestModules));
    info.addModules(withoutMarkers(modules));
    return info;
}

void GoBuildInfo::addModules(std::string_view lines)
{
    const auto moduleOf = [](std::string_view fields) {
        const std::string_view modulePath = takeUntil('\t', fields);
        return Module{.path = std::string(modulePath), .version = std::string(takeUntil('\t', fields))};
    };
    Module *last = nullptr;
    while (!lines.empty()) {
        std::string_view fields = takeUntil('\n', lines);
        const std::string_view key = takeUntil('\t', fields);
        if (key == "path") {
            path = fields;
        } else if (key == "mod") {
            main = moduleOf(fields);
            last = &main;
        } else if (key == "dep" && dependencies.size() < kMostModules) {
            last = &dependencies.emplace_back(moduleOf(fields));
        } else if (key == "=>" && last) {
            *last = moduleOf(fields);
        }
    }
}

} // namespace stratoscope
