// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_root.h"

#include "vm/added_layer.h"
#include "vm/run_file.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr char kInit[] = ".stratoscope/init";
constexpr char kRun[] = ".stratoscope/run";
constexpr char kModules[] = ".stratoscope/modules";

constexpr char kHosts[] = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";

/// The time at which the image was made, which its own files have at most.
Timestamp timeOf(const ImageConfig &config)
{
    const QDateTime created = QDateTime::fromString(config.created, Qt::ISODateWithMs);
    return {created.isValid() ? std::max<qint64>(0, created.toSecsSinceEpoch()) : 0, 0};
}

/// Adds modules, and returns their paths.
QStringList addModules(AddedLayer &layer, const std::vector<KernelModules::Module> &modules)
{
    QStringList paths;
    for (const KernelModules::Module &module : modules) {
        const QString path = QLatin1StringView(kModules) + u'/' + module.name + u".ko"_s;
        layer.addFile(path.toStdString(), module.bytes);
        paths << u'/' + path;
    }
    return paths;
}

} // namespace

Result<ImageFs> vmRoot(const ImageFs &image, const ImageConfig &config, const QString &imageName, const VmPlan &plan,
                       const std::stop_token &stop)
{
    AddedLayer layer(timeOf(config));
    const auto has = [&image](const std::string &path) { return image.tree->resolve('/' + path).has_value(); };
    const auto addMissing = [&](const std::string &path, std::uint16_t mode) {
        const auto node = image.tree->resolve('/' + path);
        if (!node || !image.tree->isDirectory(*node))
            layer.addDirectory(path, mode);
    };
    for (const char *const directory : {"dev", "etc", "proc", "run", "sys"})
        addMissing(directory, 0755);
    addMissing("tmp", 01777);
    if (!has("dev/console"))
        layer.addCharacterDevice("dev/console", 0600, 5, 1); // until /dev is mounted
    if (const std::string directory = vmDirectory(config.run).mid(1).toStdString(); !directory.empty() && !has(directory))
        layer.addDirectory(directory); // as container engines do

    layer.addDirectory(".stratoscope");
    layer.addDirectory(".stratoscope/overlay");
    layer.addDirectory(kModules);
    layer.addFile(kInit, plan.architecture->init(), 0755);
    const QStringList modules = addModules(layer, plan.rootModules);
    STRATOSCOPE_TRY(QByteArray run, runFile(config.run, hostNameOf(imageName), modules));
    layer.addFile(kRun, std::move(run), 0600); // the environment may hold secrets
    if (!has("etc/hosts"))
        layer.addFile("etc/hosts", kHosts);
    if (!has("etc/resolv.conf"))
        layer.addFile("etc/resolv.conf", {});
    return layer.over(image, stop);
}

Result<ImageFs> vmInitramfs(const VmPlan &plan, const std::stop_token &stop)
{
    AddedLayer layer({});
    for (const char *const directory : {"dev", "proc", "root", ".stratoscope", kModules})
        layer.addDirectory(directory);
    layer.addCharacterDevice("dev/console", 0600, 5, 1);
    layer.addFile("init", plan.architecture->init(), 0755);
    layer.addFile(kRun, runFileOfModules(addModules(layer, plan.initramfsModules)));
    return layer.over({}, stop);
}

} // namespace stratoscope
