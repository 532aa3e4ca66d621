// SPDX-License-Identifier: Apache-2.0
#include "fuzz/vm_fuzzers.h"

#include "init/account.h"
#include "init/kernel_options.h"
#include "init/network/dhcp.h"
#include "init/run_file.h"
#include "support/layers.h"
#include "support/run_config.h"
#include "vm/run_file.h"
#include "vm/vm_kernel.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::string_literals;

namespace stratoscope::test {

namespace {

constexpr std::uint32_t kTransaction = 0x01020304;
constexpr init::MacAddress kMac{0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

bool hasZeroByte(const std::string &text)
{
    return text.find('\0') != std::string::npos;
}

std::string dhcpReply(const std::string &options)
{
    std::string packet(240, '\0');
    packet.replace(0, 8, "\2\1\6\0\1\2\3\4"s);
    packet.replace(16, 4, "\x0a\0\2\x0f"s);
    packet.replace(28, 6, "\x52\x54\0\x12\x34\x56"s);
    packet.replace(236, 4, "\x63\x82\x53\x63"s);
    return packet + options + '\xff';
}

} // namespace

bool tryKernelHead(std::string_view bytes)
{
    const KernelHead head = readKernelHead(asBytes(bytes));
    insist(head.version.size() <= 128, "a version is short");
    insist(head.version.isEmpty() || head.architecture == u"amd64"_s, "only kernels for amd64 tell their version");
    return !head.architecture.isEmpty();
}

bool tryKernelModule(std::string_view bytes)
{
    const std::string folder = "lib/modules/1/";
    const ImageFs fs = fsOf({TarBuilder()
                                 .file(folder + "modules.builtin", "kernel/fs/ext4/ext4.ko\n")
                                 .file(folder + "kernel/first.ko", std::string(bytes))
                                 .file(folder + "kernel/second.ko",
                                       "\x7f"
                                       "ELF\0depends=third-one\0"s)
                                 .file(folder + "kernel/crc32c_generic.ko",
                                       "\x7f"
                                       "ELF\0depends=\0"s)
                                 .file(folder + "kernel/third-one.ko",
                                       "\x7f"
                                       "ELF\0depends=\0"s)});
    const auto modules = KernelModules::inImage(fs, "/lib/modules/1");
    insist(modules.has_value(), "the modules are there");
    const auto loaded = modules->withDependencies({u"first"_s});
    if (!loaded)
        return false;
    insist(loaded->back().name == u"first"_s, "a module follows those that it depends on");
    const auto place = [&loaded](const QString &name) { return std::ranges::find(*loaded, name, &KernelModules::Module::name); };
    insist(place(u"second"_s) == loaded->end() || place(u"third_one"_s) < place(u"second"_s), "so do the others");
    insist(loaded->size() <= 4, "each is loaded once");
    return true;
}

bool tryDhcpReply(std::string_view bytes)
{
    const std::vector<std::uint8_t> packet(bytes.begin(), bytes.end());
    const auto reply = init::parseDhcpReply(packet, kTransaction, kMac);
    if (!reply)
        return false;
    insist(reply->prefix >= 0 && reply->prefix <= 32, "a mask has at most 32 bits");
    insist(reply->nameServers.size() <= 3, "there are at most three name servers");
    const std::string text = init::resolvConf(*reply);
    insist(std::ranges::count(text, '\n') <= 4, "a domain cannot add lines");
    return true;
}

bool tryRunFile(std::string_view bytes)
{
    const auto file = init::parseRunFile(bytes);
    if (!file)
        return false;
    insist(!hasZeroByte(file->hostName) && !hasZeroByte(file->user) && !hasZeroByte(file->directory),
           "a text ends at its zero byte");
    for (const auto *const list : {&file->env, &file->args, &file->modules})
        insist(std::ranges::none_of(*list, hasZeroByte), "a text of a list ends at its zero byte");
    return true;
}

bool tryKernelOptions(std::string_view bytes)
{
    const init::KernelOptions options = init::parseKernelOptions(bytes);
    for (const std::string *const text : {&options.statusPort, &options.root, &options.rootType, &options.init})
        insist(text->size() <= bytes.size(), "a value is part of the command line");
    return true;
}

bool tryAccount(std::string_view bytes)
{
    const auto take = [&bytes] {
        const std::string_view text = bytes.substr(0, bytes.find('\0'));
        bytes.remove_prefix(std::min(text.size() + 1, bytes.size()));
        return text;
    };
    const std::string_view user = take();
    const std::string_view passwd = take();
    const init::AccountLookUp found = init::findAccount(user, passwd, take());
    insist(found.account.has_value() == found.error.empty(), "there is an account or an error");
    return found.account.has_value();
}

std::vector<std::string> kernelHeadCorpus()
{
    std::string amd64(0x300, '\0');
    amd64.replace(0x202, 4, "HdrS");
    amd64.replace(0x20e, 2, "\x40\0"s);
    amd64.replace(0x240, 16, "6.1.0-28-amd64 x");
    std::string arm64(0x40, '\0');
    arm64.replace(0x38, 4, "ARM\x64");
    std::string elf(64, '\0');
    elf.replace(0, 4,
                "\x7f"
                "ELF");
    elf[18] = 62;
    return {amd64, arm64, elf};
}

std::vector<std::string> kernelModuleCorpus()
{
    const std::string elf = "\x7f"
                            "ELF";
    return {elf + "\0license=GPL\0depends=second,ext4\0softdep=pre: crc32c\0"s, elf + "\0depends=\0"s,
            elf + "\0depends=first,third-one\0"s};
}

std::vector<std::string> dhcpReplyCorpus()
{
    return {dhcpReply("\x35\1\2\1\4\xff\xff\xff\0\3\4\x0a\0\2\2\6\4\x0a\0\2\3\x36\4\x0a\0\2\2\x33\4\0\1\x51\x80"s),
            dhcpReply("\x35\1\5\x36\4\x0a\0\2\2\x0f\7example"s)};
}

std::vector<std::string> runFileCorpus()
{
    const auto write = [](const RunConfig &config) { return runFile(config, u"app"_s, {u"/lib/modules/1/x.ko"_s})->toStdString(); };
    return {write(Given{.env = {u"PATH=/bin"_s, u"EMPTY="_s}, .cmd = {u"sh"_s, u"-c"_s, u"echo\n"_s}, .workingDir = u"/srv"_s}),
            write(RunConfig()), runFileOfModules({u"/a.ko"_s}).toStdString()};
}

std::vector<std::string> kernelOptionsCorpus()
{
    return {"console=ttyS0 root=/dev/nvme0n1 rootfstype=ext4 rw init=/.stratoscope/init stratoscope.shell",
            "quiet stratoscope.status=/dev/ttyS1 stratoscope.reset ro"};
}

std::vector<std::string> accountCorpus()
{
    return {"app:staff\0root:x:0:0::/root:/bin/sh\napp:x:1000:100::/home/app:/bin/sh\n\0staff:x:50:app\nextra:x:60:root,app\n"s,
            "1000\0\0"s, "0:0\0\0"s};
}

} // namespace stratoscope::test
