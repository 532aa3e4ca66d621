// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers.h"

#include "fuzz/audit_fuzzers.h"
#include "fuzz/content_fuzzers.h"
#include "fuzz/diff_fuzzers.h"
#include "fuzz/document_fuzzers.h"
#include "fuzz/engine_fuzzers.h"
#include "fuzz/layer_fuzzers.h"
#include "fuzz/package_fuzzers.h"
#include "fuzz/registry_fuzzers.h"
#include "fuzz/vm_fuzzers.h"
#include "prebaked/prebaked_config.h"
#include "store/stored_image.h"
#include "store/stored_layer.h"

#include <QtGlobal>

#include <algorithm>

namespace stratoscope::test {

namespace {

constexpr Fuzzer kFuzzers[]{
    {"json", tryJson, jsonCorpus},
    {"manifest", tryManifest, manifestCorpus},
    {"index", tryImageIndex, indexCorpus},
    {"config", tryConfig, configCorpus},
    {"schema1", trySchema1, schema1Corpus},
    {"docker-manifest", tryDockerManifest, dockerManifestCorpus},
    {"docker-repositories", tryRepositories, repositoriesCorpus},
    {"docker-layer", tryLegacyLayer, legacyLayerCorpus},
    {"layout-index", tryLayoutIndex, layoutIndexCorpus},
    {"layout-version", tryLayoutVersion, layoutVersionCorpus},
    {"archive", tryArchive, archiveCorpus, withChecksums},
    {"stored-image", tryPrinted<StoredImage, &StoredImage::toJson>, storedImageCorpus},
    {"stored-layer", tryPrinted<StoredLayer, &StoredLayer::toJson>, storedLayerCorpus},
    {"prebaked-config", tryPrinted<PrebakedConfig, &PrebakedConfig::toBytes>, prebakedConfigCorpus},

    {"reference", tryReference, referenceCorpus},
    {"platform", tryPlatform, platformCorpus},
    {"image-name", tryImageName, imageNameCorpus},
    {"challenges", tryChallenges, challengeCorpus},
    {"links", tryLinks, linkCorpus},
    {"headers", tryHeaders, headerCorpus},
    {"registries-conf", tryRegistriesConf, registriesConfCorpus},
    {"auth-file", tryAuthFile, authFileCorpus},
    {"token-answer", tryTokenAnswer, tokenAnswerCorpus},
    {"search-answer", trySearchAnswer, searchAnswerCorpus},
    {"tags-answer", tryTagsAnswer, tagsAnswerCorpus},
    {"referrers-answer", tryReferrersAnswer, referrersAnswerCorpus},
    {"manifest-answer", tryManifestAnswer, manifestAnswerCorpus},

    {"engine-version", tryEngineVersion, engineVersionCorpus},
    {"engine-answers", tryEngineAnswers, engineAnswersCorpus},
    {"storage-images", tryStorageImages, storageImagesCorpus},
    {"storage-layers", tryStorageLayers, storageLayersCorpus},
    {"tar-split", tryTarSplit, tarSplitCorpus},
    {"storage-conf", tryStorageConf, storageConfCorpus},

    {"tar", tryTar, tarCorpus, withChecksums},
    {"decoder", tryDecoder, decoderCorpus},
    {"stream", tryStream, streamCorpus},
    {"pax", tryPax, paxCorpus},
    {"tree", tryTree, treeCorpus},
    {"layer", tryLayer, layerCorpus, withChecksums},
    {"idx", tryIdx, idxCorpus},
    {"sidecar", trySidecar, sidecarCorpus},

    {"users", tryUsers, usersCorpus},
    {"program", tryProgram, programCorpus},
    {"listing", tryListing, listingCorpus},
    {"opened-archive", tryOpenedArchive, listingCorpus},
    {"filter", tryFilter, filterCorpus},
    {"grep", tryGrep, grepCorpus},
    {"json-tree", tryJsonTree, jsonTreeCorpus},
    {"text", tryText, textCorpus},
    {"xattr", tryXattr, xattrCorpus},

    {"json-diff", tryJsonDiff, jsonDiffCorpus},
    {"archive-diff", tryArchiveDiff, archiveDiffCorpus},
    {"byte-diff", tryByteDiff, byteDiffCorpus},

    {"package-texts", tryPackageTexts, packageTextsCorpus},
    {"rpm-header", tryRpmHeader, rpmHeaderCorpus},
    {"rpm-database", tryRpmDatabase, rpmDatabaseCorpus},
    {"go-program", tryGoProgram, goProgramCorpus},
    {"jar", tryJar, jarCorpus},
    {"versions", tryVersions, versionsCorpus},

    {"secrets", trySecrets, secretsCorpus},
    {"credential-file", tryCredentialFile, credentialFileCorpus},

    {"kernel-head", tryKernelHead, kernelHeadCorpus},
    {"kernel-module", tryKernelModule, kernelModuleCorpus},
    {"dhcp-reply", tryDhcpReply, dhcpReplyCorpus},
    {"run-file", tryRunFile, runFileCorpus},
    {"kernel-options", tryKernelOptions, kernelOptionsCorpus},
    {"account", tryAccount, accountCorpus},
};

} // namespace

std::span<const Fuzzer> fuzzers()
{
    return kFuzzers;
}

const Fuzzer *findFuzzer(std::string_view name)
{
    const auto found = std::ranges::find(kFuzzers, name, &Fuzzer::name);
    return found == std::end(kFuzzers) ? nullptr : found;
}

void insist(bool holds, const char *what)
{
    if (!holds)
        qFatal("not true: %s", what);
}

} // namespace stratoscope::test
