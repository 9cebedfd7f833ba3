// workbook.hpp -- what `--xlsx` promises of every command that writes a folder.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/says.hpp"
#include "support/workplace.hpp"
#include "txpath/report.hpp"

namespace txpath {

/// The command's workbook is part of its folder; a build without workbooks refuses the command.
inline void check_workbook(const Workplace& here, const std::string& command)
{
    if (!has_workbooks()) {
        CHECK(here.shell(command) == 64);
        return;
    }
    REQUIRE(here.shell(command) == 0);
    CHECK(std::filesystem::exists(here.folder() / "tables.xlsx"));
    CHECK(says(here.text(here.folder() / "SHA256SUMS"), "  tables.xlsx\n"));
    CHECK(says(here.text(here.folder() / "manifest.json"), "\"tables.xlsx\""));
    CHECK(here.shell("cd output/* && sha256sum -c SHA256SUMS") == 0);
}

}  // namespace txpath
