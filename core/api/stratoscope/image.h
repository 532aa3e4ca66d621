// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/file_system.h>
#include <stratoscope/progress.h>

#include <stop_token>

namespace stratoscope::api {

/// A layer of an image. A value; any number of threads may use it.
class STRATOSCOPE_API Layer
{
public:
    struct Data;
    explicit Layer(std::shared_ptr<const Data> data);
    ~Layer();
    Layer(const Layer &);
    Layer &operator=(const Layer &);

    std::string digest() const; ///< of the blob: `sha256:…`
    std::string diffId() const; ///< of the uncompressed tar; empty if it is not known
    std::uint64_t size() const; ///< bytes of all files
    std::string createdBy() const; ///< the instruction that made it; empty if it is not known
    /// The files that hold the layer's index and the contents of its files, in the format of prebaked directories, which a virtual
    /// machine monitor may map. They never change. Must not be written to: other images may share them.
    std::string indexPath() const;
    std::string contentsPath() const;

    const Data &data() const { return *m_data; }

private:
    std::shared_ptr<const Data> m_data;
};

/// How to run a container of an image (OCI image specification, config.md).
struct RuntimeConfig {
    std::string os;
    std::string architecture;
    std::string variant;
    std::string user;
    std::vector<std::string> environment; ///< `KEY=value`
    std::vector<std::string> entrypoint;
    std::vector<std::string> command;
    std::string workingDirectory;
    std::vector<std::string> exposedPorts; ///< `80/tcp`
    std::vector<std::string> volumes;
    std::string stopSignal;
    std::map<std::string, std::string> labels;
};

/// An image with all of its layers. A value; any number of threads may use it.
class STRATOSCOPE_API Image
{
public:
    struct Data;
    explicit Image(std::shared_ptr<const Data> data);
    ~Image();
    Image(const Image &);
    Image &operator=(const Image &);

    std::string name() const; ///< for people
    std::string digest() const; ///< of the manifest; empty if there is none
    RuntimeConfig config() const;
    std::vector<Layer> layers() const; ///< lowest first
    FileSystem fileSystem() const;

    /// Writes the merged file system to a directory that does not exist or is empty: complete, or not at all. As root with owners,
    /// devices and extended attributes, otherwise what a user may set. Returns sentences: what the directory does not have. Throws
    /// an Error: Exists, NoSpace, Denied. Throws Cancelled. Blocks.
    std::vector<std::string> exportTo(const std::string &directory, const ProgressCallback &progress = {},
                                      std::stop_token stop = {}) const;

private:
    std::shared_ptr<const Data> m_data;
};

} // namespace stratoscope::api
