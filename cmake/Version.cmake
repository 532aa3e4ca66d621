# SPDX-License-Identifier: Apache-2.0
#
# Finds out which version this is:
#   STRATOSCOPE_NUMBER   the release, as in "0.2.0"
#   STRATOSCOPE_VERSION  the same, and what came after it: "0.2.0+12.g8f2dcfd0a4c1"; before the first tag: "0.1.0-dev+g8f2dcfd0a4c1"
#   STRATOSCOPE_COMMIT   all digits of the commit; empty if it is not known
#
# A release is a tag such as v0.2.0. A source archive made by `git archive` has what it needs in source-archive.txt.
set(STRATOSCOPE_NUMBER 0.1.0) # until there is a tag

set(describe)
set(STRATOSCOPE_COMMIT)
if(EXISTS ${CMAKE_SOURCE_DIR}/.git)
    function(stratoscope_git result)
        execute_process(COMMAND git ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
            OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        set(${result} "${output}" PARENT_SCOPE)
    endfunction()
    stratoscope_git(STRATOSCOPE_COMMIT rev-parse HEAD)
    stratoscope_git(describe describe --tags --match "v[0-9]*" --abbrev=12)
    # Each commit and each checkout is a line in this file, which makes CMake run again.
    stratoscope_git(log rev-parse --path-format=absolute --git-path logs/HEAD)
    if(EXISTS "${log}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${log})
    endif()
else()
    file(STRINGS ${CMAKE_SOURCE_DIR}/cmake/source-archive.txt lines)
    foreach(line ${lines})
        if(line MATCHES "^(commit|describe)=([^$]+)$")
            set(${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
        endif()
    endforeach()
    set(STRATOSCOPE_COMMIT ${commit})
endif()

if(describe MATCHES "^v([0-9]+\\.[0-9]+\\.[0-9]+)(-([0-9]+)-(g[0-9a-f]+))?$")
    set(STRATOSCOPE_NUMBER ${CMAKE_MATCH_1})
    set(STRATOSCOPE_VERSION ${CMAKE_MATCH_1})
    if(CMAKE_MATCH_2)
        string(APPEND STRATOSCOPE_VERSION +${CMAKE_MATCH_3}.${CMAKE_MATCH_4})
    endif()
else()
    set(STRATOSCOPE_VERSION ${STRATOSCOPE_NUMBER}-dev)
    if(STRATOSCOPE_COMMIT)
        string(SUBSTRING ${STRATOSCOPE_COMMIT} 0 12 abbreviated)
        string(APPEND STRATOSCOPE_VERSION +g${abbreviated})
    endif()
endif()

# scripts/package asks: cmake -P cmake/Version.cmake
if(CMAKE_SCRIPT_MODE_FILE)
    message(${STRATOSCOPE_VERSION})
endif()
