# SPDX-License-Identifier: Apache-2.0
#
# Links with mold or LLD where one of them is installed: the test programs take minutes with the default linker.

option(STRATOSCOPE_FAST_LINKER "Link with mold or LLD if they are installed" ON)
if(NOT STRATOSCOPE_FAST_LINKER)
    return()
endif()

include(CheckLinkerFlag)
foreach(linker mold lld)
    check_linker_flag(CXX -fuse-ld=${linker} STRATOSCOPE_HAVE_${linker})
    if(STRATOSCOPE_HAVE_${linker})
        add_link_options(-fuse-ld=${linker})
        break()
    endif()
endforeach()
