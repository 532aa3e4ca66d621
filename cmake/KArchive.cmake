# SPDX-License-Identifier: Apache-2.0
#
# Gives the target KF6::Archive: the system's package, or else a static library of the files that this project needs, built from
# the source that scripts/fetch-karchive brings. Sets karchive_version.

set(STRATOSCOPE_KARCHIVE_SOURCE "" CACHE PATH "KArchive's source, where there is no package of it; empty: what scripts/fetch-karchive brings")

find_package(KF6Archive QUIET)
if(TARGET KF6::Archive)
    set(karchive_version ${KF6Archive_VERSION})
    return()
endif()

set(karchive_dir ${STRATOSCOPE_KARCHIVE_SOURCE})
if(NOT karchive_dir)
    execute_process(
        COMMAND ${PROJECT_SOURCE_DIR}/scripts/fetch-karchive --where
        OUTPUT_VARIABLE karchive_dir OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
if(NOT EXISTS ${karchive_dir}/src/karchive.h)
    message(FATAL_ERROR
        "KArchive of KDE Frameworks 6 was not found: neither a package of it (KF6Archive) nor its source in ${karchive_dir}.\n"
        "Run scripts/setup, which fetches the source, or install the package and configure again.")
endif()
message(STATUS "KArchive: built from ${karchive_dir}")
file(STRINGS ${karchive_dir}/CMakeLists.txt karchive_version REGEX "^set\\(KF_VERSION " LIMIT_COUNT 1)
string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" karchive_version "${karchive_version}")

find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
find_package(LibLZMA REQUIRED)

set(karchive_build ${PROJECT_BINARY_DIR}/karchive)
set(karchive_sources
    kar karchive kcompressiondevice kfilterbase kgzipfilter klimitediodevice knonefilter ktar kzip kbzip2filter kxzfilter kzstdfilter)
list(TRANSFORM karchive_sources REPLACE "(.+)" "${karchive_dir}/src/\\1.cpp")

set(HAVE_BZIP2_SUPPORT 1)
set(NEED_BZ2_PREFIX ${BZIP2_NEED_PREFIX})
set(HAVE_XZ_SUPPORT 1)
set(HAVE_OPENSSL_SUPPORT 1)
set(HAVE_ZSTD_SUPPORT 1)
configure_file(${karchive_dir}/src/config-compression.h.cmake ${karchive_build}/config-compression.h)
file(CONFIGURE OUTPUT ${karchive_build}/loggingcategory.h @ONLY CONTENT [[
#pragma once
#include <QLoggingCategory>
Q_DECLARE_LOGGING_CATEGORY(KArchiveLog)
]])
file(CONFIGURE OUTPUT ${karchive_build}/loggingcategory.cpp @ONLY CONTENT [[
#include "loggingcategory.h"
Q_LOGGING_CATEGORY(KArchiveLog, "kf.archive", QtWarningMsg)
]])
foreach(header KAr KArchive KArchiveDirectory KArchiveEntry KArchiveFile KCompressionDevice KFilterBase KTar KZip KZipFileEntry)
    string(TOLOWER ${header} file)
    file(CONFIGURE OUTPUT ${karchive_build}/include/${header} CONTENT "#include <${file}.h>\n")
endforeach()

add_library(karchive STATIC ${karchive_sources} ${karchive_build}/loggingcategory.cpp)
add_library(KF6::Archive ALIAS karchive)
set_target_properties(karchive PROPERTIES AUTOMOC ON)
include(GenerateExportHeader)
set(karchive_deprecation [[
#define KARCHIVE_ENABLE_DEPRECATED_SINCE(major, minor) 1
#define KARCHIVE_BUILD_DEPRECATED_SINCE(major, minor) 1
#define KARCHIVE_DEPRECATED_VERSION(major, minor, text) KARCHIVE_DEPRECATED
]])
generate_export_header(karchive
    BASE_NAME KArchive
    EXPORT_FILE_NAME ${karchive_build}/include/karchive_export.h
    CUSTOM_CONTENT_FROM_VARIABLE karchive_deprecation)
target_compile_definitions(karchive PUBLIC KARCHIVE_STATIC_DEFINE)
target_compile_options(karchive PRIVATE -w) # not our code
target_include_directories(karchive
    SYSTEM PUBLIC ${karchive_build}/include ${karchive_dir}/src
    PRIVATE ${karchive_build})
target_link_libraries(karchive
    PUBLIC Qt6::Core
    PRIVATE OpenSSL::Crypto PkgConfig::zstd ZLIB::ZLIB BZip2::BZip2 LibLZMA::LibLZMA)
