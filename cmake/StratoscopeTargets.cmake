# SPDX-License-Identifier: Apache-2.0

# What most sources of a library include, compiled once. A source still includes what it uses.
set(STRATOSCOPE_PRECOMPILED_CORE ${PROJECT_SOURCE_DIR}/core/precompiled.h)
set(STRATOSCOPE_PRECOMPILED_MODELS ${STRATOSCOPE_PRECOMPILED_CORE} ${PROJECT_SOURCE_DIR}/ui/precompiled_models.h)
set(STRATOSCOPE_PRECOMPILED_WIDGETS ${STRATOSCOPE_PRECOMPILED_MODELS} ${PROJECT_SOURCE_DIR}/ui/precompiled_widgets.h)

# stratoscope_add_library(NAME ROOT DIR SOURCES... LINK LIBRARIES... PRECOMPILE HEADER...)
#
# A static library of this project: our compile options, moc and rcc. Its headers are included relative to ROOT.
function(stratoscope_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "ROOT" "SOURCES;LINK;PRECOMPILE")
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${arg_ROOT})
    target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE build_options)
    target_precompile_headers(${name} PRIVATE ${arg_PRECOMPILE})
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
endfunction()

# stratoscope_add_program(NAME SOURCES... LINK LIBRARIES... [PRECOMPILE HEADER...])
function(stratoscope_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PRECOMPILE")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK} build_options)
    if(STRATOSCOPE_SANITIZE STREQUAL "thread")
        target_link_options(${name} PRIVATE
            LINKER:--wrap=_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv
            LINKER:--wrap=_ZN11QThreadPool5startEP9QRunnablei)
        if(NOT "stratoscope_test_support" IN_LIST arg_LINK)
            target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/thread_sanitizer.cpp)
            target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
        endif()
    endif()
    target_precompile_headers(${name} PRIVATE ${arg_PRECOMPILE})
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
endfunction()

# stratoscope_add_feature([MODELS SOURCES...] [WIDGETS SOURCES...])
#
# The sources of one feature of the window. MODELS go into a library that links no widgets, so that what they show can be tested
# without a window; the linker keeps them apart.
function(stratoscope_add_feature)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "MODELS;WIDGETS")
    foreach(kind MODELS WIDGETS)
        list(TRANSFORM arg_${kind} PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    endforeach()
    target_sources(stratoscope_models PRIVATE ${arg_MODELS})
    target_sources(stratoscope_ui PRIVATE ${arg_WIDGETS})
endfunction()
