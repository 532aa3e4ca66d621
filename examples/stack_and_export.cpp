// SPDX-License-Identifier: Apache-2.0
//
// Pulls an image or loads it from an archive, lists its root directory, shows it with the topmost layer of a second image on it,
// and exports it.
//
//     stack_and_export IMAGE DIRECTORY [ARCHIVE]
//
// IMAGE is a reference or the path of an archive. Built against the installed library:
//
//     c++ -std=c++20 stack_and_export.cpp $(pkg-config --cflags --libs stratoscope)
#include <stratoscope/client.h>

#include <filesystem>
#include <iostream>

using namespace stratoscope::api;

namespace {

void show(const Progress &progress)
{
    std::cerr << '\r' << progress.current << " of " << progress.total << " bytes, " << progress.secondsLeft << " s left   ";
}

Image get(Client &client, const std::string &name)
{
    return std::filesystem::exists(name) ? client.loadArchive(name, {}, show) : client.pull(name, {}, show);
}

void list(const FileSystem &files)
{
    for (const DirectoryEntry &entry : files.list(kRoot)) {
        const Status status = files.status(entry.node);
        std::cout << std::oct << status.mode << std::dec << ' ' << status.uid << ':' << status.gid << ' ' << status.size << ' '
                  << entry.name << '\n';
    }
}

} // namespace

int main(int argc, char **argv)
try {
    if (argc < 3) {
        std::cerr << "usage: stack_and_export IMAGE DIRECTORY [ARCHIVE]\n";
        return 2;
    }
    Client client;
    const Image image = get(client, argv[1]);
    std::cout << image.name() << ' ' << image.digest() << '\n';
    for (const Layer &layer : image.layers())
        std::cout << layer.digest() << ' ' << layer.size() << ' ' << layer.contentsPath() << '\n';
    list(image.fileSystem());
    if (argc > 3) {
        const Image other = client.loadArchive(argv[3]);
        list(image.fileSystem().stacked({other.layers().back()}));
    }
    for (const std::string &warning : image.exportTo(argv[2], show))
        std::cerr << warning << '\n';
    return 0;
} catch (const ArchitectureError &error) {
    std::cerr << "not for this machine: " << error.what() << '\n';
    return 1;
} catch (const Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
