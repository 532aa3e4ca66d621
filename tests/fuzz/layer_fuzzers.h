// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

/// Layers: tars, compressed streams, prebaked directories, and trees.
namespace stratoscope::test {

/// A tar: its members, their index, the tree of that.
bool tryTar(std::string_view bytes);
/// A compressed layer; all that comes out of it, up to 16 MiB.
bool tryDecoder(std::string_view bytes);
/// The same for what an archive may be compressed with besides: xz and bzip2.
bool tryStream(std::string_view bytes);
/// The records of a pax header.
bool tryPax(std::string_view bytes);
/// Not a format: the bytes choose entries of a few layers. Their tree is compared with a plain unpacker's.
bool tryTree(std::string_view bytes);
/// A layer, compressed or not, that is written as a prebaked one and read again.
bool tryLayer(std::string_view bytes);
/// One of the files of a prebaked layer that is sound otherwise.
bool tryIdx(std::string_view bytes);
bool trySidecar(std::string_view bytes);

std::vector<std::string> tarCorpus();
std::vector<std::string> decoderCorpus();
std::vector<std::string> streamCorpus();
std::vector<std::string> paxCorpus();
std::vector<std::string> treeCorpus();
std::vector<std::string> layerCorpus();
std::vector<std::string> idxCorpus();
std::vector<std::string> sidecarCorpus();

/// Corrects the checksums of a tar's headers.
std::string withChecksums(std::string tar);

} // namespace stratoscope::test
