// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/diff_side.h"
#include "tree/change.h"

/// How two images differ besides their files.
namespace stratoscope {

/// A member of an image's config or manifest. The names are those of configFieldName().
enum class ConfigField : std::uint8_t {
    Platform,
    Created,
    Author,
    User,
    Env, ///< by variable
    Entrypoint,
    Cmd,
    WorkingDir,
    Label, ///< by label
    ExposedPort, ///< by port
    Volume, ///< by volume
    StopSignal,
    Healthcheck,
    Shell,
    OnBuild,
    Annotation, ///< of the manifest, by name
    Other, ///< a member that the OCI image specification does not define, by its path in the config
};
/// "platform", "env", …
std::string_view configFieldName(ConfigField field);

/// A value of a config that was added, removed or modified.
struct ConfigDifference {
    Change change = Change::Modified;
    ConfigField field = ConfigField::Other;
    QString key; ///< which one of several: the variable, the label, …; otherwise empty
    /// As text; a list or an object in JSON. Empty for a port or a volume, which have no value, and for what is missing.
    QString before;
    QString after;
    bool operator==(const ConfigDifference &) const = default;
};

/// A step of the history of either image. Steps are the same if they have the same instruction.
struct HistoryStep {
    /// Modified if the time, the author or the comment differ.
    Change change = Change::None;
    HistoryEntry before; ///< empty if the step was added
    HistoryEntry after; ///< empty if it was removed
    const HistoryEntry &entry() const { return change == Change::Removed ? before : after; }
    bool operator==(const HistoryStep &) const = default;
};

/// A layer of either side, as an index into DiffSide::layers; -1 if the side does not have it.
struct LayerPair {
    int before = -1;
    int after = -1;
    bool isShared() const { return before >= 0 && after >= 0; }
    bool operator==(const LayerPair &) const = default;
};

/// What a side is, for the head of a report.
struct SideSummary {
    enum class Kind {
        Image, ///< a whole image
        Layers, ///< some of the layers of an image
        FileSystem, ///< a root file system without a config
        Nothing,
    };
    Kind kind = Kind::Nothing;
    QString title; ///< the image's name for people
    QString platform; ///< empty if unknown
    QString digest; ///< of the manifest; of the config if there is none; empty if there is neither
    int firstLayer = 0; ///< the number of the lowest one of its layers in the image
    std::size_t layerCount = 0;
    std::uint32_t entries = 0; ///< of the file system
    std::uint64_t contentSize = 0; ///< apparent size of its files
    std::uint64_t tarSize = 0; ///< of the uncompressed layers, each counted once; 0 if unknown
    std::uint64_t blobSize = 0; ///< of the layers as they are stored or transferred, each counted once; 0 if there are no blobs
    bool isCompressed = false; ///< whether any of these blobs is compressed
    /// "layer 3 of NAME", "NAME up to layer 2", or the title alone.
    QString description() const;
    bool operator==(const SideSummary &) const = default;
};

/// What a comparison of images leaves out.
struct ImageRules {
    bool ignoreTimes = false; ///< when the images and the steps of their history were created
    bool ignoreHistory = false;
    bool ignoreNames = false; ///< annotations with the name of the image
    bool ignoreUnspecified = false; ///< ConfigField::Other
    /// All of it, like `diffoci --semantic`, see docs/comparing.md.
    static ImageRules semantic();
    bool operator==(const ImageRules &) const = default;
};

/// How two images differ besides their files. A value; thread-safe.
///
/// The members of a config that describe how it was built (`container`, `container_config`, and those of Docker's oldest format)
/// are not compared, nor is the order of variables, ports and volumes.
struct ImageDiff {
    SideSummary before;
    SideSummary after;
    /// By field, then by key. Compared only if both sides are whole images, see comparesConfig().
    std::vector<ConfigDifference> config;
    /// All steps of both sides, in order. Of layers, the steps up to the last one.
    std::vector<HistoryStep> history;
    std::vector<LayerPair> layers; ///< all layers: the common base, other layers of the side before, other ones of the side after
    std::size_t commonBase = 0; ///< how many of the lowest layers are the same
    std::uint64_t newBlobSize
        = 0; ///< of the blobs that only the side after has: what someone who has the side before must download

    bool comparesConfig() const { return before.kind == SideSummary::Kind::Image && after.kind == SideSummary::Kind::Image; }
    bool comparesHistory() const;
    /// Whether the config or the history differ. Layers do not count: the same files may be in other layers.
    bool hasDifferences() const;
    bool operator==(const ImageDiff &) const = default;
};

/// Never fails: a manifest that cannot be read has no annotations.
ImageDiff compareImages(const DiffSide &before, const DiffSide &after, const ImageRules &rules);

} // namespace stratoscope
