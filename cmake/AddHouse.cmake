# SPDX-License-Identifier: Apache-2.0

# stratoscope_add_library(NAME ROOT DIR SOURCES... LINK LIBRARIES...)
#
# A static library of this project: our compile options, moc and rcc. Its headers are included relative to ROOT. Without
# sources it only passes on what it links, so that whatever links it need not know.
function(stratoscope_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "ROOT" "SOURCES;LINK")
    if(arg_SOURCES)
        add_library(${name} STATIC ${arg_SOURCES})
        target_include_directories(${name} PUBLIC ${arg_ROOT})
        target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE build_options)
        set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
    else()
        add_library(${name} INTERFACE)
        target_include_directories(${name} INTERFACE ${arg_ROOT})
        target_link_libraries(${name} INTERFACE ${arg_LINK})
    endif()
endfunction()

# stratoscope_add_program(NAME SOURCES... LINK LIBRARIES...)
function(stratoscope_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK} build_options)
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
endfunction()
