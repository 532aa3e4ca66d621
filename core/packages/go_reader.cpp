// SPDX-License-Identifier: Apache-2.0
#include "packages/package_reader.h"
#include "packages/parsers/go_build_info.h"

namespace stratoscope {

namespace {

bool mayBeGoProgram(const MergedTree &tree, NodeId file, std::string_view)
{
    constexpr std::uint64_t kSmallestProgram = 256 * 1024; // Go's own runtime alone is larger
    const Entry entry = tree.entry(file);
    return (entry.mode & 0111) != 0 && entry.size >= kSmallestProgram;
}

void addGoModule(PackageCollector &into, NodeId file, const GoBuildInfo::Module &module, std::optional<std::uint64_t> size = {})
{
    into.add({.type = PackageType::Go,
              .name = module.path,
              .version = module.version,
              .arch = {},
              .source = {},
              .license = {},
              .maintainer = {},
              .size = size,
              .files = {file},
              .describedBy = file,
              .inside = {}});
}

Result<void> readGoProgram(PackageCollector &into, NodeId file)
{
    const auto read
        = [&into, file](std::uint64_t position, std::span<std::byte> bytes) { return into.fs().read(file, position, bytes); };
    STRATOSCOPE_TRY(const auto elf, ElfFile::open(read));
    if (!elf)
        return {};
    STRATOSCOPE_TRY(const auto info, GoBuildInfo::read(*elf));
    if (!info)
        return {};
    // Built without modules, the program is known by its main package.
    const bool hasModule = !info->main.path.empty();
    addGoModule(into, file, hasModule ? info->main : GoBuildInfo::Module{info->path, {}}, into.tree().entry(file).size);
    for (const GoBuildInfo::Module &module : info->dependencies)
        addGoModule(into, file, module);
    constexpr std::string_view kGo = "go";
    if (info->goVersion.starts_with(kGo))
        addGoModule(into, file, {"stdlib", info->goVersion.substr(kGo.size())});
    return {};
}

} // namespace

const PackageReader kGoReader{.isCandidate = mayBeGoProgram, .read = readGoProgram};

} // namespace stratoscope
