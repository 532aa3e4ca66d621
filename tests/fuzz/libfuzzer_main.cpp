// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace stratoscope::test;

namespace {

const Fuzzer *s_chosen = nullptr;

/// A folder for each fuzzer with its corpus.
void writeCorpora(const QString &folder)
{
    for (const Fuzzer &fuzzer : fuzzers()) {
        const QString path = folder + u'/' + QLatin1StringView(fuzzer.name);
        QDir().mkpath(path);
        int number = 0;
        for (const std::string &bytes : fuzzer.corpus()) {
            QFile file(path + QStringLiteral("/valid-%1").arg(number++));
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
                qFatal("cannot write %s", qPrintable(file.fileName()));
        }
    }
}

} // namespace

/// libFuzzer's program for one of the fuzzers, named by $STRATOSCOPE_FUZZER; see scripts/fuzz. With `--corpora FOLDER`, writes all
/// corpora and exits.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const QCoreApplication application(*argc, *argv);
    if (*argc == 3 && std::string_view((*argv)[1]) == "--corpora") {
        writeCorpora(QFile::decodeName((*argv)[2]));
        std::exit(0);
    }
    s_chosen = findFuzzer(qgetenv("STRATOSCOPE_FUZZER").constData());
    if (!s_chosen) {
        std::fprintf(stderr, "STRATOSCOPE_FUZZER names one of:");
        for (const Fuzzer &fuzzer : fuzzers())
            std::fprintf(stderr, " %s", fuzzer.name);
        std::fprintf(stderr, "\n");
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    s_chosen->run({reinterpret_cast<const char *>(data), size});
    return 0;
}

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t *data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t *data, std::size_t size, std::size_t most, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, most);
    if (!s_chosen->repair || seed % 8 == 0)
        return size;
    const std::string repaired = s_chosen->repair({reinterpret_cast<const char *>(data), size});
    if (repaired.size() > most)
        return size;
    std::copy(repaired.begin(), repaired.end(), data);
    return repaired.size();
}
